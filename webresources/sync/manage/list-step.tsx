/** First step of Manage: the marketing list, searched on the server, or made here. */
import {
  Button,
  Combobox,
  Field,
  MessageBar,
  MessageBarBody,
  Option,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { AddRegular, PeopleListRegular } from '@fluentui/react-icons';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { t } from '../../texts/texts';
import type { Audience, TiedList } from '../board';
import { useSurroundings } from '../../frame/surroundings';
import { refusalFrom } from '../../web-api';
import { mostResults, searchLists, type FoundList } from './list-search';
import { NewList } from './new-list';
import { creationSentence } from './rules';

export interface ChosenList extends TiedList {
  members?: number | null;
  owner?: string | null;
}

export interface ListStepProps {
  audience: Audience;
  audiences: readonly Audience[];
  chosen: ChosenList | null;
  onChoose: (list: ChosenList) => void;
}

export function ListStep({ audience, audiences, chosen, onChoose }: ListStepProps): ReactElement {
  const styles = useStyles();
  const [creating, setCreating] = useState(false);
  return (
    <>
      <Text>{t('manage.list.question', { audience: audience.name })}</Text>
      <ListSearch audience={audience} audiences={audiences} chosen={chosen} onChoose={onChoose} />
      {chosen !== null && (
        <div className={styles.chosen}>
          <PeopleListRegular fontSize={24} className={styles.icon} aria-hidden />
          <div className={styles.stack}>
            <Text weight="semibold">{chosen.name}</Text>
            <Text size={200} className={styles.quiet}>
              {describe(chosen)}
            </Text>
          </div>
        </div>
      )}
      {chosen?.personType !== null && chosen?.personType !== undefined && (
        <Text>{creationSentence(chosen.personType)}</Text>
      )}
      {audience.list !== null && chosen !== null && chosen.id !== audience.list.id && (
        <MessageBar intent="warning" layout="multiline" style={{ flexShrink: 0 }}>
          <MessageBarBody>{t('manage.list.changed')}</MessageBarBody>
        </MessageBar>
      )}
      {creating ? (
        <NewList
          suggestion={audience.name}
          onCreated={(list) => {
            setCreating(false);
            onChoose({ ...list, members: 0 });
          }}
          onCancel={() => setCreating(false)}
        />
      ) : (
        <div>
          <Button icon={<AddRegular />} onClick={() => setCreating(true)}>
            {t('manage.list.new')}
          </Button>
        </div>
      )}
    </>
  );
}

function ListSearch({ audience, audiences, chosen, onChoose }: ListStepProps): ReactElement {
  const { api } = useSurroundings();
  const styles = useStyles();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<readonly FoundList[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef(0);
  const tiedTo = useMemo(() => {
    const others = audiences.filter(({ id, list }) => id !== audience.id && list !== null);
    return new Map(others.map(({ name, list }) => [list?.id ?? '', name]));
  }, [audience.id, audiences]);

  useEffect(() => {
    if (!open) return undefined;
    const turn = (asked.current += 1);
    const search = async (): Promise<void> => {
      try {
        const lists = await searchLists(api, typed ?? '', tiedTo);
        if (asked.current !== turn) return; // a later search is on its way
        setFound(lists);
        setProblem(null);
      } catch (error) {
        setProblem(refusalFrom(error).message);
      }
    };
    const timer = setTimeout(() => void search(), typed === null ? 0 : pauseBetweenKeys);
    return () => clearTimeout(timer);
  }, [api, open, tiedTo, typed]);

  return (
    <Field
      label={t('manage.list.label')}
      hint={t('manage.list.hint')}
      {...(problem !== null && { validationMessage: problem, validationState: 'error' })}
    >
      <Combobox
        placeholder={t('manage.list.search')}
        autoComplete="off"
        value={typed ?? chosen?.name ?? ''}
        selectedOptions={chosen === null ? [] : [chosen.id]}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
        }}
        open={open}
        onOpenChange={(_, data) => {
          setOpen(data.open);
          if (!data.open) setTyped(null);
        }}
        onOptionSelect={(_, { optionValue }) => {
          const list = found?.find(({ id }) => id === optionValue);
          if (list !== undefined && list.refusal === null) onChoose(list);
          setTyped(null);
        }}
        listbox={{ className: styles.listbox ?? '' }}
      >
        {found === null && (
          <Option disabled text={t('manage.list.searching')}>
            {t('manage.list.searching')}
          </Option>
        )}
        {found?.length === 0 && (
          <Option disabled text={t('manage.list.nothing')}>
            {t('manage.list.nothing')}
          </Option>
        )}
        {found?.map((list) => (
          <Option key={list.id} value={list.id} text={list.name} disabled={list.refusal !== null}>
            <span className={styles.stack}>
              <span>{list.name}</span>
              <Text size={200} className={list.refusal === null ? styles.quiet : styles.refused}>
                {list.refusal ?? describe(list)}
              </Text>
            </span>
          </Option>
        ))}
        {found !== null && found.length >= mostResults && (
          <Option disabled text={t('common.more')}>
            {t('manage.list.onlyFirst', { count: mostResults })}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}

const pauseBetweenKeys = 250;

/** "Contacts · 1,204 members · Alex Admin" */
function describe({ members, owner, personType }: Omit<ChosenList, 'id' | 'name'>): string {
  const parts: string[] = [];
  if (personType !== null) parts.push(t(personType === 'contact' ? 'common.contacts' : 'common.leads'));
  if (typeof members === 'number') parts.push(t('manage.list.members', { count: members }));
  if (typeof owner === 'string') parts.push(owner);
  return parts.join(' · ');
}

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  refused: { color: 'inherit', fontStyle: 'italic' },
  listbox: { maxHeight: '320px' },
  icon: { flexShrink: 0 },
  chosen: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
});
