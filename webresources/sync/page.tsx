/** Sync Audiences: the audiences of Mailchimp, the marketing lists they are tied to, and how far both agree. */
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { t } from '../texts/texts';
import { AccountChips } from './account-chips';
import { accountWords } from './account-words';
import { audienceLines, filterLines, noFilter, type Filter } from './audience-line';
import { AudienceTable } from './audience-table';
import { openRun, type Audience, type Board } from './board';
import { CommandBar } from './command-bar';
import { Loading, NoAccount, NoAudience, NothingFound, Refused } from './empty-states';
import { ManagePanel, type ManageStep } from './manage/manage-panel';
import { PageFrame } from '../frame/page-frame';
import { PageMessage } from '../frame/page-message';
import { startedText, underWayText } from './run-words';
import { StartedDialog } from './started-dialog';
import { useSurroundings } from '../frame/surroundings';
import { useBoard } from './use-board';
import { useWishes } from './use-wishes';

export function SyncAudiencesPage(): ReactElement {
  const { api } = useSurroundings();
  const source = useBoard();
  const { refresh, state } = source;
  const board = state.kind === 'ready' ? state.value : null;
  const now = state.kind === 'ready' ? state.now : api.now();
  const wishes = useWishes(board, source);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [managed, setManaged] = useState<{ audienceId: string; step: ManageStep } | null>(null);
  const [started, setStarted] = useState<string | null>(null);

  const lines = useMemo(() => (board === null ? [] : audienceLines(board, now)), [board, now]);
  const shown = useMemo(() => filterLines(lines, filter), [lines, filter]);
  const selected =
    shown.find(({ audience }) => audience.id === chosenId) ?? (lines.length === 1 ? shown[0] : null) ?? null;
  const managedAudience = lines.find(({ audience }) => audience.id === managed?.audienceId)?.audience ?? null;

  const open = useCallback((audience: Audience, step: ManageStep): void => {
    setChosenId(audience.id);
    setManaged({ audienceId: audience.id, step });
  }, []);
  const manage = useCallback((audience: Audience) => open(audience, 'list'), [open]);
  const startSync = async (audience: Audience): Promise<void> => {
    if (await wishes.sync(audience, { mode: 'sync' })) setStarted(startedText({ kind: 'sync', about: audience.name }));
  };
  /** Whether a sync is under way already; it is followed then, and no second one is asked for. */
  const join = (audience: Audience): boolean => {
    const running = board === null ? null : openRun(board, audience.id);
    if (running === null) return false;
    wishes.follow(running, audience.name);
    wishes.say({ intent: 'info', text: underWayText(audience.name) });
    return true;
  };
  const syncNow = (): void => {
    if (selected === null || board === null) return;
    const { audience, state } = selected;
    if (join(audience)) return;
    if (state.status === 'ready' || audience.tie === 'ready') {
      open(audience, 'numbers');
    } else {
      void startSync(audience);
    }
  };

  return (
    <PageFrame
      title={t('sync.title')}
      under={t('sync.subtitle')}
      aside={board !== null && board.accounts.length > 0 && <AccountChips accounts={board.accounts} />}
      announcement={wishes.announcement}
      commands={
        board !== null &&
        board.audiences.length > 0 && (
          <CommandBar
            selected={selected}
            accounts={board.accounts}
            filter={filter}
            onFilter={setFilter}
            busy={wishes.busy}
            onSyncNow={syncNow}
            onManage={() => selected !== null && manage(selected.audience)}
            onPreview={() => selected !== null && open(selected.audience, 'numbers')}
            onGetAudiences={() => void wishes.getAudiences()}
          />
        )
      }
      messages={
        <>
          {board?.accounts.map((account) => {
            const { problem } = accountWords(account);
            return problem === null ? null : (
              <PageMessage key={account.id} message={{ intent: 'warning', text: problem }} />
            );
          })}
          {state.kind === 'ready' && state.stale && (
            <PageMessage message={{ intent: 'warning', text: t('common.stale') }} />
          )}
          {wishes.message !== null && <PageMessage message={wishes.message} onDismiss={() => wishes.say(null)} />}
        </>
      }
    >
      {state.kind === 'loading' && <Loading />}
      {state.kind === 'refused' && <Refused refusal={state.refusal} onRetry={refresh} />}
      {board !== null && (
        <Content
          board={board}
          found={shown.length > 0}
          busy={wishes.busy}
          onGetAudiences={() => void wishes.getAudiences()}
          onClear={() => setFilter(noFilter)}
        >
          <AudienceTable
            lines={shown}
            selectedId={selected?.audience.id ?? null}
            onSelect={setChosenId}
            onManage={manage}
          />
        </Content>
      )}
      {board !== null && managed !== null && managedAudience !== null && (
        <ManagePanel
          key={managed.audienceId}
          audience={managedAudience}
          board={board}
          firstStep={managed.step}
          onClose={() => setManaged(null)}
          onChanged={refresh}
          onSync={async (audience, terms) => join(audience) || wishes.sync(audience, terms)}
          onSaid={(text) => wishes.say({ intent: 'info', text })}
        />
      )}
      <StartedDialog text={started} onClose={() => setStarted(null)} />
    </PageFrame>
  );
}

interface ContentProps {
  board: Board;
  found: boolean;
  busy: boolean;
  onGetAudiences: () => void;
  onClear: () => void;
  children: ReactElement;
}

function Content({ board, busy, children, found, onClear, onGetAudiences }: ContentProps): ReactElement {
  if (board.audiences.length === 0) {
    return board.accounts.length === 0 ? (
      <NoAccount onGetAudiences={onGetAudiences} busy={busy} />
    ) : (
      <NoAudience onGetAudiences={onGetAudiences} busy={busy} />
    );
  }
  return found ? children : <NothingFound onClear={onClear} />;
}
