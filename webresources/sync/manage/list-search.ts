/** Marketing lists found by name, each with the reason why it cannot be tied where there is one. */
import type { PersonType } from '../../frame/links';
import { t } from '../../texts/texts';
import { flagOf, labelOf, numberOf, quotedPart, textOf, type Row, type WebApi } from '../../web-api';
import { personTypeOf } from '../board';

export interface FoundList {
  id: string;
  name: string;
  personType: PersonType | null;
  members: number | null;
  owner: string | null;
  /** Null where the list can be tied. */
  refusal: string | null;
}

/** Which audience a list already belongs to, by list id. */
export type TiedTo = ReadonlyMap<string, string>;

export async function searchLists(
  api: Pick<WebApi, 'retrieveMultiple'>,
  text: string,
  tiedTo: TiedTo,
  /** Where only lists of one type fit. */
  only?: PersonType,
): Promise<FoundList[]> {
  const query = {
    select: [
      'listid',
      'listname',
      'createdfromcode',
      'type',
      'lockstatus',
      'statecode',
      'membercount',
      '_ownerid_value',
    ],
    orderBy: 'listname asc',
    top: mostResults,
  };
  const words = text.trim();
  const rows = await api.retrieveMultiple(
    'lists',
    words === '' ? query : { ...query, filter: `contains(listname,${quotedPart(words)})` },
  );
  const lists = rows.map((row) => foundList(row, tiedTo, only));
  return [...lists.filter(({ refusal }) => refusal === null), ...lists.filter(({ refusal }) => refusal !== null)];
}

export const mostResults = 50;

function foundList(row: Row, tiedTo: TiedTo, only: PersonType | undefined): FoundList {
  const id = textOf(row, 'listid') ?? '';
  const personType = personTypeOf(numberOf(row, 'createdfromcode'));
  const otherType = only !== undefined && personType !== null && personType !== only;
  return {
    id,
    name: textOf(row, 'listname') ?? t('manage.list.noName'),
    personType,
    members: numberOf(row, 'membercount'),
    owner: labelOf(row, '_ownerid_value'),
    refusal: refusalOf(row, tiedTo.get(id) ?? null) ?? (otherType ? t(`manage.list.refused.only.${only}`) : null),
  };
}

/** https://learn.microsoft.com/dynamics365/developer/reference/entities/list */
export function refusalOf(row: Row, tiedAudience: string | null): string | null {
  if (personTypeOf(numberOf(row, 'createdfromcode')) === null) return t('manage.list.refused.accounts');
  if (flagOf(row, 'type') === true) return t('manage.list.refused.dynamic');
  if (numberOf(row, 'statecode') === 1) return t('manage.list.refused.inactive');
  if (flagOf(row, 'lockstatus') === true) return t('manage.list.refused.locked');
  if (tiedAudience !== null) return t('manage.list.refused.tied', { audience: tiedAudience });
  return null;
}
