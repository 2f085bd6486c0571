/** A list says which audience it belongs to. Once the audience belongs to another list, or to none, it must not say so any more. */

import type { AudienceRow } from '../../dataverse/port';
import type { Services } from './services';

export async function unmarkFormerLists(
  { crm }: Pick<Services, 'crm'>,
  { id, marketingListId, tieState }: Pick<AudienceRow, 'id' | 'marketingListId' | 'tieState'>,
): Promise<void> {
  const present = tieState === 'not-tied' ? null : marketingListId;
  for (const listId of await crm.listsMarkedWith(id)) if (listId !== present) await crm.markList(listId, null);
}
