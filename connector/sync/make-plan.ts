/** From what was read to a durable plan: match the people, decide each, hold what the guard holds, write the chunks down. */

import { randomUUID } from 'node:crypto';

import type { MemberRow } from '../dataverse/port';
import type { MailchimpAccount } from '../mailchimp/port';
import { matchPeople } from '../reconcile/match-people';
import type { Approval } from './approve';
import { chooseReading, settingsFingerprint } from './choose-reading';
import type { Claim } from './claim';
import { countFurtherLists, readFurtherCounts } from './further-counts';
import { readFurtherLists } from './further-lists';
import { doneInDayBefore } from './day-counts';
import { heldPerson, keepHeld, partThatWaits } from './held';
import { holdWhatNeedsApproval } from './hold-for-approval';
import { labelSettings, readLabels, type Labels } from './labels';
import { newcomersOf, placeNewcomers } from './newcomers';
import { isWork, type PersonPlan } from './person-plan';
import { planLabels } from './plan-labels';
import { crmWatermark } from './finish';
import { fieldsState, prepareFields, type PreparedFields } from './prepare-fields';
import { planNumbers } from './plan-numbers';
import { readElsewhere } from './plan-opt-out';
import { planPerson, type PlannedPerson, type PlanTerms } from './plan-person';
import { read, type Snapshot } from './read';
import { recordWishes } from './record-changes';
import { readChanges } from './read-changes';
import { chunkPath, writeState, type RunState } from './run-state';
import { rowsAtHand, withoutWordsOfOthers } from './rows-at-hand';
import { rulesOf } from './rules-of';
import type { Services } from './services';
import { sizesOf } from './sizes';
import { saysNoBeforeArchive } from './says-no-before-archive';
import { addCounts, countedRows, nobody } from './tally';
import { noTraffic } from './traffic';
import { decidedAnew } from './waiting-changes';
import { namedIn } from './wish';

/** People per chunk: what one bulk call of Dataverse takes well. */
export const chunkSize = 1_000;

/** With an approval only for those whom it chooses, and nothing of it is held again. */
export async function makePlan(
  services: Services,
  mailchimp: MailchimpAccount,
  claimed: Claim,
  approval?: Approval,
): Promise<RunState> {
  const { run, audience } = claimed;
  const { documents } = services.storage;
  const crmReadAt = (await services.crm.run(run.id))?.modifiedOn ?? run.modifiedOn;
  const labels = await readLabels(services, mailchimp, claimed, services.now());
  const fields = await prepareFields(services, mailchimp, claimed);
  const asRead = await readAsNeeded(services, mailchimp, claimed, labels, fields);
  const type = claimed.list.memberType === 'lead' ? 'lead' : 'contact';
  const rows = triedAgain(asRead.rows, namedIn(claimed.wish));
  const snapshot = { ...asRead, rows: rowsAtHand(rows, { type, firstRun: claimed.firstRun }) };

  const personType = claimed.list.memberType === 'lead' ? 'lead' : 'contact';
  const further = await readFurtherLists(fields, labels, personType, snapshot);
  const newcomers = newcomersOf(snapshot, labels, further.lists);
  const asOnList = [...newcomers].map(([personId, { since }]) => [personId, since] as const);
  const seen = { ...snapshot, addedOn: new Map([...snapshot.addedOn, ...asOnList]) };
  const planned = await decideAll(services, mailchimp, claimed, seen, fields);
  placeNewcomers(planned, newcomers, snapshot.rows);
  const { chosen, dropped } = approval?.choose(planned) ?? { chosen: planned, dropped: 0 };
  const wishes = new Map(chosen.filter(({ plan }) => isWork(plan)).map((one) => [one.plan, heldPerson(one)]));
  const done = await doneInDayBefore(documents, audience.id, snapshot.readAt);
  const held = approval ? 0 : holdWhatNeedsApproval(planned, snapshot, claimed, done);
  if (held > 0) {
    const waits = (plan: PersonPlan) => plan.addresses.some(({ row }) => row.reason === 'needs-approval');
    await keepHeld(
      documents,
      run.id,
      [...wishes].filter(([plan]) => waits(plan)).map(([plan, wish]) => partThatWaits(wish, plan)),
    );
  }
  const plans = chosen.map(({ plan }) => plan);
  const tooMany = planLabels(planned, snapshot, { labels, further: further.lists, merged: further, audience });
  const work = plans.filter(isWork);
  const unchanged = plans.filter((plan) => !isWork(plan));

  const chunks = chunked(inOrder(work), chunkSize);
  if (run.mode !== 'preview') {
    for (const [index, chunk] of chunks.entries()) {
      await services.storage.documents.writeLines(chunkPath(run.id, index), chunk);
    }
    if (!snapshot.complete) await decidedAnew(services, audience.id, { runId: run.id, rowIds: rowIdsOf(plans) });
  } else {
    await recordWishes(documents, run.id, work);
  }
  const sizes = sizesOf(snapshot, claimed);
  const chosenRows = rowIdsOf(plans);
  const others = approval ? snapshot.rows.filter(({ id }) => chosenRows.has(id)) : null;
  const rest = others
    ? addCounts(audience.counts, others, -1)
    : snapshot.complete
      ? nobody
      : addCounts(audience.counts, asRead.rows, -1);
  const state: RunState = {
    complete: snapshot.complete,
    readAt: snapshot.readAt,
    crmReadAt,
    startedAt: services.now().toISOString(),
    firstRun: claimed.firstRun,
    plannedWith: {
      trust: audience.trustOverride,
      fingerprint: settingsFingerprint(audience, run, labelSettings(labels) + fields.fingerprint),
    },
    chunks: run.mode === 'preview' ? 0 : chunks.length,
    applied: 0,
    people: work.length,
    begun: null,
    plan: planNumbers(plans, held, snapshot),
    tally: addCounts(rest, countedRows(run.mode === 'preview' ? plans : unchanged)),
    audienceCount: approval ? audience.counts.audience : sizes.mailchimp.now,
    listCount: approval ? audience.counts.list : sizes.list.now,
    dropped,
    unrecorded: 0,
    ...(approval ? { approved: true } : {}),
    fields: fieldsState(fields),
    further: await countFurtherLists(services.crm, labels, {
      places: further.places,
      seen: snapshot.furtherMoves,
      since: crmWatermark(crmReadAt),
    }),
    labels: { ...labels, sentences: [...labels.sentences, ...tooMany], settings: labelSettings(labels) },
    mailchimp: noTraffic,
    dataverse: noTraffic,
    seconds: 0,
  };
  await writeState(services.storage.documents, run.id, state);
  return state;
}

