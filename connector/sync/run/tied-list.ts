/**
 * Which list the audience was started with. Another list is another start: nobody may be archived because they are not on a list
 * that nobody has looked at yet.
 */

import type { AudienceRow, MarketingList } from '../../dataverse/port';
import { ServiceError } from '../../service-error';
import { unmarkFormerLists } from './former-lists';
import type { Services } from './services';
import { writeRestingStatus } from './statuses';

interface Started {
  listId: string;
}

const path = (audienceId: string) => `audiences/${audienceId}/started-with.json`;

export async function noteStartedWith(services: Services, audience: AudienceRow, list: MarketingList): Promise<void> {
  const { documents } = services.storage;
  if (list.audienceId !== audience.id) {
    await services.crm.markList(list.id, audience.id);
    await unmarkFormerLists(services, audience);
  }
  const started = await documents.read<Started>(path(audience.id));
  if (started?.listId !== list.id) await documents.write(path(audience.id), { listId: list.id } satisfies Started);
}

/** A list in two ties would carry people from one audience into the other, who never signed up for it. The first one keeps it. */
export async function refuseListOfAnotherAudience(
  { crm }: Services,
  audience: AudienceRow,
  list: MarketingList,
): Promise<void> {
  if (list.audienceId === null || list.audienceId === audience.id) return;
  const other = await crm.audience(list.audienceId);
  if (other === null || other.marketingListId !== list.id || other.tieState === 'not-tied') return;
  throw new ServiceError(
    'refused',
    `The marketing list ${list.name} is tied to the audience ${other.name} already. Open Manage and choose another list for ${audience.name}.`,
  );
}

/** Manage does this by itself; a form, an import or another program may change the list alone. */
export async function refuseListNeverStarted(services: Services, audience: AudienceRow): Promise<void> {
  if (!(await wasNeverStarted(services, audience))) return;
  await services.crm.changeAudience(audience.id, { tieState: 'ready' });
  await writeRestingStatus(services, { ...audience, tieState: 'ready' });
  throw new ServiceError(
    'refused',
    `${audience.name} was tied to another marketing list. Nobody was changed: look at the numbers in Manage, then press Start.`,
  );
}

/** The tie follows the list that somebody changed, or took away, without Manage; answers the audience as it stands then. */
export async function followListChangedByHand(services: Services, audience: AudienceRow): Promise<AudienceRow> {
  const tieState =
    audience.marketingListId === null
      ? 'not-tied'
      : (await wasNeverStarted(services, audience))
        ? 'ready'
        : audience.tieState;
  if (tieState === audience.tieState) return audience;
  await services.crm.changeAudience(audience.id, { tieState });
  return { ...audience, tieState };
}

async function wasNeverStarted({ storage }: Services, audience: AudienceRow): Promise<boolean> {
  if (audience.tieState !== 'running' || audience.marketingListId === null) return false;
  const started = await storage.documents.read<Started>(path(audience.id));
  // A tie that somebody set to running without Start has not begun either.
  return started?.listId !== audience.marketingListId;
}
