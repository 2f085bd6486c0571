import { runSlice } from '../../../../connector/sync/run-slice';
import { scheduleDueRuns } from '../../../../connector/sync/requests/schedule';
import type { World } from '../../../world';
import {
  ask,
  changeList,
  contactIds,
  isOnList,
  lastRun,
  notesOf,
  play,
  runOf,
  startSteady,
  statusOf,
  steady,
} from '../steady';
import { oneStep, sliceUntilPlanned } from '../slices';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('what the guard holds', () => {
  let world: World;
  beforeEach(async () => {
    world = await startSteady(60);
  });
  afterEach(() => world.close());

  const held = async (count = 30) => {
    await changeList(world, 'Remove', range(0, count));
    const report = await world.sync(steady.audience);
    expect(report.status).toBe('needs-approval');
    return lastRun(world);
  };
  const statuses = async (indexes: number[]) => Promise.all(indexes.map((index) => statusOf(world, index)));

  test('waits with a sentence that says how many, and until when', async () => {
    const run = await held();
    const until = new Date(Date.now() + 7 * 24 * 60 * 60_000).toLocaleDateString('en-GB', {
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    });
    expect(run.sentence).toBe(`30 people would leave. Everything else is done. Waits until ${until}.`);
    expect((await world.audience(steady.audience)).syncStatus).toBe('needs-approval');
    expect(await statusOf(world, 0)).toBe('subscribed');
    const [csv] = await notesOf(world, run.id, 'changes');
    expect(csv).toContain('First 7 Last 7,person.7@steady.example,Mailchimp,archived (waits for approval)');
  });

  test('is carried out for all once somebody approves', async () => {
    const run = await held();
    const approval = await ask(world, 'sync', { approve: run.id, people: 'all' });
    expect(approval).toMatchObject({ status: 'completed', sentence: 'What waited was approved and is done.' });
    expect(new Set(await statuses(range(0, 30)))).toEqual(new Set(['archived']));
    expect(await runOf(world, run.id)).toMatchObject({ status: 'completed', sentence: 'Approved by Alex Admin.' });
    expect((await world.audience(steady.audience)).syncStatus).toBe('synced');
    const again = await world.sync(steady.audience, { full: true });
    expect(again).toMatchObject({ status: 'completed', mailchimp: { writes: 0 }, dataverse: { writes: 0 } });
  });

  test('is carried out for the people named and for nobody else', async () => {
    const run = await held();
    await ask(world, 'sync', { approve: run.id, people: await contactIds(world, [3, 4]) });
    expect(await statuses([2, 3, 4, 5])).toEqual(['subscribed', 'archived', 'archived', 'subscribed']);
    const waiting = await runOf(world, run.id);
    expect(waiting).toMatchObject({
      status: 'needs-approval',
      sentence: expect.stringMatching(/^28 people would leave/),
    });
    expect((await world.audience(steady.audience)).syncStatus).toBe('needs-approval');
    await ask(world, 'sync', { approve: run.id });
    expect(new Set(await statuses(range(0, 30)))).toEqual(new Set(['archived']));
  });

  test('drops who moved since, and counts them', async () => {
    const run = await held();
    await changeList(world, 'Add', [5]);
    await play(world, 6, { by: 'person', do: 'unsubscribe' });
    const approval = await ask(world, 'sync', { approve: run.id, people: 'all' });
    expect(approval.counts).toMatchObject({ dropped: 2, plan: { leaveMailchimp: 28 } });
    expect(approval.sentence).toMatch(/2 people had moved since and were left alone/);
    expect(await statuses([4, 5, 6])).toEqual(['archived', 'subscribed', 'unsubscribed']);
    expect(await isOnList(world, 5)).toBe(true);
  });

  test.each([
    ['a run that holds nothing', { approve: '00000000-0000-4000-8000-000000000000' }, /Nothing of that run waits/],
    ['nobody who waits', null, /None of the people named wait/],
    ['something that is no approval', { approve: 'everything' }, /An approval says which run and whom/],
  ])('an approval of %s is refused with a sentence', async (_, proposed, sentence) => {
    const run = await held();
    const wish = proposed ?? { approve: run.id, people: ['00000000-0000-4000-8000-000000000001'] };
    const approval = await ask(world, 'sync', wish);
    expect(approval).toMatchObject({ status: 'failed', sentence: expect.stringMatching(sentence) });
    expect((await world.audience(steady.audience)).syncStatus).toBe('needs-approval');
    expect(await statusOf(world, 0)).toBe('subscribed');
  });

  test('is dropped when somebody cancels', async () => {
    const run = await held();
    const cancellation = await ask(world, 'cancel', { cancel: run.id });
    expect(cancellation).toMatchObject({ status: 'completed', sentence: 'What waited for approval was dropped.' });
    expect(await runOf(world, run.id)).toMatchObject({
      status: 'cancelled',
      sentence: expect.stringMatching(/^Cancelled by Alex Admin/),
    });
    expect(await statusOf(world, 0)).toBe('subscribed');
    expect((await world.audience(steady.audience)).syncStatus).toBe('synced');
    expect((await ask(world, 'sync', { approve: run.id })).status).toBe('failed');
  });

  test('goes on waiting while other changes are synced', async () => {
    const run = await held();
    await play(world, 50, { by: 'person', do: 'unsubscribe' });
    world.clock.advance(60 * 60);
    expect((await world.sync(steady.audience)).status).toBe('completed');
    expect(await isOnList(world, 50)).toBe(false);
    expect(await world.audience(steady.audience)).toMatchObject({ syncStatus: 'needs-approval' });
    expect((await runOf(world, run.id)).status).toBe('needs-approval');
  });

  test('is decided anew by a full run, and waits there', async () => {
    const run = await held();
    const report = await world.sync(steady.audience, { full: true });
    expect(report.status).toBe('needs-approval');
    expect(await runOf(world, run.id)).toMatchObject({
      status: 'cancelled',
      sentence: 'What waited was decided anew by a later sync.',
    });
  });

  test('is dropped after seven days', async () => {
    const run = await held();
    const later = { ...world.services, now: () => new Date(Date.now() + 8 * 24 * 60 * 60_000) };
    await scheduleDueRuns(later);
    expect(await runOf(world, run.id)).toMatchObject({
      status: 'cancelled',
      sentence: expect.stringMatching(/7 days/),
    });
    expect((await world.audience(steady.audience)).syncStatus).toBe('synced');
  });

  test('sums over a day: two runs of eight leaves are held at the second', async () => {
    await changeList(world, 'Remove', range(0, 8));
    expect((await world.sync(steady.audience)).status).toBe('completed');
    world.clock.advance(60 * 60);
    await changeList(world, 'Remove', range(8, 16));
    const second = await world.sync(steady.audience);
    expect(second).toMatchObject({ status: 'needs-approval', counts: { plan: { held: 8 } } });
    expect(await statuses([7, 8])).toEqual(['archived', 'subscribed']);
  });

  test('a day later the count begins anew', async () => {
    await changeList(world, 'Remove', range(0, 8));
    await world.sync(steady.audience);
    world.clock.advance(25 * 60 * 60);
    await changeList(world, 'Remove', range(8, 14));
    expect((await world.sync(steady.audience)).status).toBe('completed');
    expect(await statuses([13])).toEqual(['archived']);
  });
});

