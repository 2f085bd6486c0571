/** Writes down what is to be done about the people of one part, chunk by chunk. */

import type { MemberRow } from '../../dataverse/port';
import { heldPerson, keepHeld, partThatWaits, type HeldPerson } from '../guard/held';
import { isWork, type PersonPlan } from '../run/person-plan';
import { planLabels, tiesThatWait } from './plan-labels';
import { planNumbers } from './plan-numbers';
import { partPath, type Position } from '../reading/reading-state';
import type { Reading } from '../reading/reading';
import { recordWishes } from '../recording/record-changes';
import { addCounts, countedRows } from '../run/tally';
import { decidedAnew } from '../guard/waiting-changes';
import { addPlanNumbers } from './plan-sums';
import { writeChunks } from './write-chunks';
import type { Planning } from './planning';

/** Null once the plan is whole. */
export async function writePart(
  planning: Planning,
  { part }: Extract<Position, { step: 'write' }>,
): Promise<Position | null> {
  const { reading, approval } = planning;
  const { state, labels, services, claimed } = reading;
  const { run, audience } = claimed;
  const { documents } = services.storage;
  const { snapshot, further, storedRows } = await planning.part(part);
  const planned = await planning.decided(part);
  const chosen = approval?.choose(planned) ?? planned;
  const wishes = new Map(chosen.filter(({ plan }) => isWork(plan)).map((one) => [one.plan, heldPerson(one)]));
  const held = await planning.hold(planned);
  if (held > 0) await documents.writeLines(partPath(run.id, 'held', part), whoWaits(wishes));
  const terms = { labels, further: further.lists, merged: further, audience };
  planLabels(planned, snapshot, terms, tiesThatWait(state.losing, terms));

  const plans = chosen.map(({ plan }) => plan);
  const work = plans.filter(isWork);
  const isLast = part + 1 === state.parts;
  const rowIds = rowIdsOf(plans);
  if (run.mode === 'preview') await recordWishes(documents, run.id, work, part);
  else {
    await writeChunks(documents, run.id, { part, isLast, sums: state.sums }, work);
    if (!state.complete) await decidedAnew(services, audience.id, { runId: run.id, rowIds });
  }
  const { sums } = state;
  sums.held += held;
  sums.chosen += chosen.length;
  sums.people += work.length;
  sums.plan = addPlanNumbers(sums.plan, planNumbers(plans, held, snapshot));
  sums.tally = addCounts(
    addCounts(sums.tally, countedBefore(planning, storedRows, rowIds), -1),
    countedRows(run.mode === 'preview' ? plans : plans.filter((plan) => !isWork(plan))),
  );
  reading.spilled = true;
  if (!isLast) return { step: 'write', part: part + 1 };
  if (sums.held > 0) await keepHeld(documents, run.id, await allHeld(reading));
  return null;
}

function whoWaits(wishes: ReadonlyMap<PersonPlan, HeldPerson>): HeldPerson[] {
  const waits = (plan: PersonPlan) => plan.addresses.some(({ row }) => row.reason === 'needs-approval');
  return [...wishes].filter(([plan]) => waits(plan)).map(([plan, wish]) => partThatWaits(wish, plan));
}

async function allHeld({ services, claimed, state }: Reading): Promise<HeldPerson[]> {
  const held: HeldPerson[] = [];
  for (let part = 0; part < state.parts; part += 1) {
    const path = partPath(claimed.run.id, 'held', part);
    for (const person of await services.storage.documents.readLines<HeldPerson>(path)) held.push(person);
  }
  return held;
}

/** Rows that the audience's numbers count already, and that are counted anew. */
function countedBefore(
  { approval, reading }: Planning,
  rows: readonly MemberRow[],
  chosen: ReadonlySet<string>,
): readonly MemberRow[] {
  if (approval) return rows.filter(({ id }) => chosen.has(id));
  return reading.state.complete ? [] : rows;
}

const rowIdsOf = (plans: readonly PersonPlan[]): ReadonlySet<string> =>
  new Set(plans.flatMap(({ addresses }) => addresses.map(({ row }) => row.id)));
