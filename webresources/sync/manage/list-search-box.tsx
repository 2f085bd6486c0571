/** Finds a marketing list by a part of its name, on the server. */
import { Combobox, Field, Option, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useSurroundings } from '../../frame/surroundings';
import { t } from '../../texts/texts';
import { refusalFrom } from '../../web-api';
import type { PersonType } from '../board';
import { mostResults, searchLists, type FoundList, type TiedTo } from './list-search';
import type { ChosenList } from './list-step';

export interface ListSearchBoxProps {
  label: string;
  /** Lists that cannot be chosen because something is tied to them already. */
  tiedTo: TiedTo;
  chosen: ChosenList | null;
  /** Where only lists of one type fit. */
  only?: PersonType;
  onChoose: (list: ChosenList) => void;
}

export function ListSearchBox({ chosen, label, onChoose, only, tiedTo }: ListSearchBoxProps): ReactElement {
  const { api } = useSurroundings();
  const styles = useStyles();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<readonly FoundList[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef(0);
  useEffect(() => {
    if (!open) return undefined;
    const turn = (asked.current += 1);
    const search = async (): Promise<void> => {
      try {
        const lists = await searchLists(api, typed ?? '', tiedTo, only);
        if (asked.current !== turn) return; // a later search is on its way
        setFound(lists);
        setProblem(null);
      } catch (error) {
        setProblem(refusalFrom(error).message);
      }
    };
    const timer = setTimeout(() => void search(), typed === null ? 0 : pauseBetweenKeys);
    return () => clearTimeout(timer);
  }, [api, only, open, tiedTo, typed]);

  return (
    <Field
      label={label}
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
                {list.refusal ?? describeList(list)}
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
export function describeList({ members, owner, personType }: Omit<ChosenList, 'id' | 'name'>): string {
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
});
