import * as fc from 'fast-check';

import { histories } from './history';
import { playHistory } from './play-history';
import { startStage, type Stage } from './stage';

/** The same histories every time; HISTORIES=5000 SEED=random plays others, and SEED and STEPS repeat what was printed. */
const numRuns = Number(process.env['HISTORIES'] ?? 60);
const { SEED = '21', STEPS } = process.env;
/** What people may do besides: addresses changed on either side, and records merged. */
const offer = { addresses: process.env['ADDRESSES'] !== 'no', merges: process.env['MERGES'] !== 'no' };

let stage: Stage;
let played = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

test('whatever people do on both sides, and however runs are cut: the law holds, and both sides come to agree', async () => {
  const { failed, seed, counterexamplePath, numShrinks, errorInstance } = await fc.check(
    fc.asyncProperty(histories(offer), async (history) => {
      // What one stage remembers of earlier histories costs time in every run.
      if (played > 0 && played % 60 === 0) {
        await stage.close();
        stage = await startStage();
      }
      played += 1;
      await playHistory(stage, history);
    }),
    {
      numRuns,
      ...(SEED === 'random' ? {} : { seed: Number(SEED) }),
      ...(STEPS === undefined ? {} : { path: STEPS }),
      interruptAfterTimeLimit: Number(process.env['MOST_SECONDS'] ?? 3_000) * 1_000,
    },
  );
  if (process.env['HISTORIES']) console.log(`${played} histories were played.`);
  if (!failed) return;
  const story = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(`SEED=${seed} STEPS=${counterexamplePath} (shrunk ${numShrinks} times)\n${story}`);
}, 3_600_000);
