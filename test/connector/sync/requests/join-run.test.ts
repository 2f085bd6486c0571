import { runSlice, type SliceEnd } from '../../../../connector/sync/run-slice';
import { scheduleDueRuns } from '../../../../connector/sync/requests/schedule';
import { startLabelledWorld, type LabelledWorld } from '../labelled-world';

describe('two requests for the same', () => {
  let world: LabelledWorld;
  beforeEach(async () => {
    world = await startLabelledWorld({ size: 3 });
  });
  afterEach(() => world.close());

  const ask = async (mode: 'full' | 'sync') => {
    const { id } = await world.audience('Labelled');
    const runId = await world.services.crm.createRun({
      audienceId: id,
      mode,
      trigger: 'person',
      consentConfirmed: mode === 'full',
      name: 'Asked for by a test',
    });
    world.clock.advance(5);
    return runId;
  };
  const work = (runId: string, until = new Date(Date.now() + 60_000)): Promise<SliceEnd> =>
    runSlice(world.services, runId, { until });
  const sentence = 'Another run of this audience had begun already and has answered this request, too.';

  test('Start pressed in two windows is one first run, even while that one works', async () => {
    await world.tie('Labelled', 'Journalists');
    const first = await ask('full');
    expect(await work(first, new Date(0))).toEqual({ kind: 'continue' });
    const second = await ask('full');
    expect(await work(second)).toEqual({ kind: 'busy' });
    expect(await work(first)).toEqual({ kind: 'finished' });
    expect(await world.services.crm.run(first)).toMatchObject({ status: 'completed', sentence: 'Both sides agree.' });
    expect(await work(second)).toEqual({ kind: 'finished' });
    expect(await world.services.crm.run(second)).toMatchObject({ status: 'completed', sentence, counts: null });
    expect(await world.onList('press')).toEqual([0, 1, 2]);
    // A full sync that somebody asks for later is one of its own.
    world.clock.advance(5);
    const third = await ask('full');
    await work(third);
    expect(await world.services.crm.run(third)).toMatchObject({ status: 'completed', sentence: 'Both sides agree.' });
  });

  test('a start that failed is not waited for', async () => {
    await world.tie('Labelled', 'Journalists');
    const first = await ask('full');
    expect(await work(first, new Date(0))).toEqual({ kind: 'continue' });
    await world.services.crm.changeRun(first, { status: 'failed' });
    const second = await ask('full');
    expect(await work(second)).toEqual({ kind: 'finished' });
    // It is the first run still: nobody leaves because they are not on the new list.
    expect(await world.services.crm.run(second)).toMatchObject({ sentence: 'Both sides agree.' });
    expect(await world.onList('press')).toEqual([0, 1, 2]);
  });

  test.each(['sync', 'full'] as const)('a %s that waited while another one began is answered by it', async (mode) => {
    const first = await ask(mode);
    const second = await ask(mode);
    await scheduleDueRuns(world.services);
    await work(first);
    world.clock.advance(60);
    const { id } = await world.audience('Labelled');
    await world.services.crm.changeAudience(id, { syncStatus: 'requested', statusSentence: 'Waiting.' });
    expect(await work(second)).toEqual({ kind: 'finished' });
    expect(await world.services.crm.run(second)).toMatchObject({ status: 'completed', sentence, counts: null });
    const [audience] = await world.get<{ mcs_statussentence: string }>(
      `mcs_audiences?$select=mcs_statussentence&$filter=mcs_audienceid eq ${id}`,
    );
    expect(await world.audience('Labelled')).toMatchObject({ syncStatus: 'synced' });
    expect(audience?.mcs_statussentence).toBe('Both sides agree.');
  });

  test('what changed after the reading is looked at by the request that came later', async () => {
    const first = await ask('full');
    await work(first);
    world.clock.advance(5);
    await world.play(1, { do: 'unsubscribe', by: 'person' });
    const second = await ask('sync');
    await work(second);
    expect(await world.onList('main')).toEqual([0, 2]);
  });
});
