/** The marketing list that somebody starts from, and the audiences that could belong to it. */
import { tables } from '../schema.generated';
import { t } from '../texts/texts';
import { labelOf, numberOf, quotedPart, textOf, type WebApi } from '../web-api';
import { personTypeOf } from './board';
import type { ChosenList } from './manage/list-step';
import { refusalOf } from './manage/list-search';

export interface StartList extends ChosenList {
  /** Why it cannot be tied; null where it can. */
  refusal: string | null;
  /** The audience that it is tied to already. */
  audienceId: string | null;
}

export interface UntiedAudience {
  id: string;
  name: string;
}

export async function readStartList(api: WebApi, listId: string): Promise<StartList> {
  const [row, tied] = await Promise.all([
    api.retrieve('lists', listId, {
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
    }),
    api.retrieveMultiple(tables.mcs_audience.set, {
      select: ['mcs_audienceid'],
      filter: `_mcs_marketinglistid_value eq ${listId}`,
      top: 1,
    }),
  ]);
  return {
    id: listId,
    name: textOf(row, 'listname') ?? t('manage.list.noName'),
    personType: personTypeOf(numberOf(row, 'createdfromcode')),
    members: numberOf(row, 'membercount'),
    owner: labelOf(row, '_ownerid_value'),
    refusal: refusalOf(row, null),
    audienceId: tied[0] === undefined ? null : textOf(tied[0], 'mcs_audienceid'),
  };
}

/** The first of them by name; more letters find the others. */
export async function searchUntied(api: WebApi, text: string): Promise<UntiedAudience[]> {
  const part = text.trim();
  const untied = '_mcs_marketinglistid_value eq null';
  const rows = await api.retrieveMultiple(tables.mcs_audience.set, {
    select: ['mcs_audienceid', 'mcs_name'],
    filter: part === '' ? untied : `${untied} and contains(mcs_name,${quotedPart(part)})`,
    orderBy: 'mcs_name asc',
    top: 20,
  });
  return rows.map((row) => ({ id: textOf(row, 'mcs_audienceid') ?? '', name: textOf(row, 'mcs_name') ?? '' }));
}
