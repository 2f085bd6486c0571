import type { NewListEvent } from '../../../../connector/dataverse/port';
import { scheduleDueRuns } from '../../../../connector/sync/requests/schedule';
import { closeShared, own } from '../../../conformance/shared';
import { contactIdOf, Tie, today, yesterday, type People } from '../../../conformance/tie';

afterAll(closeShared);

const day = 24 * 60 * 60;
const longAgo = '2025-11-01T09:00:00Z';

const subscribed = { status: 'subscribed', at: '2025-10-01T09:00:00Z' } as const;
const people: People = {
  ...Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`P${n}`, { list: { on: today }, members: [subscribed] }]),
  ),
  Old: { list: { removed: longAgo }, members: [{ status: 'unsubscribed', at: '2025-10-01T09:00:00Z' }] },
  Recent: { list: { removed: yesterday }, members: [{ status: 'unsubscribed', at: '2025-10-01T09:00:00Z' }] },
};

const start = () => own(() => Tie.start(people));

/** Whose events are kept. */
const kept = async (tie: Tie): Promise<string[]> =>
  (await tie.world.get<{ mcs_personid: string }>('mcs_listevents?$select=mcs_personid')).map((row) => row.mcs_personid);
const idsOf = (...keys: string[]) => keys.map(contactIdOf).toSorted();

async function tick(tie: Tie): Promise<void> {
  await scheduleDueRuns(tie.services);
  for (const { id } of await tie.services.crm.openRuns()) await tie.finish(id);
}

test('events are forgotten after a season, once the audience of the list has read everybody since', async () => {
  const tie = await start();
  await tick(tie);
  expect((await kept(tie)).toSorted()).toEqual(idsOf('Old', 'Recent'));
  await tie.sync();
  const before = await tie.rowOf('Old');
  tie.later(2 * day);
  await tick(tie);
  expect(await kept(tie)).toEqual(idsOf('Recent'));
  // The row knows what the event said.
  expect(before?.last.crm).toMatchObject({ onList: false, changedOn: longAgo });
  tie.later(day);
  expect(await tie.sync('full')).toMatchObject({ writes: { mailchimp: 0, dataverse: 0 } });
  expect((await tie.rowOf('Old'))?.last.crm).toEqual(before?.last.crm);
});

test('a paused audience keeps what happened while it was paused, however long that is', async () => {
  const tie = await start();
  await tie.sync();
  await tie.services.crm.changeAudience((await tie.audience()).id, { tieState: 'paused' });
  tie.later(day);
  await tie.takeOff(['P1']);
  tie.later(200 * day);
  await tick(tie);
  expect(await kept(tie)).toEqual(idsOf('P1'));
});

test('what waits for approval keeps its dates, and is forgotten when it is answered', async () => {
  const tie = await start();
  await tie.sync();
  tie.later(day);
  const leaving = Array.from({ length: 20 }, (_, n) => `P${n}`);
  await tie.takeOff(leaving);
  await tie.sync();
  tie.later(120 * day);
  await tie.sync('full');
  const held = (await tie.services.crm.runsOf((await tie.audience()).id, 1))[0];
  expect(held?.status).toBe('needs-approval');
  await tick(tie);
  expect((await kept(tie)).toSorted()).toEqual(idsOf(...leaving));

  const approval = await tie.services.crm.createRun({
    audienceId: (await tie.audience()).id,
    mode: 'sync',
    trigger: 'person',
    consentConfirmed: false,
    name: 'Approval',
    proposedSettings: JSON.stringify({ approve: held?.id, people: 'all' }),
  });
  await tie.finish(approval);
  expect(await tie.statusOf('P1')).toBe('archived');
  tie.later(day);
  await tie.sync('full');
  tie.later(day);
  await tick(tie);
  expect(await kept(tie)).toEqual([]);
});

describe('events of a list that is tied to nothing', () => {
  const other = '0be00000-0000-4000-8000-0000000000bb';
  const event = (index: number): NewListEvent => ({
    marketingListId: other,
    personId: contactIdOf(`Other ${index}`),
    personType: 'contact',
    kind: 'removed',
    occurredOn: new Date(Date.parse(longAgo) + index * 1000).toISOString(),
    byUserId: contactIdOf('Somebody'),
    operationId: contactIdOf('Bulk'),
  });
  const withEvents = async (count: number): Promise<Tie> => {
    const tie = await own(() => Tie.start({}));
    await tie.dataverse('POST', 'lists', { listid: other, listname: 'Other', createdfromcode: 2 });
    await tie.services.crm.saveListEvents(Array.from({ length: count }, (_, index) => event(index)));
    return tie;
  };

  test('are forgotten after a season, some at a time, and looked for once a day', async () => {
    const tie = await withEvents(1_100);
    const left: number[] = [];
    for (let minutes = 0; minutes < 4; minutes += 1) {
      await tick(tie);
      left.push((await kept(tie)).length);
      tie.later(60);
    }
    expect(left).toEqual([600, 100, 0, 0]);
    await tie.services.crm.saveListEvents([event(5_000)]);
    await tick(tie);
    expect(await kept(tie)).toHaveLength(1);
    tie.later(day);
    await tick(tie);
    expect(await kept(tie)).toEqual([]);
  });

  test('do not stop the schedule where they cannot be deleted, and are tried again a day later', async () => {
    const tie = await withEvents(1);
    await tie.sync();
    tie.later(2 * day);
    await tie.world.send('POST', `${tie.world.dataverseUrl}/_sandbox/privileges`, {
      user: 'stand-in-service',
      revoke: ['prvDeletemcs_listevent'],
    });
    expect(await scheduleDueRuns(tie.services)).toMatchObject({ created: 1 });
    expect(await kept(tie)).toHaveLength(1);
    await tie.world.send('POST', `${tie.world.dataverseUrl}/_sandbox/privileges`, {
      user: 'stand-in-service',
      reset: true,
    });
    tie.later(day);
    await tick(tie);
    expect(await kept(tie)).toEqual([]);
  });
});
