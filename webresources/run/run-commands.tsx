/** The commands of a run, each only where it makes sense and the user may. */
import {
  ArrowDownloadRegular,
  ArrowSyncRegular,
  ArrowUndoRegular,
  CheckmarkRegular,
  DeleteDismissRegular,
  DismissSquareRegular,
  PeopleRegular,
  SettingsRegular,
} from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { formatPercent } from '../formats';
import { Command, CommandBar } from '../frame/command';
import { ConfirmDialog, type Question } from '../frame/confirm-dialog';
import { goTo } from '../frame/navigation';
import { refusalMessage, type Message } from '../frame/page-message';
import { saveFile } from '../frame/save-file';
import { useSurroundings } from '../frame/surroundings';
import { managePlace, membersPlace } from '../pages';
import { backupFile, changeFiles, readFile } from '../requests/run-files';
import type { Asked } from '../requests/use-asked';
import { t } from '../texts/texts';
import { refusalFrom } from '../web-api';
import type { ChangeLine } from './change-line';
import { changesFile } from './changes-csv';
import type { PlannedPeople } from './planned-people';
import { actionsOf, type RunAction } from './run-actions';
import type { RunDetails } from './run-details';
import { UndoDialog } from './undo-dialog';

export interface RunCommandsProps {
  run: RunDetails;
  /** The user may ask the service for something about this run. */
  may: boolean;
  /** The changes on the screen, after filter and search. */
  lines: readonly ChangeLine[];
  /** How the file tells of them. */
  telling: { isLook: boolean; planned: PlannedPeople };
  /** Members ticked for an approval. */
  ticked: ReadonlySet<string>;
  asked: Asked;
  onTicked: (members: ReadonlySet<string>) => void;
  onProblem: (message: Message) => void;
}

export function RunCommands(props: RunCommandsProps): ReactElement {
  const { asked, lines, may, onProblem, onTicked, run, telling, ticked } = props;
  const { api, links } = useSurroundings();
  const [question, setQuestion] = useState<Question | null>(null);
  const [undoing, setUndoing] = useState(false);
  const [collecting, setCollecting] = useState<number | null>(null);
  const { audience, id, mode } = run;
  const actions = new Set<RunAction>(may ? actionsOf(run) : []);
  const busy = asked.busy ? t('common.oneMoment') : null;
  const backup = backupFile(run.files);

  const approve = (people: 'all' | string[]): void => {
    onTicked(new Set());
    void asked.ask({ mode: 'sync', audience, wish: { approve: id, people } }, 'run.asked.approve');
  };
  const askToApprove = (): void =>
    setQuestion({
      title: ticked.size === 0 ? t('run.approve.title') : t('run.approve.title.some', { count: ticked.size }),
      text: t('run.approve.text'),
      yes: t('run.approve.do'),
      onYes: () => approve(ticked.size === 0 ? 'all' : [...ticked]),
    });
  const cancel = (said: 'run.asked.cancel' | 'run.asked.drop'): void =>
    void asked.ask({ mode: 'cancel', audience, wish: { cancel: id } }, said);
  const download = async (work: () => Promise<void>): Promise<void> => {
    setCollecting(0);
    try {
      await work();
    } catch (error) {
      onProblem(refusalMessage(refusalFrom(error)));
    } finally {
      setCollecting(null);
    }
  };

  return (
    <>
      <CommandBar>
        {actions.has('approve') && (
          <Command
            primary
            icon={<CheckmarkRegular />}
            label={ticked.size === 0 ? t('run.command.approve') : t('run.command.approveSome', { count: ticked.size })}
            hint={t(ticked.size === 0 ? 'run.command.approve.hint' : 'run.command.approveSome.hint')}
            reason={busy}
            onClick={askToApprove}
          />
        )}
        {actions.has('drop') && (
          <Command
            icon={<DeleteDismissRegular />}
            label={t('run.command.drop')}
            hint={t('run.command.drop.hint')}
            reason={busy}
            onClick={() =>
              setQuestion({
                title: t('run.drop.title'),
                text: t('run.drop.text'),
                yes: t('run.drop.do'),
                onYes: () => cancel('run.asked.drop'),
              })
            }
          />
        )}
        {actions.has('cancel') && (
          <Command
            icon={<DismissSquareRegular />}
            label={t('run.command.cancel')}
            hint={t('run.command.cancel.hint')}
            reason={busy}
            onClick={() =>
              setQuestion({
                title: t('run.cancel.title'),
                text: t('run.cancel.text'),
                yes: t('run.cancel.do'),
                no: t('run.cancel.keep'),
                onYes: () => cancel('run.asked.cancel'),
              })
            }
          />
        )}
        {actions.has('retry') && (
          <Command
            primary
            icon={<ArrowSyncRegular />}
            label={t('run.command.retry')}
            hint={t('run.command.retry.hint')}
            reason={busy}
            onClick={() => void asked.ask({ mode: mode === 'full' ? 'sync' : mode, audience }, 'run.asked.retry')}
          />
        )}
        {actions.has('manage') && audience !== null && (
          <Command
            primary
            icon={<SettingsRegular />}
            label={t('run.command.manage')}
            hint={t('run.command.manage.hint')}
            reason={null}
            onClick={() => goTo(managePlace(audience.id), links)}
          />
        )}
        {actions.has('undo') && (
          <Command
            icon={<ArrowUndoRegular />}
            label={t('run.command.undo')}
            hint={t('run.command.undo.hint')}
            reason={
              run.undone === null ? busy : t(run.undone.on === null ? 'run.undone.underWay' : 'run.undone.already')
            }
            onClick={() => setUndoing(true)}
          />
        )}
        {backup !== null && (
          <Command
            primary
            icon={<ArrowDownloadRegular />}
            label={t('run.command.backup')}
            hint={t('run.command.backup.hint')}
            reason={collecting === null ? null : t('common.oneMoment')}
            onClick={() =>
              void download(async () => saveFile(backup.name, backup.mimeType, await readFile(api, backup.id)))
            }
          />
        )}
        {audience !== null && (
          <Command
            icon={<PeopleRegular />}
            label={t('run.command.members')}
            hint={t('run.command.members.hint')}
            reason={null}
            onClick={() => goTo(membersPlace(audience.id), links)}
          />
        )}
        {changeFiles(run.files).length > 0 && (
          <Command
            icon={<ArrowDownloadRegular />}
            label={t('run.command.csv')}
            hint={t('run.command.csv.hint')}
            reason={collecting === null ? null : t('run.command.csv.busy', { percent: formatPercent(collecting) })}
            onClick={() =>
              void download(async () =>
                saveFile(t('run.csv.file'), 'text/csv', await changesFile(api, lines, telling, setCollecting)),
              )
            }
          />
        )}
      </CommandBar>
      <ConfirmDialog question={question} onClose={() => setQuestion(null)} />
      {undoing && (
        <UndoDialog
          run={run}
          onClose={() => setUndoing(false)}
          onUndo={() => {
            setUndoing(false);
            void asked.ask({ mode: 'undo', audience, wish: { undo: id } }, 'run.asked.undo');
          }}
        />
      )}
    </>
  );
}
