/**
 * What somebody does to a whole list by mistake: nothing is lost, status and sentence say what happened, every no still goes
 * through, and the next run after the repair is right.
 */

import { choices } from '../../connector/dataverse/schema.generated';
import { closeShared, own } from './shared';
import {
  addressOf,
  audienceId,
  audienceName,
  contactIdOf,
  listId,
  listName,
  Tie,
  today,
  yesterday,
  type People,
} from './tie';

afterAll(closeShared);

const size = 30;
const keys = Array.from({ length: size }, (_, index) => `M-${index}`);
const everybody: People = Object.fromEntries(
  keys.map((key) => [key, { list: { on: today }, members: [{ status: 'subscribed', at: yesterday }] }]),
);
/** Unsubscribes meanwhile. */
const no = 'M-7';

async function synced(): Promise<Tie> {
  const tie = await own(() => Tie.start(everybody));
  await tie.sync();
  tie.later(60 * 60);
  return tie;
}

const subscribed = async (tie: Tie): Promise<number> =>
  [...(await tie.members()).values()].filter(({ status }) => status === 'subscribed').length;

const contacts = async (tie: Tie): Promise<number> => (await tie.world.get('contacts?$select=contactid')).length;

/** All are on both sides but the one who said no, and nothing is left to write. */
async function expectRight(tie: Tie): Promise<void> {
  expect(await tie.onList()).toEqual(new Set(keys.filter((key) => key !== no).map(contactIdOf)));
  expect(await subscribed(tie)).toBe(size - 1);
  expect(await tie.statusOf(no)).toBe('unsubscribed');
  expect(await contacts(tie)).toBe(size);
  expect(await tie.rows()).toHaveLength(size);
  tie.later(60 * 60);
  expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
}

const status = async (tie: Tie) => {
  const [row] = await tie.world.get<{ mcs_statussentence: string }>(
    `mcs_audiences?$select=mcs_statussentence&$filter=mcs_name eq '${audienceName}'`,
  );
  return { status: (await tie.audience()).syncStatus, sentence: row?.mcs_statussentence ?? '' };
};

const setList = (tie: Tie, columns: Record<string, unknown>) => tie.dataverse('PATCH', `lists(${listId})`, columns);

