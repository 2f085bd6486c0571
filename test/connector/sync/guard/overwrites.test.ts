import { choices } from '../../../../connector/dataverse/schema.generated';
import type { World } from '../../../world';
import {
  ask,
  changeList,
  contactIds,
  isOnList,
  lastRun,
  notesOf,
  person,
  play,
  startSteady,
  statusOf,
  steady,
} from '../steady';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('values that a run would overwrite, of more people than the limit', () => {
  let world: World;
  beforeEach(async () => {
    world = await startSteady(60);
  });
  afterEach(() => world.close());

  const rename = async (indexes: number[], columns: (index: number) => Record<string, unknown>) => {
    for (const [place, id] of (await contactIds(world, indexes)).entries())
      await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${id})`, columns(indexes[place] ?? 0));
  };
  const nameOf = async (index: number) =>
    (await world.services.mailchimp('MAILCHIMP_API_KEY').member(steady.mailchimpId, person(index).email))?.firstName;
  const spoil = (count: number) =>
    rename(range(0, count), (index) => ({ firstname: `Wrong ${index}`, telephone1: `0${index}` }));
  const held = async (count = 20) => {
    await spoil(count);
    const report = await world.sync(steady.audience);
    expect(report).toMatchObject({ status: 'needs-approval', counts: { plan: { held: count, overwrites: 0 } } });
    return lastRun(world);
  };

  test('wait with their names, while blanks are filled and everything else goes on', async () => {
    await changeList(world, 'Remove', [0]);
    await play(world, 30, { by: 'person', do: 'unsubscribe' });
    await play(world, 1, { do: 'tag', tag: 'VIP' });
    await spoil(20);
    await world.sync(steady.audience);
    const run = await lastRun(world);
    expect(run.sentence).toMatch(/^19 people would have values overwritten\. Everything else is done\. Waits until/);
    expect(await nameOf(1)).toBe('First 1');
    expect(await statusOf(world, 0)).toBe('archived');
    expect(await isOnList(world, 30)).toBe(false);
    const [csv] = await notesOf(world, run.id, 'changes');
    expect(csv).toContain('person.1@steady.example,Mailchimp,field FNAME (waits for approval),First 1,Wrong 1,');
    expect(csv).toMatch(/person\.1@steady\.example,Mailchimp,field PHONE,,01,/);
    const [row] = await world.get<{ mcs_tags: string; mcs_reason: number }>(
      `mcs_audiencemembers?$select=mcs_tags,mcs_reason&$filter=mcs_name eq '${person(1).email}'`,
    );
    expect(row).toEqual(
      expect.objectContaining({ mcs_tags: '; VIP;', mcs_reason: choices.mcs_reason['needs-approval'] }),
    );
  });

  test('are carried out once somebody approves, and nothing is left to do', async () => {
    const run = await held();
    const approval = await ask(world, 'sync', { approve: run.id, people: 'all' });
    expect(approval).toMatchObject({ status: 'completed', sentence: 'What waited was approved and is done.' });
    expect([await nameOf(0), await nameOf(19)]).toEqual(['Wrong 0', 'Wrong 19']);
    expect(await world.sync(steady.audience, { full: true })).toMatchObject({
      status: 'completed',
      mailchimp: { writes: 0 },
      dataverse: { writes: 0 },
    });
  });

  test('are carried out for the people named alone, and not where the value was put right since', async () => {
    const run = await held();
    await ask(world, 'sync', { approve: run.id, people: await contactIds(world, [3]) });
    expect([await nameOf(3), await nameOf(4)]).toEqual(['Wrong 3', 'First 4']);
    await rename([5], () => ({ firstname: 'First 5' }));
    const rest = await ask(world, 'sync', { approve: run.id });
    expect(rest.counts).toMatchObject({ dropped: 1 });
    expect([await nameOf(4), await nameOf(5)]).toEqual(['Wrong 4', 'First 5']);
  });

  test('still wait after hourly and full runs, and nobody loses a no for it', async () => {
    await held();
    await play(world, 2, { by: 'person', do: 'unsubscribe' });
    for (const full of [false, true]) {
      world.clock.advance(60 * 60);
      const report = await world.sync(steady.audience, { full });
      expect(report).toMatchObject({ status: 'needs-approval', counts: { plan: { held: 19 } } });
      expect((await lastRun(world)).sentence).toMatch(/^19 people would have values overwritten/);
    }
    expect(await isOnList(world, 2)).toBe(false);
    expect(await nameOf(1)).toBe('First 1');
  });

  test('are told by a preview, and go on where somebody has seen their number', async () => {
    await rename(range(0, 20), (index) => ({ firstname: `Wrong ${index}` }));
    const preview = await world.sync(steady.audience, { preview: true });
    expect(preview.counts).toMatchObject({ plan: { held: 20 } });
    const run = await ask(world, 'full', { approved: { overwrites: 20 } });
    expect(run).toMatchObject({ status: 'completed', counts: { plan: { held: 0, overwrites: 20 } } });
    expect(await nameOf(7)).toBe('Wrong 7');
  });

  test('are summed over a day', async () => {
    await rename(range(0, 8), (index) => ({ firstname: `New ${index}` }));
    expect((await world.sync(steady.audience)).status).toBe('completed');
    world.clock.advance(60 * 60);
    await rename(range(8, 14), (index) => ({ firstname: `New ${index}` }));
    expect(await world.sync(steady.audience)).toMatchObject({
      status: 'needs-approval',
      counts: { plan: { held: 6 } },
    });
    expect(await nameOf(7)).toBe('New 7');
  });

  test('count on both sides', async () => {
    for (const index of range(0, 12))
      await play(world, index, { do: 'edit', merge_fields: { FNAME: `Theirs ${index}`, LNAME: `Last ${index}` } });
    const report = await world.sync(steady.audience);
    expect(report).toMatchObject({ status: 'needs-approval', counts: { plan: { held: 12, namesToCrm: 0 } } });
  });
});

test('a first run that was started with its numbers overwrites no more than those', async () => {
  const world = await startSteady(60, { synced: false });
  for (const index of range(0, 40))
    await play(world, index, { do: 'edit', merge_fields: { FNAME: `Theirs ${index}`, LNAME: `Last ${index}` } });
  const { id } = await world.audience(steady.audience);
  await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
    mcs_trustoverride: choices.mcs_trustoverride.mailchimp,
  });
  const preview = await world.sync(steady.audience, { preview: true });
  expect(preview.counts).toMatchObject({ plan: { overwrites: 40, held: 0 } });
  const run = await ask(
    world,
    'full',
    { approved: { leaveList: 0, leaveMailchimp: 0, confirmations: 0, create: 0, join: 0, overwrites: 10 } },
    { more: { mcs_consentconfirmed: true } },
  );
  expect(run).toMatchObject({ status: 'needs-approval', counts: { plan: { held: 40 } } });
  const approval = await ask(world, 'sync', { approve: run.id });
  expect(approval).toMatchObject({ status: 'completed', counts: { plan: { overwrites: 40 } } });
  await world.close();
});
