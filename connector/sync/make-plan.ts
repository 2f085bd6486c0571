/** From what was read to a durable plan: match the people, decide each, hold what the guard holds, write the chunks down. */

import { randomUUID } from 'node:crypto';

import type { MemberRow } from '../dataverse/port';
import type { MailchimpAccount } from '../mailchimp/port';
import { countOutcomes } from '../reconcile/count-outcomes';
import { matchPeople } from '../reconcile/match-people';
import type { PersonType } from '../reconcile/situation';
import type { Claim } from './claim';
import { holdWhatNeedsApproval } from './hold-for-approval';
import { isWork, type PersonPlan } from './person-plan';
import { planNumbers } from './plan-numbers';
import { planPerson, type PlannedPerson, type PlanTerms } from './plan-person';
import { read, type Snapshot } from './read';
import { chunkPath, writeState, type RunState } from './run-state';
import { rulesOf } from './rules-of';
import type { Services } from './services';
import { saysNoBeforeArchive } from './says-no-before-archive';
import { countedRows } from './tally';
import { noTraffic } from './traffic';

/** People per chunk: what one bulk call of Dataverse takes well. */
const chunkSize = 1_000;

export async function makePlan(services: Services, mailchimp: MailchimpAccount, claimed: Claim): Promise<RunState> {
  const { run, audience, list } = claimed;
  const snapshot = await read(
    services.crm,
    mailchimp,
    { audienceId: audience.id, listId: audience.listId, list },
    async (sentence) => {
      await claimed.lease.check();
      await services.crm.changeRun(run.id, { sentence });
    },
  );

  const planned = await decideAll(mailchimp, claimed, snapshot);
  const held = holdWhatNeedsApproval(planned, snapshot, audience, run);
  const plans = planned.map(({ plan }) => plan);
  const work = plans.filter(isWork);
  const unchanged = plans.filter((plan) => !isWork(plan));

  const chunks = chunked(inOrder(work), chunkSize);
  if (run.mode !== 'preview') {
    for (const [index, chunk] of chunks.entries()) {
      await services.storage.documents.writeLines(chunkPath(run.id, index), chunk);
    }
  }
  const state: RunState = {
    readAt: snapshot.readAt,
    startedAt: services.now().toISOString(),
    firstRun: claimed.firstRun,
    chunks: run.mode === 'preview' ? 0 : chunks.length,
    applied: 0,
    begun: null,
    plan: planNumbers(plans, held, snapshot),
    tally: countOutcomes(countedRows(run.mode === 'preview' ? plans : unchanged)),
    audienceCount: snapshot.members.filter(({ status }) => status === 'subscribed').length,
    listCount: snapshot.addedOn.size,
    dropped: 0,
    mailchimp: noTraffic,
    dataverse: noTraffic,
    seconds: 0,
  };
  await writeState(services.storage.documents, run.id, state);
  return state;
}

async function decideAll(mailchimp: MailchimpAccount, claimed: Claim, snapshot: Snapshot): Promise<PlannedPerson[]> {
  const { run, audience, list, firstRun } = claimed;
  const terms: PlanTerms = {
    rules: rulesOf(audience),
    run: {
      trust: audience.trustOverride,
      firstRun,
      // A preview shows what happens once somebody has confirmed it.
      consentConfirmed: run.consentConfirmed || audience.consentConfirmedOn !== null || run.mode === 'preview',
    },
    audienceName: audience.name,
    list,
    type: list.memberType === 'lead' ? 'lead' : 'contact',
    readAt: snapshot.readAt,
    newId: randomUUID,
  };
  const groups = matchPeople({
    members: snapshot.members,
    rows: snapshot.rows.map((row) => linkedTo(terms.type, row)),
    people: snapshot.people,
    onList: new Set(snapshot.addedOn.keys()),
    withHistory: new Set(snapshot.events.keys()),
  });
  const planned: PlannedPerson[] = [];
  for (const group of groups) {
    const beforeArchive = await saysNoBeforeArchive(mailchimp, audience.listId, group, snapshot);
    planned.push(planPerson(terms, group, snapshot, beforeArchive));
  }
  return planned;
}

/** After a change from a list of contacts to one of leads, or back, old links and the old list's word say nothing here. */
const linkedTo = (type: PersonType, row: MemberRow): MemberRow =>
  row.personType === null || row.personType === type
    ? row
    : { ...row, personId: null, last: { ...row.last, crm: null } };

/**
 * A no must not wait behind a thousand creations: leaves are applied before anything else. After them come those whose members
 * change in Mailchimp, side by side, because what one chunk changes there is one batch.
 */
function inOrder(plans: PersonPlan[]): PersonPlan[] {
  const leaves = (plan: PersonPlan) =>
    plan.crm === 'leave' || plan.addresses.some(({ move }) => move.do === 'archive' || move.do === 'unsubscribe');
  const changesMembers = (plan: PersonPlan) =>
    plan.addresses.some(({ move, names }) => move.do === 'restore' || names !== null);
  const rank = (plan: PersonPlan) => (leaves(plan) ? 0 : changesMembers(plan) ? 1 : 2);
  return plans.toSorted((one, other) => rank(one) - rank(other));
}

function chunked<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
