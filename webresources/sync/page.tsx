/** Sync Audiences: the audiences of Mailchimp, the marketing lists they are tied to, and how far both agree. */
import { Button } from '@fluentui/react-components';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { PageLink } from '../frame/links';
import { goTo } from '../frame/navigation';
import { PageFrame } from '../frame/page-frame';
import { PageMessage, refusalMessage } from '../frame/page-message';
import { Pager } from '../frame/pager';
import { Refused } from '../frame/refused';
import { useMayWrite, usePrivilege } from '../frame/rights';
import { useSurroundings } from '../frame/surroundings';
import { membersPlace, runPlace } from '../pages';
import { tables } from '../schema.generated';
import { t } from '../texts/texts';
import { refusalFrom } from '../web-api';
import { AccountChips } from './account-chips';
import { AccountProblems } from './account-problems';
import { noFilter, type Filter } from './audience-condition';
import { audienceLines, filterLines, type AudienceLine } from './audience-line';
import { AudienceTable } from './audience-table';
import { BackupDownload } from './backup-download';
import { openRun, type Audience, type BoardPage } from './board';
import { CommandBar } from './command-bar';
import { CureDialog } from './cure-dialog';
import { ClosedAccounts, Loading, NoAccount, NoAudience, NothingFound } from './empty-states';
import { ListStart } from './list-start';
import type { ChosenList } from './manage/list-step';
import { ManagePanel, type ManageStep } from './manage/manage-panel';
import { resume } from './requests';
import { startedText, underWayText } from './run-words';
import { StartedDialog } from './started-dialog';
import { useBoard } from './use-board';
import { useWishes } from './use-wishes';

export interface SyncAudiencesPageProps {
  /** The audience to begin with. */
  audienceId: string | null;
  /** The marketing list to begin with. */
  listId: string | null;
  /** Opens Manage for the audience. */
  manage: boolean;
}

interface Managed {
  audienceId: string;
  /** Null where the state of the tie decides. */
  step: ManageStep | null;
  list: ChosenList | null;
}