describe('the marketing list', () => {
  test.each([true, false])('emptied, told by the plug-in: %s', async (told) => {
    const tie = await synced();
    await tie.takeOff(keys, { told });
    await tie.play(no, { do: 'unsubscribe' });
    for (const mode of ['sync', 'full', 'sync'] as const) {
      await tie.sync(mode);
      expect(await subscribed(tie)).toBe(size - 1);
      expect(await status(tie)).toEqual({
        status: 'needs-approval',
        sentence: expect.stringContaining('29 people would leave'),
      });
      tie.later(60 * 60);
    }
    expect(await tie.rowOf(no)).toMatchObject({ no: { kind: 'unsubscribed' } });
    await tie.putOn(...keys.filter((key) => key !== no));
    expect(await tie.sync()).toMatchObject({ status: 'completed' });
    await expectRight(tie);
  });

  test.each<[string, (tie: Tie) => Promise<unknown>, (tie: Tie) => Promise<unknown>, RegExp]>([
    [
      'made invisible to the application user',
      (tie) => tie.world.send('POST', `${tie.world.dataverseUrl}/_sandbox/hide`, { table: 'list', id: listId }),
      (tie) => tie.world.send('POST', `${tie.world.dataverseUrl}/_sandbox/show`, { table: 'list', id: listId }),
      /does not exist any more, or the sync service may not see it/,
    ],
    [
      'deactivated',
      (tie) => setList(tie, { statecode: 1 }),
      (tie) => setList(tie, { statecode: 0 }),
      /is inactive\. Activate it/,
    ],
    [
      'locked',
      (tie) => setList(tie, { lockstatus: true }),
      (tie) => setList(tie, { lockstatus: false }),
      /is locked\. Unlock it/,
    ],
  ])('%s: nothing is touched until it is repaired', async (_, break_, repair, sentence) => {
    const tie = await synced();
    await break_(tie);
    await tie.play(no, { do: 'unsubscribe' });
    await tie.sync();
    expect(await status(tie)).toEqual({ status: 'error', sentence: expect.stringMatching(sentence) });
    expect(await subscribed(tie)).toBe(size - 1);
    expect(await tie.rows()).toHaveLength(size);
    await repair(tie);
    tie.later(24 * 60 * 60);
    expect(await tie.sync()).toMatchObject({ status: 'completed' });
    await expectRight(tie);
  });

  test('deleted, and another one made and tied: a new first run, in which every no is kept', async () => {
    const tie = await synced();
    await tie.play(no, { do: 'unsubscribe' });
    await tie.dataverse('DELETE', `lists(${listId})`);
    await tie.sync();
    expect(await status(tie)).toMatchObject({
      status: expect.stringMatching(/error|not-tied/),
      sentence: expect.stringMatching(/list/),
    });
    expect(await subscribed(tie)).toBe(size - 1);
    tie.later(60 * 60);
    await tie.world.seed({
      dataverse: {
        lists: [
          {
            listid: listId,
            listname: listName,
            createdfromcode: 2,
            members: keys.map((key) => ({ id: contactIdOf(key) })),
          },
        ],
      },
    });
    await tie.change({
      'mcs_marketinglistid@odata.bind': `/lists(${listId})`,
      mcs_tiestate: choices.mcs_tiestate.ready,
    });
    expect(await tie.sync()).toMatchObject({ status: 'completed' });
    expect(await tie.statusOf(no)).toBe('unsubscribed');
    expect(await subscribed(tie)).toBe(size - 1);
    expect(await contacts(tie)).toBe(size);
  });

  test('of leads tied in its place: nobody is removed anywhere, and who comes back to the old list is known', async () => {
    const tie = await synced();
    const leads = '0be00000-0000-4000-8000-0000000000ad';
    await tie.world.seed({ dataverse: { lists: [{ listid: leads, listname: 'Leads', createdfromcode: 4 }] } });
    const retie = (list: string) =>
      tie.change({
        'mcs_marketinglistid@odata.bind': `/lists(${list})`,
        mcs_tiestate: choices.mcs_tiestate.ready,
        mcs_createpeople: false,
      });
    await retie(leads);
    await tie.play(no, { do: 'unsubscribe' });
    await tie.sync();
    expect(await subscribed(tie)).toBe(size - 1);
    expect((await tie.onList()).size).toBe(size);
    tie.later(60 * 60);
    await retie(listId);
    await tie.sync();
    expect(await subscribed(tie)).toBe(size - 1);
    expect(await contacts(tie)).toBe(size);
    expect(await tie.rowOf(no)).toMatchObject({ no: { kind: 'unsubscribed' } });
    expect(await tie.isOnList(no)).toBe(false);
  });
});

describe('the audience in Mailchimp', () => {
  const mailchimpSeed = (members: unknown[] | null) => ({
    accounts: [
      {
        id: 'conformance0000000000001',
        name: 'Conformance Ltd',
        key: 'stand-in-us1',
        audiences: members === null ? [] : [{ id: audienceId, name: audienceName, members }],
      },
    ],
  });

  test('emptied: nobody leaves the list before somebody has looked', async () => {
    const tie = await synced();
    await tie.play(no, { do: 'unsubscribe' });
    for (const key of keys.filter((one) => one !== no)) await tie.play(key, { do: 'archive', by: 'admin' });
    await tie.sync();
    expect(await tie.isOnList(no)).toBe(false);
    expect((await tie.onList()).size).toBe(size - 1);
    expect(await status(tie)).toEqual({
      status: 'needs-approval',
      sentence: expect.stringContaining('29 people would leave'),
    });
    tie.later(60 * 60);
    for (const key of keys.filter((one) => one !== no)) await tie.play(key, { do: 'subscribe', by: 'admin' });
    expect(await tie.sync()).toMatchObject({ status: 'completed' });
    await expectRight(tie);
  });

  test('replaced by an empty one of the same id: nobody leaves the list', async () => {
    const tie = await synced();
    await tie.world.seed({ mailchimp: mailchimpSeed([]) });
    for (const mode of ['sync', 'full'] as const) {
      await tie.sync(mode);
      expect((await tie.onList()).size).toBe(size);
      tie.later(60 * 60);
    }
    expect(await status(tie)).toMatchObject({ status: 'needs-approval' });
    expect(await tie.rows()).toHaveLength(size);
  });

  test('deleted: said, and nothing is changed', async () => {
    const tie = await synced();
    const body = { type: 'about:blank', title: 'Resource Not Found', status: 404, detail: 'Gone.', instance: '' };
    await tie.fault('mailchimp', { pathContains: `/lists/${audienceId}`, status: 404, body, times: 100_000 });
    await tie.sync();
    expect(await status(tie)).toEqual({
      status: 'error',
      sentence: expect.stringContaining('does not exist in Mailchimp any more'),
    });
    expect((await tie.onList()).size).toBe(size);
    expect(await tie.rows()).toHaveLength(size);
    expect(await contacts(tie)).toBe(size);
  });
});

