/** Plays one history to its end, lets both sides rest, and throws the story of it where something does not hold. */

import { choices } from '../../connector/dataverse/schema.generated';
import { carryOutDeed } from './deeds';
import type { History, Step } from './history';
import { carryOutRun, isUnderWay, type Finished, type RunWanted } from './runs';
import { findLabelsApart } from './label-deeds';
import { compareWithLook, lookFirst } from './look-first';
import { openScene, type Scene } from './scene';
import { difference, everything, readSides } from './sides';
import { takeBack } from './take-back';
import type { Stage } from './stage';
import { findDisagreements, findDoubles, findLawless, findLost, readLedger, type Ledger } from './what-holds';

export async function playHistory(stage: Stage, history: History): Promise<void> {
  const scene = await openScene(stage, history);
  try {
    await play(scene);
    await rest(scene);
  } catch (error) {
    const told = [JSON.stringify(history.terms), ...scene.story].join('\n');
    const wrong = error instanceof Violation || !(error instanceof Error) ? String(error) : error.stack;
    // The story says what led here; the place in this file says nothing.
    throw new Violation(`${wrong}\n\n${told}`);
  }
}

async function play(scene: Scene): Promise<void> {
  const { history } = scene;
  for (const step of history.before) if (step.do !== 'run') await playStep(scene, step);
  for (const where of wheresOf(scene)) {
    scene.model.deed += 1;
    await run(scene, where, { ...fullRun, cut: history.firstCut, first: true });
  }
  // A first run that was cut may not have seen everybody.
  scene.model.started = history.firstCut === null;
  for (const step of history.steps) await playStep(scene, step);
}

async function playStep(scene: Scene, step: Step): Promise<void> {
  scene.stage.clock.advance(step.wait * 60);
  scene.model.deed += 1;
  if (step.do !== 'run' && step.do !== 'tie') return carryOutDeed(scene, step);
  const where = scene.places.length > 1 && step.where === 1 ? 1 : 0;
  if (step.do === 'tie') return tieAnew(scene, where, step.list);
  const audience = await scene.stage.services.crm.audience(scene.places[where]?.audienceId ?? '');
  const first = audience?.tieState === 'ready';
  const { mode, trust, cut, look, undone } = step;
  const wanted = first ? { ...fullRun, cut, first } : { mode, trust, cut, first };
  await run(scene, where, { ...wanted, look, undone });
}

async function run(scene: Scene, where: 0 | 1, wanted: Wanted): Promise<Finished | null> {
  const whole = wanted.cut === null && !(await isUnderWay(scene, where));
  const look = whole && wanted.look && wanted.mode === 'full' ? await lookFirst(scene, where, wanted) : null;
  const subscribed = wanted.first ? await subscribedNow(scene, where) : null;
  const before = whole && wanted.undone ? await readSides(scene, where) : null;
  const { runId, finished, oneSided } = await carryOutRun(scene, where, wanted);
  hold(await findLawless(scene, where, oneSided));
  if (subscribed) hold(await whomStartRemoved(scene, where, subscribed));
  if (look) hold(await compareWithLook(scene, where, look, runId));
  if (before) {
    const again = async (mode: 'sync' | 'full') => (await run(scene, where, { ...fullRun, mode }))?.writes;
    hold((await takeBack(scene, where, runId, { before, mode: wanted.mode }, again)) ?? []);
    hold(await findLawless(scene, where, true));
  }
  return finished;
}

async function tieAnew(scene: Scene, where: 0 | 1, which: 'same' | 'other'): Promise<void> {
  const place = scene.places[where]!;
  if (which === 'other') [place.listId, place.otherListId] = [place.otherListId, place.listId];
  const path = `mcs_audiences(${place.audienceId})`;
  await scene.stage.crm('PATCH', path, {
    'mcs_marketinglistid@odata.bind': null,
    mcs_tiestate: choices.mcs_tiestate['not-tied'],
  });
  await scene.stage.crm('PATCH', path, {
    'mcs_marketinglistid@odata.bind': `/lists(${place.listId})`,
    mcs_tiestate: choices.mcs_tiestate.ready,
  });
  scene.model.tie(where);
  scene.tell(`Audience ${where} is tied to ${which === 'same' ? 'its list once more' : 'another list'}.`);
}

const subscribedNow = async (scene: Scene, where: 0 | 1): Promise<string[]> =>
  (await scene.members(where)).filter(({ status }) => status === 'subscribed').map(({ contactId }) => contactId);

