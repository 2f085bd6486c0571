/**
 * Who joined or left a list is kept for a set time, and for as long as a decision still needs it: until both sides of every
 * audience that the list is tied to have been read whole since, and the row of the person says what the event says.
 */

import type { AudienceRow, MemberRow, StoredListEvent } from '../../dataverse/port';
import { ServiceError } from '../../service-error';
import type { Services } from '../run/services';

const dayMs = 24 * 60 * 60_000;

/**
 * A list that is tied for the first time is weighed against Mailchimp by these dates, and people ask why somebody left within a
 * season rather than within a year.
 */
const keptMs = 90 * dayMs;

/** How far the sweep through the old events has come. */
interface Sweep {
  /** A link to the next page; null: it came to its end. */
  from: string | null;
  at: string;
}

const path = 'list-events/sweep.json';

/** Called every minute: one page of old events, and once it came to the last one, not before the next day. */
export async function forgetOldListEvents(services: Services, audiences: readonly AudienceRow[]): Promise<void> {
  const { crm, storage, telemetry } = services;
  const now = services.now();
  const sweep = await storage.documents.read<Sweep>(path);
  if (sweep !== null && sweep.from === null && now.getTime() - Date.parse(sweep.at) < dayMs) return;
  let next: string | null = null;
  try {
    const before = new Date(now.getTime() - keptMs).toISOString();
    const page = await crm.oldListEvents(before, sweep?.from ?? null);
    const needless = await withoutUse(services, audiences, page.items);
    await crm.deleteListEvents(needless.map(({ id }) => id));
    if (needless.length > 0) telemetry.metric('listEvents.forgotten', needless.length);
    next = page.next;
  } catch (error) {
    // The timer has other things to look after; tomorrow it begins anew.
    if (!(error instanceof ServiceError)) throw error;
    telemetry.exception(error);
  }
  await storage.documents.write(path, { from: next, at: now.toISOString() } satisfies Sweep);
}

async function withoutUse(
  services: Services,
  audiences: readonly AudienceRow[],
  events: readonly StoredListEvent[],
): Promise<StoredListEvent[]> {
  const readBy = await readSince(services, audiences, events);
  const read = events.filter((event) => readBy(event) >= Date.parse(event.occurredOn));
  const left = read.filter(({ kind }) => kind === 'removed').map(({ personId }) => personId);
  const rows = left.length === 0 ? [] : await services.crm.memberRowsOfPeople([...new Set(left)]);
  const listOf = new Map(audiences.map(({ id, marketingListId }) => [id, marketingListId]));
  const unanswered = new Map<string, MemberRow[]>();
  for (const { audienceId, row } of rows) {
    const key = `${listOf.get(audienceId) ?? ''} ${row.personId ?? ''}`;
    unanswered.set(key, [...(unanswered.get(key) ?? []), row]);
  }
  return read.filter((event) => {
    const ofPerson = unanswered.get(`${event.marketingListId ?? ''} ${event.personId}`) ?? [];
    return event.kind === 'added' || !ofPerson.some((row) => isNewsTo(row, event));
  });
}

/** Somebody's leaving may wait for approval: then the row still says what was before. */
function isNewsTo({ last: { crm } }: MemberRow, { occurredOn }: StoredListEvent): boolean {
  if (crm === null) return true;
  return crm.onList && (crm.changedOn === null || Date.parse(crm.changedOn) < Date.parse(occurredOn));
}

/** Up to when everybody of the tied audiences has been read; what is not tied waits for nobody. */
async function readSince(
  { crm }: Services,
  audiences: readonly AudienceRow[],
  events: readonly StoredListEvent[],
): Promise<(event: StoredListEvent) => number> {
  const tied = audiences.filter(({ tieState }) => tieState !== 'not-tied');
  const lists = [...new Set(events.flatMap(({ marketingListId }) => marketingListId ?? []))];
  const byList = new Map(
    lists.map((list) => [list, tied.filter(({ marketingListId }) => marketingListId === list)] as const),
  );
  const others = lists.filter((list) => byList.get(list)?.length === 0);
  const withOthers = new Set(others.length === 0 ? [] : await crm.audiencesTiedTo(others));
  const ofOthers = earliest(tied.filter(({ id }) => withOthers.has(id)));
  return ({ marketingListId }) => {
    if (marketingListId === null) return Number.POSITIVE_INFINITY;
    const own = byList.get(marketingListId) ?? [];
    return own.length === 0 ? ofOthers : earliest(own);
  };
}

/** An audience that was never read whole has all of it before itself. */
const earliest = (audiences: readonly AudienceRow[]): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...audiences.map(({ watermarks }) =>
      watermarks === null ? Number.NEGATIVE_INFINITY : Date.parse(watermarks.full),
    ),
  );
