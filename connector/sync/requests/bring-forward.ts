/**
 * Events only make the next run of an audience start earlier: they never say what has changed, because the run reads both sides
 * itself. A run that is requested already will see this change too, so one run answers any number of events.
 */

import { setTimeout } from 'node:timers/promises';

import type { AudienceRow, RunRow } from '../../dataverse/port';
import type { PersonType } from '../../reconcile/situation';
import type { Lease } from '../../storage/port';
import type { Services } from '../run/services';
import { isApproval } from '../run/wish';

/** What has changed: somebody in Mailchimp, the members of a marketing list, or columns of people. */
export type Hint =
  | { of: 'audience'; audienceId: string }
  | { of: 'list'; listId: string }
  | { of: 'people'; type: PersonType; personIds: readonly string[] };

export interface BroughtForward {
  audienceId: string;
  runId: string;
  /** False where a run was requested already. */
  created: boolean;
}

/** Only running ties: the first run is never automatic, and a pause is a pause. */
export async function bringForward(services: Services, hints: readonly Hint[]): Promise<BroughtForward[]> {
  const running = (await services.crm.audiences()).filter(({ tieState }) => tieState === 'running');
  if (running.length === 0) return [];
  const tied = await tiedByLabels(services, running, hints);
  const open = await services.crm.openRuns();
  const brought: BroughtForward[] = [];
  for (const audience of running) {
    const waiting = waitingRun(open, audience);
    const why =
      whyAtOnce(audience, hints) ??
      (tied.has(audience.id) ? 'of a further list' : null) ??
      (waiting ? null : await whyForItsPeople(services, audience, hints));
    if (why === null) continue;
    brought.push(
      waiting
        ? { audienceId: audience.id, runId: waiting.id, created: false }
        : await requestRun(services, audience, `Sync of ${audience.name} after a change ${why}`),
    );
  }
  return brought;
}

/** A run that is in progress may have read already; a preview changes nothing. */
const waitingRun = (open: readonly RunRow[], { id }: AudienceRow): RunRow | undefined =>
  open.find(
    (run) =>
      run.audienceId === id &&
      run.status === 'requested' &&
      (run.mode === 'sync' || run.mode === 'full') &&
      !isApproval(run),
  );

function whyAtOnce({ id, marketingListId }: AudienceRow, hints: readonly Hint[]): string | null {
  if (hints.some((hint) => hint.of === 'audience' && hint.audienceId === id)) return 'in Mailchimp';
  const isList = (hint: Hint) => hint.of === 'list' && hint.listId === marketingListId;
  return hints.some(isList) ? 'of its list' : null;
}

/** Audiences with a tag or interest that is kept in step with one of the lists. */
async function tiedByLabels(
  { crm }: Services,
  running: readonly AudienceRow[],
  hints: readonly Hint[],
): Promise<ReadonlySet<string>> {
  const main = new Set(running.map(({ marketingListId }) => marketingListId));
  const lists = hints.flatMap((hint) => (hint.of === 'list' && !main.has(hint.listId) ? [hint.listId] : []));
  return new Set(lists.length === 0 ? [] : await crm.audiencesTiedTo([...new Set(lists)]));
}

async function whyForItsPeople(services: Services, audience: AudienceRow, hints: readonly Hint[]) {
  const { crm } = services;
  const { id, marketingListId } = audience;
  if (!marketingListId || !hints.some(({ of }) => of === 'people')) return null;
  const type = await memberTypeOf(services, marketingListId);
  const personIds = [
    ...new Set(hints.flatMap((hint) => (hint.of === 'people' && hint.type === type ? hint.personIds : []))),
  ];
  if (personIds.length === 0) return null;
  const known =
    (await crm.hasMemberRowOf(id, personIds)) || (await crm.listMembersAmong(marketingListId, personIds)).length > 0;
  return known ? 'of its people' : null;
}

/** What a list holds is chosen when it is made and never changes. */
const memberTypes = new WeakMap<Services['crm'], Map<string, string>>();

async function memberTypeOf({ crm }: Services, listId: string): Promise<string | null> {
  const seen = memberTypes.get(crm) ?? new Map<string, string>();
  memberTypes.set(crm, seen);
  const type = seen.get(listId) ?? (await crm.marketingList(listId))?.memberType;
  if (type !== undefined) seen.set(listId, type);
  return type ?? null;
}

/** Under a lease, because the other service may be telling another process of its side of the same change. */
async function requestRun(services: Services, audience: AudienceRow, name: string): Promise<BroughtForward> {
  const turn = await myTurn(services, `bring-forward-${audience.id}`);
  try {
    const waiting = waitingRun(await services.crm.openRuns(), audience);
    // Dataverse tells sync-requested about the row, which queues it.
    const runId =
      waiting?.id ??
      (await services.crm.createRun({
        audienceId: audience.id,
        mode: 'sync',
        trigger: 'webhook',
        consentConfirmed: false,
        name,
      }));
    return { audienceId: audience.id, runId, created: waiting === undefined };
  } finally {
    await turn?.release();
  }
}

const looks = 10;
const betweenLooksMs = 200;

/** Null when the turn does not come: a run too many does no harm, an event without a run would. */
async function myTurn({ storage }: Services, name: string): Promise<Lease | null> {
  for (let look = 0; look < looks; look += 1) {
    const lease = await storage.leases.acquire(name);
    if (lease) return lease;
    await setTimeout(betweenLooksMs);
  }
  return null;
}
