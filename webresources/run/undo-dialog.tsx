/** Undo: first a look at what would come back and what cannot, from a run that changes nothing; then the undo itself. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  ProgressBar,
  Text,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { PageLink } from '../frame/links';
import { PageMessage, refusalMessage, type Message } from '../frame/page-message';
import { useSurroundings } from '../frame/surroundings';
import { runPlace } from '../pages';
import { askForRun } from '../requests/ask-for-run';
import { isOpen } from '../requests/run';
import { useRun } from '../requests/use-run';
import { sentenceOr } from '../texts/service-words';
import { t } from '../texts/texts';
import { refusalFrom, type Refusal } from '../web-api';
import { readCounts, type RunDetails } from './run-details';

export interface UndoDialogProps {
  run: RunDetails;
  onUndo: () => void;
  onClose: () => void;
}

export function UndoDialog({ onClose, onUndo, run }: UndoDialogProps): ReactElement {
  const { api, pollMs } = useSurroundings();
  const [previewId, setPreviewId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const preview = useRun(api, previewId, pollMs);
  const { audience, id } = run;

  // Asked for once, when the dialog opens.
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    const look = async (): Promise<void> => {
      try {
        setPreviewId(await askForRun(api, { mode: 'undo', audience, wish: { undo: id, preview: true } }));
      } catch (error) {
        setRefusal(refusalFrom(error));
      }
    };
    void look();
  }, [api, audience, id]);

  const over = preview.run !== null && !isOpen(preview.run) ? preview.run : null;
  const counts = over?.status === 'completed' ? readCounts(over.counts) : null;
  const numbers = counts?.undo ?? null;
  const failure: Message | null =
    refusal !== null
      ? refusalMessage(refusal)
      : over !== null && numbers === null
        ? { intent: 'error', text: sentenceOr(over.sentence, 'run.undo.failed'), correlationId: over.correlationId }
        : null;
  return (
    <Dialog modalType="modal" open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('run.undo.title')}</DialogTitle>
          <DialogContent>
            {failure !== null ? (
              <PageMessage message={failure} />
            ) : numbers === null ? (
              <Looking progress={preview.run?.progress ?? null} />
            ) : (
              <Numbers numbers={numbers} back={counts?.undoBack ?? {}} previewId={previewId} />
            )}
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              disabledFocusable={numbers === null || (numbers['people'] ?? 0) === 0}
              onClick={onUndo}
            >
              {t('run.undo.do')}
            </Button>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Looking({ progress }: { progress: number | null }): ReactElement {
  const styles = useStyles();
  const value = progress === null || progress === 0 ? {} : { value: progress, max: 100 };
  return (
    <div className={styles.stack}>
      <Text role="status">{t('run.undo.looking')}</Text>
      <ProgressBar {...value} thickness="large" aria-label={t('run.undo.looking')} />
    </div>
  );
}

function Numbers({
  back,
  numbers,
  previewId,
}: {
  numbers: Readonly<Record<string, number>>;
  back: Readonly<Record<string, number>>;
  previewId: string | null;
}): ReactElement {
  const styles = useStyles();
  const people = numbers['people'] ?? 0;
  const cannot = withoutWayBack.filter((code) => (numbers[code] ?? 0) > 0);
  return (
    <div className={mergeClasses(styles.stack, styles.numbers)} role="status">
      <Text>{t('run.undo.intro')}</Text>
      <Text as="h3" weight="semibold">
        {t('run.undo.back')}
      </Text>
      <Text>{peopleText(people, back)}</Text>
      <Text as="h3" weight="semibold">
        {t('run.undo.cannot')}
      </Text>
      <ul className={styles.list}>
        {cannot.map((code) => (
          <li key={code}>{t(`run.undo.${code}`, { count: numbers[code] ?? 0 })}</li>
        ))}
        <li>{t('run.undo.sent')}</li>
      </ul>
      {previewId !== null && people > 0 && <PageLink to={runPlace(previewId)}>{t('run.undo.each')}</PageLink>}
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{t('run.undo.paused')}</MessageBarBody>
      </MessageBar>
    </div>
  );
}

const withoutWayBack = ['moved', 'law', 'created', 'mails', 'impossible'] as const;

/** "9 people are put back as before: 4 places on the list, 2 tags." */
function peopleText(people: number, back: Readonly<Record<string, number>>): string {
  if (people === 0) return t('run.undo.nobody');
  const parts = kindsBack.flatMap(([kind, word]) => {
    const count = back[kind] ?? 0;
    return count > 0 ? [t(`service.clause.${word}`, { count })] : [];
  });
  return parts.length === 0
    ? t('run.undo.people', { count: people })
    : t('run.undo.peopleWhat', { count: people, what: parts.join(', ') });
}

/** As the service counts them, and the words for them. */
const kindsBack = [
  ['list', 'places'],
  ['members', 'subscriptions'],
  ['fields', 'fields'],
  ['tags', 'tags'],
  ['interests', 'interests'],
  ['further', 'further'],
  ['addresses', 'addresses'],
  ['flags', 'flags'],
] as const;

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  numbers: { paddingBottom: tokens.spacingVerticalM },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, display: 'grid', gap: tokens.spacingVerticalXS },
});
