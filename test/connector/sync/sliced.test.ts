import type { Services } from '../../../connector/sync/run/services';
import { runSlice } from '../../../connector/sync/run-slice';
import type { World } from '../../world';
import { oneStep } from './slices';
import { changeList, onList, play, startSteady, statusOf, steady } from './steady';

const size = 30;
const recordsPerPart = 12;

/** Both sides disturbed in the same way. */
async function disturbed(): Promise<World> {
  const world = await startSteady(size);
  await changeList(world, 'Remove', [1, 2]);
  await play(world, 3, { do: 'unsubscribe', by: 'person' });
  await play(world, 4, { do: 'edit', by: 'person', merge_fields: { FNAME: 'Renamed' } });
  await play(world, size + 1, { do: 'subscribe', by: 'person' });
  return world;
}

async function request(world: World): Promise<string> {
  const { id } = await world.audience(steady.audience);
  return world.services.crm.createRun({
    audienceId: id,
    mode: 'full',
    trigger: 'command',
    consentConfirmed: false,
    name: 'Sliced',
  });
}

async function outcome(world: World, runId: string) {
  const run = await world.services.crm.run(runId);
  const { plan, people, dropped } = Object(run?.counts ?? {}) as Record<string, unknown>;
  const { counts } = await world.audience(steady.audience);
  const statuses: (string | null)[] = [];
  for (let index = 0; index <= size + 1; index += 1) statuses.push(await statusOf(world, index));
  const list = (await onList(world)).size;
  return { status: run?.status, sentence: run?.sentence, plan, people, dropped, counts, statuses, list };
}

/** What is written down by whom, in lines. */
function watched(services: Services): { services: Services; written: Map<string, number> } {
  const written = new Map<string, number>();
  const { documents } = services.storage;
  return {
    written,
    services: {
      ...services,
      recordsPerPart,
      storage: {
        ...services.storage,
        documents: {
          ...documents,
          writeLines: (path, values) => {
            written.set(path, values.length);
            return documents.writeLines(path, values);
          },
        },
      },
    },
  };
}

test('a full run in as many slices as it has steps ends like one in a single slice, and holds no more than a part at once', async () => {
  const [whole, sliced] = [await disturbed(), await disturbed()];
  const first = await request(whole);
  await runSlice(whole.services, first, { until: new Date(Date.now() + 60_000) });
  const expected = await outcome(whole, first);
  expect(expected).toMatchObject({ status: 'completed', plan: { leaveMailchimp: 2, leaveList: 1, create: 1 } });
  await whole.close();

  const second = await request(sliced);
  const { services, written } = watched(sliced.services);
  let slices = 0;
  for (let kind = 'continue'; kind === 'continue'; slices += 1) ({ kind } = await oneStep(services, second));
  expect(await outcome(sliced, second)).toEqual(expected);
  expect(slices).toBeGreaterThan(30);

  const ofParts = [...written].filter(([path]) => path.includes('/reading/parts/'));
  const parts = new Map<string, number>();
  for (const [path, lines] of ofParts) {
    const part = path.split('/').at(-2) ?? '';
    parts.set(part, (parts.get(part) ?? 0) + lines);
  }
  // Members, rows, places and records: about four for everybody. History comes on top, and belongs to few.
  expect(parts.size).toBeGreaterThanOrEqual((size * 4) / recordsPerPart);
  expect(Math.max(...parts.values())).toBeLessThanOrEqual(recordsPerPart + 4);
  const decided = [...written].filter(([path]) => path.includes('/reading/decided/'));
  expect(Math.max(...decided.map(([, lines]) => lines))).toBeLessThanOrEqual(recordsPerPart / 3);
  await sliced.close();
});
