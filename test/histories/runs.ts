/** Runs of a history: from the request to the end, or cut by a deadline, or killed at any call to a service. */

import type { RunRow } from '../../connector/dataverse/port';
import { runSlice } from '../../connector/sync/run-slice';
import { readState } from '../../connector/sync/run/run-state';
import type { Services } from '../../connector/sync/run/services';
import { choices } from '../../connector/dataverse/schema.generated';
import type { Cut, Trust } from './history';
import type { Scene } from './scene';

export interface Finished {
  status: string;
  sentence: string;
  writes: number;
  dropped: number;
}

export interface RunWanted {
  mode: 'sync' | 'full';
  trust: Trust;
  cut: Cut | null;
  first?: boolean;
}

export interface CarriedOut {
  runId: string;
  /** Null: it was cut. */
  finished: Finished | null;
  /** A first run, or one that trusts one side: then nobody's addition to the list is an answer to a no. */
  oneSided: boolean;
}

export const isUnderWay = async (scene: Scene, where: 0 | 1): Promise<boolean> =>
  (await runUnderWay(scene, where)) !== undefined;

async function runUnderWay({ stage, places }: Scene, where: 0 | 1): Promise<RunRow | undefined> {
  return (await stage.services.crm.openRuns()).find(({ audienceId }) => audienceId === places[where]?.audienceId);
}

/** Goes on with a run that was cut before, else makes a new one. */
export async function carryOutRun(scene: Scene, where: 0 | 1, terms: RunWanted): Promise<CarriedOut> {
  const { stage, model } = scene;
  const { audienceId } = scene.places[where]!;
  const { crm } = stage.services;
  const begun = await runUnderWay(scene, where);
  if (!begun) await decideWhomToTrust(scene, where, terms);
  const runId =
    begun?.id ??
    (await crm.createRun({
      audienceId,
      mode: terms.mode,
      trigger: 'command',
      consentConfirmed: terms.first ?? false,
      name: 'Run of a history',
    }));
  // A run that was only requested has not looked at anything yet.
  const resumed = begun !== undefined && begun.status !== 'requested';
  const mode = begun?.mode ?? terms.mode;
  const deed = model.deed;
  const { oneSided } = model.under[where];
  const what = `${resumed ? 'The run that was cut goes on' : begun ? 'The run that was asked for' : nameOf(terms)}${scene.places.length > 1 ? ` of audience ${where}` : ''}`;
  const end = await slice(stage.services, runId, terms.cut);
  model.killed[where] = end === 'cut' && (model.killed[where] || terms.cut?.by === 'kill');
  if (end === 'cut') stage.endLeases();
  const run = await crm.run(runId);
  if (!run) throw new Error('the run is gone');
  if (end === 'cut') {
    scene.tell(
      `${what}, ${terms.cut?.by === 'kill' ? `killed ${terms.cut.done ? 'after' : 'before'} call ${terms.cut.call}` : terms.cut?.slices === undefined ? 'stopped after planning' : `stopped after ${terms.cut.slices} steps`}.`,
    );
    return { runId, finished: null, oneSided };
  }
  const finished = readRun(run);
  scene.tell(`${what}: ${finished.status}. ${finished.sentence}`);
  if (finished.status === 'failed') {
    if (!isOfOlderTie(finished.sentence)) throw new Error(`${what} failed: ${finished.sentence}`);
    return { runId, finished: null, oneSided };
  }
  if (!resumed) model.settle(where, deed, mode === 'full');
  return { runId, finished, oneSided };
}

/** The audience was tied anew since it was asked for. */
const isOfOlderTie = (sentence: string) => /was tied anew|is ready to start|is not tied/.test(sentence);

const nameOf = ({ mode, trust, first }: RunWanted): string => {
  if (first) return 'The first run';
  if (mode === 'sync') return 'An incremental run';
  return trust === 'none' ? 'A full run' : `A full run that trusts ${trust === 'crm' ? 'Dynamics 365' : 'Mailchimp'}`;
};

async function decideWhomToTrust(scene: Scene, where: 0 | 1, { mode, trust, first }: RunWanted): Promise<void> {
  const { model, stage, places } = scene;
  const trusts = trust !== 'none' && mode === 'full';
  model.under[where].oneSided = trusts || first === true;
  if (!trusts) return;
  await stage.crm('PATCH', `mcs_audiences(${places[where]?.audienceId})`, {
    mcs_trustoverride: choices.mcs_trustoverride[trust],
  });
  model.isOverruled(where);
}

function readRun(run: RunRow): Finished {
  const counts = (run.counts ?? {}) as Record<string, { writes?: number } | undefined> & { dropped?: number };
  return {
    status: run.status,
    sentence: run.sentence ?? '',
    writes: (counts['mailchimp']?.writes ?? 0) + (counts['dataverse']?.writes ?? 0),
    dropped: counts.dropped ?? 0,
  };
}

async function slice(services: Services, runId: string, cut: Cut | null): Promise<'finished' | 'cut'> {
  const forever = new Date('2100-01-01');
  if (cut?.by === 'kill') {
    const death = { left: cut.call, done: cut.done, dead: false };
    try {
      await runSlice(mortal(services, death), runId, { until: forever });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return 'cut';
    }
    // The errors of a dying process may have been swallowed on their way.
    return death.dead ? 'cut' : 'finished';
  }
  for (let slices = 1; ; slices += 1) {
    const end = await runSlice(services, runId, { until: cut ? new Date(0) : forever });
    if (end.kind === 'busy') throw new Error('the account is busy although nobody works on it');
    if (end.kind !== 'continue') return 'finished';
    const isPlanned = async () => (await readState(services.storage.documents, runId)) !== null;
    if (cut?.slices === undefined ? await isPlanned() : slices >= cut.slices) return 'cut';
  }
}

class Killed extends Error {}

interface Death {
  left: number;
  done: boolean;
  dead: boolean;
}

/** Services that end with the process at some call: from then on nothing is reached any more. The lease runs out by itself. */
function mortal(services: Services, death: Death): Services {
  return {
    ...services,
    crm: dying(services.crm, death),
    mailchimp: (name) => dying(services.mailchimp(name), death),
    storage: { ...services.storage, documents: dying(services.storage.documents, death) },
  };
}

const free = new Set(['traffic', 'me']);

function dying<T extends object>(port: T, death: Death): T {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || free.has(String(name))) return value;
      return (...given: unknown[]): unknown => {
        if (death.dead) throw new Killed('killed');
        death.left -= 1;
        const last = death.left <= 0;
        if (last && !death.done) {
          death.dead = true;
          throw new Killed('killed');
        }
        const answer: unknown = Reflect.apply(value, target, given);
        if (!last) return answer;
        death.dead = true;
        if (!(answer instanceof Promise)) throw new Killed('killed');
        const end = answer.then(() => {
          throw new Killed('killed');
        });
        // Nobody may be left to hear of it: what was called beside it was not reached any more.
        end.catch(() => {});
        return end;
      };
    },
  });
}