describe('cancelling', () => {
  let world: World;
  beforeAll(async () => {
    world = await startSteady(3);
  });
  afterAll(() => world.close());

  test('takes back a run that has not begun', async () => {
    const run = await ask(world, 'sync', null, { begin: false });
    await ask(world, 'cancel', { cancel: run.id });
    expect(await runOf(world, run.id)).toMatchObject({
      status: 'cancelled',
      sentence: 'Cancelled by Alex Admin. It had not begun.',
    });
  });

  test('stops a run that works before its next part', async () => {
    await changeList(world, 'Remove', [1]);
    const run = await ask(world, 'full', null, { begin: false });
    await sliceUntilPlanned(world.services, run.id);
    expect((await runOf(world, run.id)).status).toBe('in-progress');
    await ask(world, 'cancel', { cancel: run.id });
    await runSlice(world.services, run.id, { until: new Date(Date.now() + 60_000) });
    expect(await runOf(world, run.id)).toMatchObject({
      status: 'cancelled',
      sentence: 'Cancelled by Alex Admin after part 0 of 1. What is done stays.',
    });
    expect(await statusOf(world, 1)).toBe('subscribed');
    await world.sync(steady.audience);
    expect(await statusOf(world, 1)).toBe('archived');
  });

  test('stops a run while it reads', async () => {
    await changeList(world, 'Remove', [2]);
    const run = await ask(world, 'full', null, { begin: false });
    await oneStep(world.services, run.id);
    expect(await runOf(world, run.id)).toMatchObject({
      status: 'in-progress',
      sentence: expect.stringMatching(/^Reading Mailchimp, \d of \d\.$/),
    });
    await ask(world, 'cancel', { cancel: run.id });
    await runSlice(world.services, run.id, { until: new Date(Date.now() + 60_000) });
    expect(await runOf(world, run.id)).toMatchObject({
      status: 'cancelled',
      sentence: 'Cancelled by Alex Admin before anything was changed.',
    });
    expect(await statusOf(world, 2)).toBe('subscribed');
    await world.sync(steady.audience);
    expect(await statusOf(world, 2)).toBe('archived');
  });

  test('of a run that is over is refused', async () => {
    const run = await lastRun(world);
    const refused = await ask(world, 'cancel', { cancel: run.id });
    expect(refused).toMatchObject({ status: 'failed', sentence: expect.stringMatching(/over already/) });
  });
});
