/** Finds a marketing list by a part of its name, on the server. */
import { useCallback, type ReactElement } from 'react';
import type { PersonType } from '../../frame/links';
import { useSurroundings } from '../../frame/surroundings';
import { t } from '../../texts/texts';
import { mostResults, searchLists, type TiedTo } from './list-search';
import type { ChosenList } from './list-step';
import { SearchBox, type Found } from './search-box';

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
  const search = useCallback(
    async (text: string): Promise<Found<ChosenList>[]> =>
      (await searchLists(api, text, tiedTo, only)).map((list) => ({
        key: list.id,
        name: list.name,
        hint: describeList(list),
        refusal: list.refusal,
        value: list,
      })),
    [api, only, tiedTo],
  );
  return (
    <SearchBox
      label={label}
      hint={t('manage.list.hint')}
      placeholder={t('manage.list.search')}
      chosen={chosen?.name ?? ''}
      chosenKey={chosen?.id ?? null}
      nothing={t('manage.list.nothing')}
      most={mostResults}
      search={search}
      onChoose={onChoose}
    />
  );
}

/** "Contacts · 1,204 members · Alex Admin" */
export function describeList({ members, owner, personType }: Omit<ChosenList, 'id' | 'name'>): string {
  const parts: string[] = [];
  if (personType !== null) parts.push(t(personType === 'contact' ? 'common.contacts' : 'common.leads'));
  if (typeof members === 'number') parts.push(t('manage.list.members', { count: members }));
  if (typeof owner === 'string') parts.push(owner);
  return parts.join(' · ');
}
