/** Looking before a run: a preview changes nothing, and says what the run then does while nothing moves in between. */

import type { Crm } from '../../connector/dataverse/port';
import { runSlice } from '../../connector/sync/run-slice';
import type { RunWanted } from './runs';
import type { Scene } from './scene';
import { difference, everything } from './sides';
import { readLedger } from './what-holds';

export interface Look {
  plan: unknown;
  /** Of the file with what would happen. */
  lines: string[];
  violations: string[];
}

export async function lookFirst(scene: Scene, where: 0 | 1, { trust }: RunWanted): Promise<Look> {
  const { services } = scene.stage;
  const before = await everything(scene, where);
  const runId = await services.crm.createRun({
    audienceId: scene.places[where]?.audienceId ?? '',
    mode: 'preview',
    trigger: 'command',
    consentConfirmed: false,
    name: 'Preview of a history',
    ...(trust === 'none' ? {} : { proposedSettings: JSON.stringify({ settings: { trustOverride: trust } }) }),
  });
  await runSlice(services, runId, { until: new Date('2100-01-01') });
  const run = await services.crm.run(runId);
  const after = await everything(scene, where);
  const violations: string[] = [];
  if (run?.status !== 'completed') violations.push(`a preview ended ${run?.status}: ${run?.sentence}`);
  if (JSON.stringify(before) !== JSON.stringify(after))
    violations.push(`a preview changed something: ${difference(before, after)}`);
  scene.tell(`Somebody looks first: ${run?.sentence}`);
  return { plan: planOf(run?.counts), lines: await changesOf(services.crm, runId), violations };
}

/** What Mailchimp or Dynamics 365 refused only turns out when it is tried. */
const refusals = new Set(['forgotten', 'said-no', 'address-refused', 'refused-by-mailchimp', 'refused-by-crm']);

export async function compareWithLook(scene: Scene, where: 0 | 1, look: Look, runId: string): Promise<string[]> {
  const { crm } = scene.stage.services;
  const plan = planOf((await crm.run(runId))?.counts);
  const violations = [...look.violations];
  if (JSON.stringify(plan) !== JSON.stringify(look.plan))
    violations.push(`the preview planned ${JSON.stringify(look.plan)}, the run ${JSON.stringify(plan)}`);
  const { rows } = await readLedger(scene, where);
  const refused = rows.filter(({ reason }) => refusals.has(reason)).map(({ address }) => address.toLowerCase());
  const counts = (lines: string[]) =>
    lines.filter((line) => !refused.some((address) => line.toLowerCase().includes(address)));
  const [foreseen, done] = [counts(look.lines), counts(await changesOf(crm, runId))];
  if (JSON.stringify(foreseen) !== JSON.stringify(done))
    violations.push(`the run did not do what its preview said: ${difference(foreseen, done)}`);
  return violations;
}

const newIds = /,[0-9a-f-]{36}/g;

const planOf = (counts: unknown): unknown =>
  typeof counts === 'object' && counts !== null && 'plan' in counts ? counts.plan : null;

async function changesOf(crm: Crm, runId: string): Promise<string[]> {
  const files = (await crm.notes(runId)).filter(({ filename }) => filename.endsWith('.csv'));
  const texts = await Promise.all(files.map(async ({ id }) => (await crm.noteBody(id)).toString('utf8')));
  // A record or a row that is new has another id every time.
  return texts
    .flatMap((text) =>
      text
        .split('\r\n')
        .slice(1)
        .map((line) => line.replaceAll(newIds, '')),
    )
    .sort();
}
