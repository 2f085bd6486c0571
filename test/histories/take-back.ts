/**
 * Undoing a run at once: what was before is back but for what the undo announced, its own preview says the same, and the runs
 * after it do not do it again.
 */

import { choices } from '../../connector/dataverse/schema.generated';
import { runSlice } from '../../connector/sync/run-slice';
import type { UndoNumbers } from '../../connector/sync/undo/undo-numbers';
import type { Scene } from './scene';
import { difference, readSides, type Sides } from './sides';

type Numbers = Partial<UndoNumbers>;

/** Answers what does not hold; null where the run had changed nobody. */
export async function takeBack(
  scene: Scene,
  where: 0 | 1,
  runId: string,
  { before, mode: undoneMode }: { before: Sides; mode: 'sync' | 'full' },
  runAgain: (mode: 'sync' | 'full') => Promise<number | undefined>,
): Promise<string[] | null> {
  const foreseen = await undo(scene, where, runId, true);
  const undone = await undo(scene, where, runId, false);
  if (undone === null) return foreseen === null ? null : ['an undo was refused that its preview had allowed'];
  scene.model.deed += 1;
  scene.model.isOverruled(where);
  for (const person of scene.model.people)
    if ((await scene.recordOf(person))?.donotbulkemail) person.staysMarked ||= (undone.back?.flags ?? 0) > 0;
  const violations: string[] = [];
  if (JSON.stringify(foreseen) !== JSON.stringify(undone))
    violations.push(
      `an undo did ${JSON.stringify(undone)}, and its preview had said ${foreseen && JSON.stringify(foreseen)}`,
    );
  violations.push(...notRestored(before, await readSides(scene, where), undone));
  await scene.stage.crm('PATCH', `mcs_audiences(${scene.places[where]?.audienceId})`, {
    mcs_tiestate: choices.mcs_tiestate.running,
  });
  // A full run sees more than the one that was undone, unless that was one itself.
  for (const mode of undoneMode === 'full' ? (['sync', 'full'] as const) : (['sync'] as const)) {
    scene.stage.clock.advance(30 * 60);
    const stood = linesOf(await readSides(scene, where));
    const writes = await runAgain(mode);
    const stands = linesOf(await readSides(scene, where));
    // The rows may still be told why things stand as they do.
    if (JSON.stringify(stood) === JSON.stringify(stands)) continue;
    violations.push(`the ${mode} run after an undo wrote ${writes} times: ${difference(stood, stands)}`);
  }
  return violations;
}

const linesOf = ({ places, members, records }: Sides): string[] =>
  [
    ...places,
    ...[...members.values()].map((one) => JSON.stringify(one)),
    ...[...records].map((one) => JSON.stringify(one)),
  ].sort();

/** Null where there was nothing to undo. */
async function undo(scene: Scene, where: 0 | 1, runId: string, preview: boolean): Promise<Numbers | null> {
  const { services } = scene.stage;
  const id = await services.crm.createRun({
    audienceId: scene.places[where]?.audienceId ?? '',
    mode: 'undo',
    trigger: 'command',
    consentConfirmed: false,
    name: 'Undo of a history',
    proposedSettings: JSON.stringify({ undo: runId, preview }),
  });
  await runSlice(services, id, { until: new Date('2100-01-01') });
  const run = await services.crm.run(id);
  if (!preview) scene.tell(`The run is undone: ${run?.status}. ${run?.sentence}`);
  if (run?.status === 'failed' && /changed nobody/.test(run.sentence ?? '')) return null;
  if (run?.status !== 'completed') throw new Error(`an undo ended ${run?.status}: ${run?.sentence}`);
  const { counts } = run;
  return typeof counts === 'object' && counts !== null && 'undo' in counts ? (counts.undo as Numbers) : {};
}

function notRestored(before: Sides, after: Sides, numbers: Numbers): string[] {
  const announced = (...kinds: ('moved' | 'impossible' | 'law')[]) =>
    kinds.reduce((sum, kind) => sum + (numbers[kind] ?? 0), 0);
  const found: string[] = [];
  const hold = (differences: string[], most: number) => {
    if (differences.length > most) found.push(...differences.map((one) => `after an undo ${one}`));
  };
  const ids = new Set([...before.places, ...after.places]);
  hold(
    [...ids]
      .filter((id) => before.places.has(id) !== after.places.has(id))
      .map((id) => `${id} is ${after.places.has(id) ? 'on' : 'off'} the list`),
    announced('moved', 'impossible'),
  );
  const members = [...new Set([...before.members.keys(), ...after.members.keys()])].map((id) => ({
    was: before.members.get(id),
    is: after.members.get(id),
  }));
  hold(
    members
      .filter(({ was, is }) => standing(was?.status) !== standing(is?.status))
      .map(({ was, is }) => `${is?.address ?? was?.address} is ${is?.status} and was ${was?.status}`),
    announced('moved', 'law', 'impossible'),
  );
  hold(
    members
      .filter(({ was, is }) => was && is && (was.firstName !== is.firstName || was.lastName !== is.lastName))
      .map(
        ({ was, is }) =>
          `${is?.address} is ${is?.firstName} ${is?.lastName} and was ${was?.firstName} ${was?.lastName}`,
      ),
    announced('moved', 'impossible'),
  );
  const records = [...before.records].map(([id, was]) => ({ was, is: after.records.get(id) }));
  hold(
    records
      .filter(({ was, is }) => JSON.stringify(was) !== JSON.stringify(is))
      .map(({ was, is }) => `a record is ${JSON.stringify(is)} and was ${JSON.stringify(was)}`),
    announced('moved', 'impossible'),
  );
  return found;
}

/** Mailchimp can make nobody absent, and archived is as good. */
const standing = (status: string | undefined): string =>
  status === 'subscribed' || status === 'cleaned' ? status : 'out';
