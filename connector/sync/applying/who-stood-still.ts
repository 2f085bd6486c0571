/**
 * A plan grows old while it waits, and while it is carried out. Before a chunk of it is written, whoever moved on either side since
 * the reading is taken out of it.
 */

import { memberIdOf } from '../../mailchimp/member';
import type { Applying } from './applying';
import type { PersonPlan } from '../run/person-plan';
import type { RunState } from '../run/run-state';

/** What is younger than this, by the machine's clock, is taken for the present: a run that is soon done never looks again. */
const freshMs = 2 * 60_000;
/** What changes may show a little later: a look begins this much before the one before it. */
const overlapMs = 60_000;

export type StoodStill = (plans: PersonPlan[]) => Promise<PersonPlan[]>;

export interface LookingTerms {
  now(): Date;
  /** The slice has planned what it writes; a plan of another one is never young. */
  isNew: boolean;
}

/** To be asked before each chunk: it looks as soon as what it knows is old. */
export function whoStoodStill(applying: Applying, state: RunState, terms: LookingTerms): StoodStill {
  const { crm, target } = applying;
  const seen = nothingSeen(state);
  let freshUntil = terms.isNew ? Date.parse(state.startedAt) + freshMs : null;
  let hasLooked = false;
  return async (plans) => {
    const at = terms.now().getTime();
    if ((freshUntil === null || at >= freshUntil) && plans.some(changesASide)) {
      await look(applying, state, seen);
      freshUntil = at + freshMs;
      hasLooked = true;
    }
    if (!hasLooked) return plans;
    if (seen.onList === null && plans.some(dependsOnPlace)) seen.onList = await everybodyOnList(applying);
    const still = plans.filter((plan) => stands(plan, seen));
    // Of what was approved, or is undone, no later reading would tell again.
    if (state.approved || state.undo) return still;
    const written = still.flatMap((plan) => (isWrittenOffTheList(plan) ? (plan.personId ?? []) : []));
    const people = written.length === 0 ? [] : await crm.peopleById(target.type, written);
    for (const { id, modifiedOn } of people) {
      if (modifiedOn !== null && Date.parse(modifiedOn) >= secondAfter(state.crmReadAt)) seen.edited.add(id);
    }
    const unedited = still.filter(({ personId }) => !seen.edited.has(personId ?? ''));
    if (unedited.length < still.length) state.readAgain = true;
    return unedited;
  };
}

interface Seen {
  /** Members who changed since the reading, by both ids. */
  moved: Set<string>;
  /** People on the list who were edited since. */
  edited: Set<string>;
  /** Null until somebody's place matters since the last look. */
  onList: ReadonlySet<string> | null;
  /** From when on the next look asks what changed, by the clocks of both services. */
  since: { mailchimp: string; crm: string };
}

const nothingSeen = ({ readAt, crmReadAt }: RunState): Seen => ({
  moved: new Set(),
  edited: new Set(),
  onList: null,
  since: { mailchimp: readAt, crm: new Date(secondAfter(crmReadAt)).toISOString() },
});

/** Dates of Dynamics 365 have no fractions: what was edited within the second of the reading was read. */
const secondAfter = (date: string): number => Date.parse(date) + 1000;

/** Asks for what changed since the last look alone, so that looking often costs little. */
async function look({ crm, mailchimp, target }: Applying, state: RunState, seen: Seen): Promise<void> {
  // Written when the last chunk ended: it says what time it is there.
  const crmNow = (await crm.run(target.runId))?.modifiedOn;
  let mailchimpNow: string | undefined;
  for (const archived of [false, true]) {
    const query = { archived, sinceLastChanged: seen.since.mailchimp };
    for await (const { members, serverTime } of mailchimp.members(target.audience.listId, query)) {
      mailchimpNow ??= serverTime;
      for (const { contactId, id, lastChanged } of members)
        if (Date.parse(lastChanged) > Date.parse(state.readAt)) seen.moved.add(contactId).add(id);
    }
  }
  for await (const page of crm.peopleOnList(target.list.id, target.type, seen.since.crm)) {
    for (const { id } of page) seen.edited.add(id);
  }
  seen.onList = null;
  seen.since = { mailchimp: laterOf(seen.since.mailchimp, mailchimpNow), crm: laterOf(seen.since.crm, crmNow) };
}

const laterOf = (since: string, now: string | undefined): string =>
  new Date(Math.max(Date.parse(since), now === undefined ? 0 : Date.parse(now) - overlapMs)).toISOString();

async function everybodyOnList({ crm, target }: Applying): Promise<ReadonlySet<string>> {
  const onList = new Set<string>();
  for await (const page of crm.listMembers(target.list.id)) for (const { personId } of page) onList.add(personId);
  return onList;
}

const stands = (plan: PersonPlan, { moved, edited, onList }: Seen): boolean =>
  !edited.has(plan.personId ?? '') &&
  (!dependsOnPlace(plan) || onList === null || onList.has(plan.personId ?? '') === plan.wasOnList) &&
  !plan.addresses.some(
    ({ row }) =>
      moved.has(row.mailchimpContactId ?? '') ||
      moved.has(row.memberId ?? '') ||
      // Not in Mailchimp when it was read, and there by now.
      (moved.size > 0 && moved.has(memberIdOf(row.address))),
  );

/** Somebody was put on the list, or taken off it, who is to be moved because of it; of all others the next run learns. */
const dependsOnPlace = ({ personId, create, crm, optOut, place, further, addresses }: PersonPlan): boolean =>
  personId !== null &&
  create === null &&
  (crm !== 'nothing' ||
    optOut !== null ||
    place !== null ||
    further !== undefined ||
    addresses.some(({ move, rename, labels }) => move.do !== 'nothing' || rename !== null || labels !== undefined));

/** What is only written down in rows harms nobody: the next run finds what has changed since. */
const changesASide = (plan: PersonPlan): boolean =>
  plan.create !== null ||
  plan.crm !== 'nothing' ||
  plan.names !== null ||
  Boolean(plan.fields) ||
  plan.newAddresses !== null ||
  plan.furtherPlaces !== undefined ||
  dependsOnPlace(plan) ||
  plan.addresses.some(
    ({ move, names, fields, labels }) =>
      move.do !== 'nothing' || names !== null || Boolean(fields) || labels !== undefined,
  );

/** Of those on the list one question tells who was edited; whoever is not, or joins it only by this run, is asked for. */
const isWrittenOffTheList = ({ wasOnList, create, crm, names, fields, newAddresses, optOut }: PersonPlan): boolean =>
  !wasOnList &&
  create === null &&
  (crm === 'join' || names !== null || (fields ?? null) !== null || newAddresses !== null || optOut !== null);