/** A list that nobody has looked at yet takes nobody out of Mailchimp. */
async function whomStartRemoved(scene: Scene, where: 0 | 1, subscribed: readonly string[]): Promise<string[]> {
  const members = await scene.members(where);
  return members.flatMap(({ contactId, address, status }) => {
    const person = scene.model.owner(address);
    if (!subscribed.includes(contactId) || status === 'subscribed' || !person) return [];
    const { optedOut, inactive, confused, standings } = person;
    if (optedOut || inactive || confused || standings[where].left) return [];
    return [`${person.name} is ${status} because of the start of audience ${where}`];
  });
}

interface Wanted extends RunWanted {
  /** Somebody looks at the numbers before. */
  look?: boolean;
  /** Somebody undoes it at once. */
  undone?: boolean;
}

const fullRun = { mode: 'full', trust: 'none', cut: null } as const;

const wheresOf = ({ places }: Scene): (0 | 1)[] => (places.length > 1 ? [0, 1] : [0]);

/** Runs of several audiences change what the others see, so they take turns until nobody has anything left to do. */
const mostRounds = 5;

async function rest(scene: Scene): Promise<void> {
  const alone = scene.places.length === 1;
  const day = () => scene.stage.clock.advance(25 * 60 * 60);
  day();
  for (let round = 0; ; round += 1) {
    let moved = false;
    for (const where of wheresOf(scene)) {
      const finished = await full(scene, where);
      // A run that was cut has old news; whoever moved meanwhile is left to the next one.
      if (finished.resumed || finished.dropped > 0) moved = true;
      // Whoever else has the address that a member gave up gets it by the next run.
      else if (finished.gaveUpAddress) moved = true;
      else if (!alone && finished.writes > 0) moved = true;
    }
    if (!moved) break;
    if (round === mostRounds) throw new Error('Runs never come to rest.');
  }
  const ledgers: Ledger[] = [];
  for (const where of wheresOf(scene)) {
    const ledger = await readLedger(scene, where);
    ledgers.push(ledger);
    hold(findDisagreements(scene, ledger));
    hold(await findLabelsApart(scene, where));
    hold(await findLost(scene, where, ledger));
  }
  hold(await findDoubles(scene, ledgers));

  for (const mode of ['full', 'sync'] as const) {
    day();
    for (const where of wheresOf(scene)) {
      const before = await everything(scene, where);
      const counts = await countsOf(scene, where);
      scene.model.deed += 1;
      const again = await run(scene, where, { ...fullRun, mode });
      const after = await everything(scene, where);
      if (again?.writes !== 0)
        hold([`A further ${mode} run wrote ${again?.writes} times: ${difference(before, after)}`]);
      if (JSON.stringify(before) !== JSON.stringify(after))
        hold([`A further ${mode} run changed something: ${difference(before, after)}`]);
      const now = await countsOf(scene, where);
      if (JSON.stringify(now) !== JSON.stringify(counts))
        hold([`The counts of a further ${mode} run differ: ${JSON.stringify(counts)}, then ${JSON.stringify(now)}`]);
    }
  }
}

async function full(scene: Scene, where: 0 | 1): Promise<Finished & { resumed: boolean; gaveUpAddress: boolean }> {
  scene.model.deed += 1;
  const { audienceId } = scene.places[where]!;
  const { crm } = scene.stage.services;
  const resumed = (await crm.openRuns()).some((open) => open.audienceId === audienceId);
  const first = (await crm.audience(audienceId))?.tieState === 'ready';
  const before = await scene.members(where);
  // Runs of an older tie end at once: one that was cut, and one that was asked for meanwhile.
  let finished: Finished | null = null;
  for (let attempt = 0; finished === null && attempt < 3; attempt += 1)
    finished = await run(scene, where, { ...fullRun, first });
  if (!finished) throw new Error('a run was cut that nobody cut');
  const after = new Map((await scene.members(where)).map(({ contactId, address }) => [contactId, address]));
  const gaveUpAddress = before.some(({ contactId, address }) => after.get(contactId) !== address);
  return { ...finished, resumed, gaveUpAddress };
}

async function countsOf(scene: Scene, where: 0 | 1) {
  const { inSync, mailable, waiting, leftOut, attention, audience, list, byReason } =
    (await scene.stage.services.crm.audience(scene.places[where]?.audienceId ?? ''))?.counts ?? ({} as never);
  const reasons = Object.entries(byReason ?? {})
    .filter(([, count]) => count !== 0)
    .sort(([one], [other]) => one.localeCompare(other));
  return { audience, list, inSync, mailable, waiting, leftOut, attention, reasons: Object.fromEntries(reasons) };
}

class Violation extends Error {
  override readonly name = 'Violation';
}

function hold(violations: readonly string[]): void {
  if (violations.length > 0) throw new Violation(violations.join('\n'));
}
