/** The commands over the table. A command that cannot be used says why instead of vanishing. */
import {
  Dropdown,
  Option,
  SearchBox,
  ToolbarDivider,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { ArrowDownloadRegular, ArrowSyncRegular, EyeRegular, SettingsRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { Command, CommandBar as Bar } from '../frame/command';
import type { AudienceLine, Filter } from './audience-line';
import type { Account } from './board';
import { statuses, statusWords, type SyncStatus } from './status-words';

export interface CommandBarProps {
  selected: AudienceLine | null;
  accounts: readonly Account[];
  filter: Filter;
  onFilter: (filter: Filter) => void;
  busy: boolean;
  onSyncNow: () => void;
  onManage: () => void;
  onPreview: () => void;
  onGetAudiences: () => void;
}

export function CommandBar(props: CommandBarProps): ReactElement {
  const { accounts, busy, filter, onFilter, onGetAudiences, onManage, onPreview, onSyncNow, selected } = props;
  const styles = useStyles();
  return (
    <Bar
      filters={
        <div className={accounts.length > 1 ? styles.filters : mergeClasses(styles.filters, styles.few)}>
          {accounts.length > 1 && (
            <Dropdown
              appearance="filled-darker"
              className={styles.filter}
              aria-label="Filter by account"
              value={`Account: ${accounts.find(({ id }) => id === filter.accountId)?.name ?? 'All'}`}
              selectedOptions={[filter.accountId ?? '']}
              onOptionSelect={(_, { optionValue }) => onFilter({ ...filter, accountId: optionValue || null })}
            >
              <Option value="">All</Option>
              {accounts.map(({ id, name }) => (
                <Option key={id} value={id}>
                  {name}
                </Option>
              ))}
            </Dropdown>
          )}
          <Dropdown
            appearance="filled-darker"
            className={styles.filter}
            aria-label="Filter by status"
            value={`Status: ${filter.status === null ? 'All' : statusWords[filter.status].word}`}
            selectedOptions={[filter.status ?? '']}
            onOptionSelect={(_, { optionValue }) => onFilter({ ...filter, status: statusOf(optionValue) })}
          >
            <Option value="">All</Option>
            {statuses.map((status) => (
              <Option key={status} value={status}>
                {statusWords[status].word}
              </Option>
            ))}
          </Dropdown>
          <SearchBox
            appearance="filled-darker"
            className={styles.search}
            aria-label="Search audiences"
            placeholder="Search audiences"
            value={filter.text}
            onChange={(_, { value }) => onFilter({ ...filter, text: value })}
          />
        </div>
      }
    >
      <Command
        label="Sync now"
        hint="Carry over now what has changed on either side."
        primary
        icon={<ArrowSyncRegular />}
        reason={busy ? 'One moment.' : syncRefusal(selected)}
        onClick={onSyncNow}
      />
      <Command
        label="Manage"
        hint="Choose the marketing list and the rules."
        icon={<SettingsRegular />}
        reason={selected === null ? chooseFirst : null}
        onClick={onManage}
      />
      <Command
        label="Preview"
        hint="Show what a sync would do, without doing it."
        icon={<EyeRegular />}
        reason={previewRefusal(selected)}
        onClick={onPreview}
      />
      <Command
        label="Get audiences from Mailchimp"
        hint="Read again which audiences there are."
        icon={<ArrowDownloadRegular />}
        reason={busy ? 'One moment.' : null}
        onClick={onGetAudiences}
      />
      <ToolbarDivider className={styles.divider} />
    </Bar>
  );
}

const chooseFirst = 'Choose an audience first.';

function syncRefusal(line: AudienceLine | null): string | null {
  if (line === null) return chooseFirst;
  if (line.state.status === 'not-tied') return 'Not tied yet: choose its marketing list under Manage first.';
  if (line.state.status === 'paused') return 'Paused: resume it under Manage first.';
  return null;
}

function previewRefusal(line: AudienceLine | null): string | null {
  if (line === null) return chooseFirst;
  if (line.state.status === 'not-tied') return 'Not tied yet: choose its marketing list under Manage first.';
  return null;
}

function statusOf(value: string | undefined): SyncStatus | null {
  return statuses.find((status) => status === value) ?? null;
}

const useStyles = makeStyles({
  divider: { '@media (max-width: 1200px)': { display: 'none' } },
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, flexGrow: 1 },
  // Small enough to stand beside the commands in a window of ordinary width.
  few: { flexBasis: '300px' },
  filter: { minWidth: '140px', '@media (max-width: 480px)': { width: '100%' } },
  search: { flexGrow: 1, minWidth: '140px', maxWidth: '320px', '@media (max-width: 480px)': { maxWidth: 'none' } },
});