export function SyncAudiencesPage({ audienceId, listId, manage: opensManage }: SyncAudiencesPageProps): ReactElement {
  const { api, links } = useSurroundings();
  const [chosenId, setChosenId] = useState(audienceId);
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [managed, setManaged] = useState<Managed | null>(
    opensManage && audienceId !== null ? { audienceId, step: null, list: null } : null,
  );
  const [startListId, setStartListId] = useState(listId);
  const [started, setStarted] = useState<string | null>(null);
  const [curedId, setCuredId] = useState<string | null>(null);
  const source = useBoard(filter, managed?.audienceId ?? audienceId);
  const { refresh, showMore, state } = source;
  const board = state.kind === 'ready' ? state.value : null;
  const now = state.kind === 'ready' ? state.now : api.now();
  const wishes = useWishes(board, source);
  const mayAsk = usePrivilege('prvCreatemcs_syncrun');
  const mayWrite = useMayWrite(tables.mcs_audience.set, chosenId);

  const lines = useMemo(() => (board === null ? [] : audienceLines(board, now)), [board, now]);
  const shown = useMemo(() => filterLines(lines, filter), [lines, filter]);
  const selected =
    shown.find(({ audience }) => audience.id === chosenId) ?? (lines.length === 1 ? shown[0] : null) ?? null;
  const empty = board !== null && isEmpty(board, filter);
  const managedAudience = managed === null ? null : findAudience(board, managed.audienceId);
  const cured = lines.find(({ audience }) => audience.id === curedId) ?? null;

  const open = useCallback((id: string, step: ManageStep | null, list: ChosenList | null = null): void => {
    setChosenId(id);
    setManaged({ audienceId: id, step, list });
  }, []);
  const manage = useCallback((audience: Audience) => open(audience.id, 'list'), [open]);
  const whatToDo = useCallback(({ audience }: AudienceLine) => setCuredId(audience.id), []);
  const tied = useCallback(
    (id: string): void => {
      setStartListId(null);
      open(id, null);
    },
    [open],
  );
  const startSync = async (audience: Audience): Promise<void> => {
    if (await wishes.sync(audience, { mode: 'sync' })) setStarted(startedText({ kind: 'sync', about: audience.name }));
  };
  const { say, sync } = wishes;
  const resumeSync = useCallback(
    (audience: Audience): void => {
      setChosenId(audience.id);
      resume(api, audience)
        .then(() => sync(audience, { mode: 'sync' }))
        .catch((error: unknown) => say(refusalMessage(refusalFrom(error))));
    },
    [api, say, sync],
  );
  /** Whether a sync is under way already; it is followed then, and no second one is asked for. */
  const join = (audience: Audience): boolean => {
    const running = board === null ? null : openRun(board, audience.id);
    if (running === null) return false;
    wishes.follow(running, audience.name);
    wishes.say({ intent: 'info', text: underWayText(audience.name) }, { kind: 'sync', runId: running.id });
    return true;
  };
  const syncNow = ({ audience, state }: AudienceLine): void => {
    if (join(audience)) return;
    if (state.status === 'ready' || audience.tie === 'ready') open(audience.id, 'numbers');
    else void startSync(audience);
  };

  return (
    <PageFrame
      title={t('sync.title')}
      under={t('sync.subtitle')}
      aside={board !== null && board.accounts.length > 0 && <AccountChips accounts={board.accounts} />}
      announcement={wishes.announcement}
      commands={
        board !== null &&
        !empty && (
          <CommandBar
            selected={selected}
            accounts={board.accounts}
            filter={filter}
            onFilter={setFilter}
            busy={wishes.busy}
            mayAsk={mayAsk}
            mayWrite={mayWrite}
            onSyncNow={() => selected !== null && syncNow(selected)}
            onManage={() => selected !== null && manage(selected.audience)}
            onPreview={() => selected !== null && open(selected.audience.id, 'numbers')}
            onMembers={() => selected !== null && goTo(membersPlace(selected.audience.id), links)}
            onBackup={() => selected !== null && void wishes.backUp(selected.audience)}
            onGetAudiences={() => void wishes.getAudiences()}
          />
        )
      }
      messages={
        <>
          {board !== null && !(empty && isClosed(board)) && <AccountProblems accounts={board.accounts} />}
          {state.kind === 'ready' && state.stale && (
            <PageMessage message={{ intent: 'warning', text: t('common.stale') }} />
          )}
          {wishes.message !== null && (
            <PageMessage
              message={wishes.message}
              onDismiss={() => wishes.say(null)}
              {...(wishes.about !== null && {
                link: <PageLink to={runPlace(wishes.about.runId)}>{t('sync.run.open')}</PageLink>,
              })}
              {...(wishes.about?.kind === 'backup' &&
                wishes.message.intent === 'success' && { children: <BackupDownload runId={wishes.about.runId} /> })}
            />
          )}
        </>
      }
    >
      {state.kind === 'loading' && <Loading />}
      {state.kind === 'refused' && (
        <Refused refusal={state.refusal} onRetry={refresh} forbidden={t('sync.forbidden.title')} gone={null} />
      )}
      {board !== null &&
        (empty ? (
          isClosed(board) ? (
            <ClosedAccounts
              accounts={board.accounts}
              onGetAudiences={() => void wishes.getAudiences()}
              busy={wishes.busy}
            />
          ) : board.accounts.length === 0 ? (
            <NoAccount onGetAudiences={() => void wishes.getAudiences()} busy={wishes.busy} />
          ) : (
            <NoAudience onGetAudiences={() => void wishes.getAudiences()} busy={wishes.busy} />
          )
        ) : shown.length === 0 ? (
          <NothingFound onClear={() => setFilter(noFilter)} />
        ) : (
          <AudienceTable
            lines={shown}
            selectedId={selected?.audience.id ?? null}
            onSelect={setChosenId}
            onManage={manage}
            onWhatToDo={whatToDo}
            onResume={mayAsk === true ? resumeSync : null}
          />
        ))}
      {board !== null && showMore !== null && (
        <>
          <Pager text={countText(board, shown.length)} onPrevious={null} onNext={null} />
          <div>
            <Button onClick={showMore}>{t('sync.filter.more')}</Button>
          </div>
        </>
      )}
      {board !== null && managed !== null && managedAudience !== null && (
        <ManagePanel
          key={managed.audienceId}
          audience={managedAudience}
          board={board}
          firstStep={managed.step ?? (managedAudience.tie === 'ready' ? 'numbers' : 'list')}
          startList={managed.list}
          onClose={() => setManaged(null)}
          onChanged={refresh}
          onSync={async (audience, terms) => join(audience) || wishes.sync(audience, terms)}
          onSaid={(text) => wishes.say({ intent: 'info', text })}
        />
      )}
      {startListId !== null && (
        <ListStart
          listId={startListId}
          onTied={tied}
          onChosen={(id, list) => {
            setStartListId(null);
            open(id, 'list', list);
          }}
          onClose={() => setStartListId(null)}
        />
      )}
      {cured !== null && (
        <CureDialog
          line={cured}
          onSync={mayAsk === true ? () => syncNow(cured) : null}
          onClose={() => setCuredId(null)}
        />
      )}
      <StartedDialog text={started} onClose={() => setStarted(null)} />
    </PageFrame>
  );
}

/** There is no audience at all, as against none that matches. */
const isEmpty = ({ audiences }: BoardPage, { accountId, status, text }: Filter): boolean =>
  audiences.length === 0 && accountId === null && status === null && text === '';

/** Nothing can be fetched from an account before somebody has looked after it. */
const isClosed = ({ accounts }: BoardPage): boolean =>
  accounts.some(({ connection }) => connection === 'copied' || connection === 'key-refused');

function findAudience(board: BoardPage | null, id: string): Audience | null {
  if (board === null) return null;
  return board.audiences.find((audience) => audience.id === id) ?? (board.also?.id === id ? board.also : null);
}

/** Dataverse counts no further than 5,000. */
function countText({ count }: BoardPage, shown: number): string {
  return count === null || count >= 5000
    ? t('sync.filter.shownOfMore', { shown })
    : t('sync.filter.shownOf', { shown, all: count });
}
