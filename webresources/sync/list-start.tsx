/** Starting from a marketing list: which audience belongs to it. Manage goes on from there with the list chosen. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  SearchBox,
  Spinner,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState, type ReactElement } from 'react';
import { PageMessage, refusalMessage } from '../frame/page-message';
import { useSurroundings } from '../frame/surroundings';
import { t } from '../texts/texts';
import { refusalFrom, type Refusal } from '../web-api';
import { readStartList, searchUntied, type StartList, type UntiedAudience } from './start-list';

export interface ListStartProps {
  listId: string;
  /** The list belongs to an audience already. */
  onTied: (audienceId: string) => void;
  onChosen: (audienceId: string, list: StartList) => void;
  onClose: () => void;
}

/** `onTied` must stay the same function from one rendering to the next. */
export function ListStart({ listId, onChosen, onClose, onTied }: ListStartProps): ReactElement {
  const { api } = useSurroundings();
  const styles = useStyles();
  const [list, setList] = useState<StartList | null>(null);
  const [text, setText] = useState('');
  const [found, setFound] = useState<UntiedAudience[] | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  useEffect(() => {
    let stopped = false;
    const look = async (): Promise<void> => {
      try {
        const read = await readStartList(api, listId);
        if (stopped) return;
        if (read.audienceId !== null) onTied(read.audienceId);
        else setList(read);
      } catch (error) {
        if (!stopped) setRefusal(refusalFrom(error));
      }
    };
    void look();
    return () => {
      stopped = true;
    };
  }, [api, listId, onTied]);

  useEffect(() => {
    let stopped = false;
    const search = async (): Promise<void> => {
      try {
        const audiences = await searchUntied(api, text);
        if (!stopped) setFound(audiences);
      } catch (error) {
        if (!stopped) setRefusal(refusalFrom(error));
      }
    };
    const timer = setTimeout(() => void search(), text === '' ? 0 : pauseBetweenKeys);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [api, text]);

  const waiting = refusal === null && (list === null || found === null);
  return (
    <Dialog modalType="modal" open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('sync.fromList.title', { list: list?.name ?? t('sync.column.list') })}</DialogTitle>
          <DialogContent className={styles.content}>
            {refusal !== null && <PageMessage message={refusalMessage(refusal)} />}
            {waiting && <Spinner size="tiny" label={t('sync.fromList.searching')} labelPosition="after" />}
            {list !== null && list.refusal !== null && (
              <PageMessage
                message={{ intent: 'warning', text: t('sync.fromList.unusable', { reason: list.refusal }) }}
              />
            )}
            {list !== null && list.refusal === null && found !== null && (
              <>
                <Text>{t(found.length === 0 && text === '' ? 'sync.fromList.none' : 'sync.fromList.text')}</Text>
                {(found.length > 0 || text !== '') && (
                  <SearchBox
                    aria-label={t('sync.fromList.search')}
                    placeholder={t('sync.fromList.search')}
                    value={text}
                    onChange={(_, { value }) => setText(value)}
                  />
                )}
                {found.length === 0 && text !== '' && <Text>{t('sync.nothingFound.title')}</Text>}
                <ul className={styles.audiences} aria-label={t('sync.audiences')}>
                  {found.map((audience) => (
                    <li key={audience.id} className={styles.audience}>
                      <Text className={styles.name}>{audience.name}</Text>
                      <Button
                        size="small"
                        aria-label={t('sync.fromList.choose.of', { audience: audience.name })}
                        onClick={() => onChosen(audience.id, list)}
                      >
                        {t('sync.fromList.choose')}
                      </Button>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('sync.fromList.later')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

const pauseBetweenKeys = 300;

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minHeight: '120px' },
  audiences: { listStyleType: 'none', margin: 0, padding: 0, maxHeight: '320px', overflowY: 'auto' },
  audience: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXS}`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  name: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
});