/** Whoever was refused before gets another try where somebody asks for it. */
const triedAgain = (rows: MemberRow[], named: ReadonlySet<string>): MemberRow[] =>
  rows.map((row) => (named.has(row.id) || named.has(row.personId ?? '') ? { ...row, tryAgain: true } : row));

async function readAsNeeded(
  services: Services,
  mailchimp: MailchimpAccount,
  claimed: Claim,
  labels: Labels,
  fields: PreparedFields,
): Promise<Snapshot> {
  const { run, audience, list, lease } = claimed;
  const of = { audienceId: audience.id, listId: audience.listId, list };
  const progress = async (sentence: string) => {
    await lease.check();
    await services.crm.changeRun(run.id, { sentence });
  };
  const settings = labelSettings(labels) + fields.fingerprint;
  const reading = chooseReading(run, audience, services.now(), settings);
  if (reading.kind === 'changes') {
    const changes = {
      ...of,
      since: reading.since,
      counts: audience.counts,
      labels,
      also: await fields.changedSince(reading.since.crm),
      named: namedIn(claimed.wish),
      furtherCounts: labels.ties.length > 0 ? await readFurtherCounts(services.storage.documents, audience.id) : null,
    };
    const snapshot = await readChanges(fields.crm, mailchimp, changes, progress);
    if (snapshot) return fields.complete(snapshot);
  }
  return fields.complete(await read(fields.crm, mailchimp, of, progress));
}

async function decideAll(
  services: Services,
  mailchimp: MailchimpAccount,
  claimed: Claim,
  snapshot: Snapshot,
  { fields }: PreparedFields,
): Promise<PlannedPerson[]> {
  const { run, audience, list, firstRun } = claimed;
  const terms: PlanTerms = {
    rules: rulesOf(audience),
    run: {
      trust: audience.trustOverride,
      firstRun,
      // A preview shows what happens once somebody has confirmed it.
      consentConfirmed: run.consentConfirmed || audience.consentConfirmedOn !== null || run.mode === 'preview',
    },
    fields,
    audienceName: audience.name,
    list,
    type: list.memberType === 'lead' ? 'lead' : 'contact',
    readAt: snapshot.readAt,
    newId: randomUUID,
  };
  const groups = matchPeople({
    members: snapshot.members,
    rows: snapshot.rows,
    people: snapshot.people,
    onList: new Set(snapshot.addedOn.keys()),
    withHistory: new Set(snapshot.events.keys()),
  });
  const elsewhere = await readElsewhere(services.crm, audience, terms.rules.optOut, groups);
  const known = new Set(snapshot.people.map(({ id }) => id));
  const own = groups.map((matched) => withoutWordsOfOthers(matched, known));
  // Side by side: an administrator may have archived thousands.
  const before = await Promise.all(
    own.map((group) => saysNoBeforeArchive(mailchimp, audience.listId, group, snapshot)),
  );
  return own.map((group, index) =>
    planPerson(terms, group, snapshot, before[index] ?? new Map(), elsewhere.get(group.personId ?? '')),
  );
}

/**
 * A no must not wait behind a thousand creations: leaves are applied before anything else. After them come those whose members
 * change in Mailchimp, side by side, because what one chunk changes there is one batch.
 */
export function inOrder(plans: PersonPlan[]): PersonPlan[] {
  const leaves = (plan: PersonPlan) =>
    plan.crm === 'leave' || plan.addresses.some(({ move }) => move.do === 'archive' || move.do === 'unsubscribe');
  const changesMembers = (plan: PersonPlan) =>
    plan.addresses.some(
      ({ move, names, fields }) => move.do === 'restore' || (move.do === 'nothing' && (names ?? fields)),
    );
  const rank = (plan: PersonPlan) => (leaves(plan) ? 0 : changesMembers(plan) ? 1 : 2);
  return plans.toSorted((one, other) => rank(one) - rank(other));
}

const rowIdsOf = (plans: PersonPlan[]): ReadonlySet<string> =>
  new Set(plans.flatMap(({ addresses }) => addresses.map(({ row }) => row.id)));

export function chunked<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
