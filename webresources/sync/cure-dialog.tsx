/** What to do about an audience that failed: the sentence, where to correct it, and the run that tells more. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState, type ReactElement } from 'react';
import { PageLink, RecordLink } from '../frame/links';
import { useSurroundings } from '../frame/surroundings';
import { runPlace } from '../pages';
import { readLastRun, type LastRun } from '../requests/last-run';
import { t } from '../texts/texts';
import type { AudienceLine } from './audience-line';

export interface CureDialogProps {
  line: AudienceLine;
  /** Null where the user may not ask for a sync. */
  onSync: (() => void) | null;
  onClose: () => void;
}

export function CureDialog({ line: { audience, state }, onClose, onSync }: CureDialogProps): ReactElement {
  const { api } = useSurroundings();
  const styles = useStyles();
  const [last, setLast] = useState<LastRun | null | 'unknown'>('unknown');
  useEffect(() => {
    let stopped = false;
    const look = async (): Promise<void> => {
      const found = await readLastRun(api, audience.id).catch(() => null);
      if (!stopped) setLast(found);
    };
    void look();
    return () => {
      stopped = true;
    };
  }, [api, audience.id]);
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('sync.cure.title', { audience: audience.name })}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text weight="semibold">{state.sentence}</Text>
            <ol className={styles.steps}>
              <li>
                {t('sync.cure.again')}
                {audience.list !== null && (
                  <>
                    {' '}
                    <RecordLink table="list" id={audience.list.id} name={audience.list.name} />
                  </>
                )}
              </li>
              <li>{t('sync.cure.admin')}</li>
            </ol>
            {last === 'unknown' ? (
              <Spinner size="tiny" label={t('sync.cure.looking')} labelPosition="after" />
            ) : (
              last !== null && (
                <>
                  {last.correlationId !== null && (
                    <Text size={200} font="monospace">
                      {t('common.correlationId', { id: last.correlationId })}
                    </Text>
                  )}
                  <span>
                    <PageLink to={runPlace(last.id)}>{t('sync.cure.run')}</PageLink>
                  </span>
                </>
              )
            )}
          </DialogContent>
          <DialogActions>
            {onSync !== null && (
              <Button
                appearance="primary"
                onClick={() => {
                  onClose();
                  onSync();
                }}
              >
                {t('sync.command.sync')}
              </Button>
            )}
            <Button onClick={onClose}>{t('common.close')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  steps: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, display: 'grid', rowGap: tokens.spacingVerticalXS },
});