/** Who moved last is told by the dates, and those are each side's own: an hour is not made good, and never costs a no. */
describe.each([3_600, -3_600])('the clock of Dynamics 365 is %i seconds off', (clockOffsetSeconds) => {
  test('what changes on either side still arrives, and every no counts', async () => {
    const tie = await own(() => Tie.start(everybody));
    await tie.switches('dataverse', { clockOffsetSeconds });
    await tie.sync();
    tie.later(2 * 60 * 60);
    await tie.play(no, { do: 'unsubscribe' });
    await tie.changeContact('M-1', { lastname: 'Renamed' });
    await tie.takeOff(['M-2']);
    await tie.sync();
    expect([await tie.isOnList(no), await tie.statusOf('M-2')]).toEqual([false, 'archived']);
    expect((await tie.mailchimp.member(audienceId, addressOf('M-1')))?.lastName).toBe('Renamed');
    tie.later(60);
    await tie.putOn('M-2');
    await tie.sync();
    expect(await tie.statusOf('M-2')).toBe('subscribed');
    await expectRight(tie);
  });
});

test('a mapping points at a column that vanished: no value is lost, and everything else goes on', async () => {
  const tie = await own(() =>
    Tie.start({ ...everybody, 'M-0': { ...everybody['M-0'], contact: { jobtitle: 'Baker' } } }),
  );
  const mapping = {
    mcs_name: 'TITLE',
    mcs_mergetag: 'TITLE',
    mcs_column: 'jobtitle',
    mcs_createmissing: true,
    'mcs_audienceid@odata.bind': `/mcs_audiences(${(await tie.audience()).id})`,
  };
  const created = await tie.dataverse('POST', 'mcs_fieldmappings', mapping);
  const row = /mcs_fieldmappings\([0-9a-f-]{36}\)/.exec(created.headers.get('OData-EntityId') ?? '')?.[0] ?? '';
  await tie.sync();
  const title = async () => (await tie.mailchimp.member(audienceId, addressOf('M-0')))?.mergeFields?.['TITLE'];
  expect(await title()).toBe('Baker');
  tie.later(60 * 60);
  await tie.dataverse('PATCH', row, { mcs_column: 'new_vanished' });
  await tie.play(no, { do: 'unsubscribe' });
  await tie.takeOff(['M-2']);
  await tie.sync();
  expect(await status(tie)).toEqual({
    status: 'synced-with-issues',
    sentence: expect.stringContaining('The field mapping TITLE is stopped: a contact has no column new_vanished'),
  });
  expect([await title(), await tie.isOnList(no), await tie.statusOf('M-2')]).toEqual(['Baker', false, 'archived']);
  tie.later(60 * 60);
  await tie.dataverse('PATCH', row, { mcs_column: 'jobtitle' });
  await tie.putOn('M-2');
  await tie.sync();
  expect(await tie.world.get(`contacts?$select=jobtitle&$filter=contactid eq ${contactIdOf('M-0')}`)).toMatchObject([
    { jobtitle: 'Baker' },
  ]);
  expect(await title()).toBe('Baker');
  tie.later(60 * 60);
  await tie.sync('full');
  await expectRight(tie);
});

test('the environment was copied: nothing is synced there, and the original goes on', async () => {
  const tie = await synced();
  await tie.play(no, { do: 'unsubscribe' });
  const { crm } = tie.services;
  const copy = {
    ...tie.services,
    crm: { ...crm, me: async () => ({ ...(await crm.me()), organizationId: 'a copy' }) },
  };
  const before = await tie.operations('mailchimp');
  await tie.finish(await tie.request('sync', copy), copy);
  expect(await status(tie)).toEqual({ status: 'error', sentence: expect.stringContaining('copy of another one') });
  expect(await tie.operations('mailchimp')).toEqual(before);
  expect((await tie.onList()).size).toBe(size);
  tie.later(60 * 60);
  await tie.sync();
  await expectRight(tie);
});
