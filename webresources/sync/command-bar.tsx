/** The commands over the table. A command that cannot be used says why instead of vanishing. */
import { Dropdown, Option, SearchBox, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArchiveRegular,
  ArrowDownloadRegular,
  ArrowSyncRegular,
  EyeRegular,
  PeopleRegular,
  SettingsRegular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { Command, CommandBar as Bar } from '../frame/command';
import { statusWord, statuses, type SyncStatus } from '../standing/status-words';
import { t } from '../texts/texts';
import type { Filter } from './audience-condition';
import type { AudienceLine } from './audience-line';
import type { Account } from './board';

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
  onMembers: () => void;
  onBackup: () => void;
  /** The user may ask for runs at all, and write the audience that is selected; null while that is not known. */
  mayAsk: boolean | null;
  mayWrite: boolean | null;
}

export function CommandBar(props: CommandBarProps): ReactElement {
  const { accounts, busy, filter, mayAsk, mayWrite, onBackup, onFilter, onGetAudiences } = props;
  const { onManage, onMembers, onPreview, onSyncNow, selected } = props;
  const chosen = selected === null ? t('sync.command.chooseFirst') : null;
  const forbidden = mayWrite === false ? t('sync.command.notAllowed') : null;
  const styles = useStyles();
  return (
    <Bar
      filters={
        <div className={accounts.length > 1 ? styles.filters : mergeClasses(styles.filters, styles.few)}>
          {accounts.length > 1 && (
            <Dropdown
              appearance="filled-darker"
              className={styles.filter}
              aria-label={t('sync.filter.account.label')}
              value={t('sync.filter.account', {
                account: accounts.find(({ id }) => id === filter.accountId)?.name ?? t('common.all'),
              })}
              selectedOptions={[filter.accountId ?? '']}
              onOptionSelect={(_, { optionValue }) => onFilter({ ...filter, accountId: optionValue || null })}
            >
              <Option value="">{t('common.all')}</Option>
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
            aria-label={t('sync.filter.status.label')}
            value={t('sync.filter.status', {
              status: filter.status === null ? t('common.all') : statusWord(filter.status),
            })}
            selectedOptions={[filter.status ?? '']}
            onOptionSelect={(_, { optionValue }) => onFilter({ ...filter, status: statusOf(optionValue) })}
          >
            <Option value="">{t('common.all')}</Option>
            {statuses.map((status) => (
              <Option key={status} value={status}>
                {statusWord(status)}
              </Option>
            ))}
          </Dropdown>
          <SearchBox
            appearance="filled-darker"
            className={styles.search}
            aria-label={t('sync.filter.search')}
            placeholder={t('sync.filter.search')}
            value={filter.text}
            onChange={(_, { value }) => onFilter({ ...filter, text: value })}
          />
        </div>
      }
    >
      {mayAsk === true && (
        <Command
          label={t('sync.command.sync')}
          hint={t('sync.command.sync.hint')}
          primary
          icon={<ArrowSyncRegular />}
          reason={busy ? t('common.oneMoment') : (chosen ?? forbidden ?? syncRefusal(selected))}
          onClick={onSyncNow}
        />
      )}
      {mayAsk === true && (
        <Command
          label={t('sync.command.manage')}
          hint={t('sync.command.manage.hint')}
          icon={<SettingsRegular />}
          reason={chosen ?? forbidden}
          onClick={onManage}
        />
      )}
      {mayAsk === true && (
        <Command
          label={t('sync.command.preview')}
          hint={t('sync.command.preview.hint')}
          icon={<EyeRegular />}
          reason={chosen ?? forbidden ?? previewRefusal(selected)}
          onClick={onPreview}
        />
      )}
      <Command
        label={t('sync.command.members')}
        hint={t('sync.command.members.hint')}
        icon={<PeopleRegular />}
        reason={chosen}
        onClick={onMembers}
      />
      {mayAsk === true && (
        <Command
          label={t('sync.command.backup')}
          hint={t('sync.command.backup.hint')}
          icon={<ArchiveRegular />}
          reason={busy ? t('common.oneMoment') : (chosen ?? forbidden)}
          onClick={onBackup}
        />
      )}
      {mayAsk === true && (
        <Command
          label={t('sync.command.refresh')}
          hint={t('sync.command.refresh.hint')}
          icon={<ArrowDownloadRegular />}
          reason={busy ? t('common.oneMoment') : null}
          onClick={onGetAudiences}
        />
      )}
    </Bar>
  );
}

function syncRefusal(line: AudienceLine | null): string | null {
  if (line?.state.status === 'not-tied') return t('sync.command.notTied');
  if (line?.state.status === 'paused') return t('sync.command.paused');
  return null;
}

function previewRefusal(line: AudienceLine | null): string | null {
  if (line?.state.status === 'not-tied') return t('sync.command.notTied');
  return null;
}

function statusOf(value: string | undefined): SyncStatus | null {
  return statuses.find((status) => status === value) ?? null;
}

const useStyles = makeStyles({
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, flexGrow: 1 },
  // Small enough to stand beside the commands in a window of ordinary width.
  few: { flexBasis: '300px' },
  filter: { minWidth: '140px', '@media (max-width: 480px)': { width: '100%' } },
  search: { flexGrow: 1, minWidth: '140px', maxWidth: '320px', '@media (max-width: 480px)': { maxWidth: 'none' } },
});
