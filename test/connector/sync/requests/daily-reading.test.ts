import { bringForward } from '../../../../connector/sync/requests/bring-forward';
import { scheduleDueRuns } from '../../../../connector/sync/requests/schedule';
import { closeShared, own } from '../../../conformance/shared';
import { Tie, today, yesterday, type People } from '../../../conformance/tie';

afterAll(closeShared);

const people: People = Object.fromEntries(
  ['Gone', 'Busy'].map((key) => [key, { list: { on: today }, members: [{ status: 'subscribed', at: yesterday }] }]),
);
const minute = 60;
const hour = 60 * minute;

const start = async (columns: Record<string, unknown> = {}): Promise<Tie> => {
  const tie = await own(() => Tie.start(people, { columns }));
  await tie.sync();
  // Nothing but reading everybody tells of it.
  await tie.play('Gone', { do: 'delete', by: 'admin' });
  return tie;
};

async function hint(tie: Tie, edit: string): Promise<void> {
  await tie.play('Busy', { do: 'edit', merge_fields: { LNAME: edit } });
  await bringForward(tie.services, [{ of: 'audience', audienceId: (await tie.audience()).id }]);
}

/** Answers what asked for the runs that were worked off. */
async function work(tie: Tie): Promise<string[]> {
  const open = await tie.services.crm.openRuns();
  for (const { id } of open) await tie.finish(id);
  return open.map(({ trigger }) => trigger);
}

test('an audience of which something changes every hour is read whole by the schedule once a day', async () => {
  const tie = await start();
  tie.later(20 * hour);
  const scheduled: number[] = [];
  for (let at = 20 * hour; at < 28 * hour; at += 50 * minute) {
    tie.later(49 * minute);
    await hint(tie, `At ${at}`);
    await work(tie);
    const { watermarks } = await tie.audience();
    tie.later(minute);
    await scheduleDueRuns(tie.services);
    if ((await work(tie)).length > 0) {
      scheduled.push(at / hour);
      expect((await tie.audience()).watermarks?.full).not.toBe(watermarks?.full);
    }
  }
  expect(await tie.isOnList('Gone')).toBe(false);
  expect(scheduled).toHaveLength(1);
});

test('an audience that is too busy for its schedule is read whole by what its hints bring forward', async () => {
  const tie = await start();
  tie.later(30 * hour);
  for (let at = 30; at < 38; at += 1) {
    await hint(tie, `At ${at}`);
    await scheduleDueRuns(tie.services);
    expect(await work(tie)).toEqual(['webhook']);
    expect([at, await tie.isOnList('Gone')]).toEqual([at, at < 36]);
    tie.later(hour);
  }
});

test('an audience that is synced only by hand is read whole by the first run after a day', async () => {
  const tie = await start({ mcs_scheduleminutes: 0 });
  tie.later(23 * hour);
  await tie.sync();
  expect(await tie.isOnList('Gone')).toBe(true);
  tie.later(2 * hour);
  await scheduleDueRuns(tie.services);
  expect(await work(tie)).toEqual([]);
  await hint(tie, 'Later');
  expect(await work(tie)).toEqual(['webhook']);
  expect(await tie.isOnList('Gone')).toBe(false);
});

test('an audience that is synced every other day is read whole as often', async () => {
  const tie = await start({ mcs_scheduleminutes: 2 * 24 * 60 });
  tie.later(47 * hour);
  await scheduleDueRuns(tie.services);
  expect(await work(tie)).toEqual([]);
  await hint(tie, 'Meanwhile');
  await work(tie);
  tie.later(hour);
  await scheduleDueRuns(tie.services);
  expect(await work(tie)).toEqual(['schedule']);
  expect(await tie.isOnList('Gone')).toBe(false);
});
