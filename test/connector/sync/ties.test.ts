import { choices } from '../../../connector/dataverse/schema.generated';
import { scheduleDueRuns } from '../../../connector/sync/requests/schedule';
import { openOffice, type Office } from './office';

const subscribed = (...names: string[]) => names.map((first) => ({ first, status: 'subscribed' as const }));

const audienceUrl = async (office: Office) =>
  `${office.world.dataverseUrl}/api/data/v9.2/mcs_audiences(${(await office.world.audience('News')).id})`;

const set = async (office: Office, columns: Record<string, unknown>) =>
  office.world.send('PATCH', await audienceUrl(office), columns);

const sentenceOf = async (office: Office) => {
  const [row] = await office.world.get<{ mcs_statussentence: string }>(
    `mcs_audiences?$select=mcs_statussentence&$filter=mcs_name eq 'News'`,
  );
  return row?.mcs_statussentence;
};

const markedLists = async (office: Office) => {
  const lists = await office.world.get<{ listname: string }>(
    'lists?$select=listname&$filter=_mcs_audienceid_value ne null',
  );
  return lists.map(({ listname }) => listname);
};

const otherList = '0be00000-0000-4000-8000-00000000a002';

describe('an audience that is tied to another list', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice(subscribed('Ann', 'Bob', 'Cleo', 'Dan'));
    await office.play('ann@office.example', { do: 'unsubscribe' });
    await office.settle();
    await office.putOnList('Ann', 1);
    await office.putOnList('Bob', 1);
  });
  afterAll(() => office.world.close());

  test('without a new start is not synced: nobody is archived for not being on the new list', async () => {
    await set(office, { 'mcs_marketinglistid@odata.bind': `/lists(${otherList})` });
    const report = await office.run();
    expect(report).toMatchObject({ status: 'failed', sentence: expect.stringContaining('press Start') });
    expect(await office.world.audience('News')).toMatchObject({ tieState: 'ready', syncStatus: 'ready' });
    expect(await office.members()).toMatchObject({ 'cleo@office.example': 'subscribed' });
  });

  test('with a new start brings everybody in Mailchimp onto the new list, and keeps every no', async () => {
    await office.world.tie('News', 'Buyers');
    await office.run();
    expect(await office.members()).toEqual({
      'ann@office.example': 'unsubscribed',
      'bob@office.example': 'subscribed',
      'cleo@office.example': 'subscribed',
      'dan@office.example': 'subscribed',
    });
    expect(await office.onList(1)).toEqual(expect.arrayContaining(['Bob', 'Cleo', 'Dan']));
    await office.rest();
    expect((await office.reasons())['ann@office.example']).toMatch(/said-no|mailchimp-later/);
  });

  test('leaves the old list as it is, and takes its mark away', async () => {
    expect(await office.onList(0)).toEqual(['Bob', 'Cleo', 'Dan']);
    expect(await markedLists(office)).toEqual(['Buyers']);
  });
});

describe('untying', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice(subscribed('Ann', 'Bob', 'Cleo'));
    await office.play('ann@office.example', { do: 'unsubscribe' });
    await office.settle();
    await set(office, { 'mcs_marketinglistid@odata.bind': null, mcs_tiestate: choices.mcs_tiestate['not-tied'] });
    await scheduleDueRuns(office.world.services);
  });
  afterAll(() => office.world.close());

  test('removes nobody from either side', async () => {
    expect(await office.onList()).toEqual(['Bob', 'Cleo']);
    expect(Object.values(await office.members()).toSorted()).toEqual(['subscribed', 'subscribed', 'unsubscribed']);
    expect(await markedLists(office)).toEqual([]);
  });

  test('and tying again keeps every no, even of somebody whom an administrator archived meanwhile', async () => {
    await office.play('ann@office.example', { do: 'archive', by: 'admin' });
    await office.putOnList('Ann');
    await office.world.tie('News', 'Readers');
    await office.run();
    expect((await office.members())['ann@office.example']).toBe('archived');
    await office.rest();
    expect(await markedLists(office)).toEqual(['Readers']);
  });
});

describe('pausing', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice(subscribed('Ann', 'Bob', 'Cleo', 'Dan'));
    await set(office, { mcs_tiestate: choices.mcs_tiestate.paused });
    await scheduleDueRuns(office.world.services);
    office.later();
  });
  afterAll(() => office.world.close());

  const minuteOfTheTimer = async () => {
    await set(office, { mcs_nextcheck: null });
    await scheduleDueRuns(office.world.services);
  };

  test('removes nobody and says so', async () => {
    expect(await office.onList()).toEqual(['Ann', 'Bob', 'Cleo', 'Dan']);
    await minuteOfTheTimer();
    expect(await sentenceOf(office)).toBe('Paused. Nobody joins or leaves until it is resumed.');
  });

  test('says how many who said no are waiting', async () => {
    await office.play('ann@office.example', { do: 'unsubscribe' });
    await minuteOfTheTimer();
    expect(await sentenceOf(office)).toBe('Paused. 1 person who said no is waiting to be passed on.');
    await office.play('bob@office.example', { do: 'unsubscribe' });
    await office.play('cleo@office.example', { do: 'edit', merge_fields: { LNAME: 'Edited' } });
    await minuteOfTheTimer();
    expect(await sentenceOf(office)).toBe('Paused. 2 people who said no are waiting to be passed on.');
  });

  test('passes them on once it is resumed', async () => {
    await set(office, { mcs_tiestate: choices.mcs_tiestate.running });
    expect(await office.settle()).toMatchObject({ leaveList: 2 });
    expect(await office.onList()).toEqual(['Cleo', 'Dan']);
  });
});

describe('a tie that is changed while nobody syncs', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice(subscribed('Ann', 'Bob'));
  });
  afterAll(() => office.world.close());

  const afterAMinute = async () => {
    await scheduleDueRuns(office.world.services);
    const { tieState, syncStatus } = await office.world.audience('News');
    return [tieState, syncStatus, await sentenceOf(office)];
  };
  const ready = ['ready', 'ready', 'Nothing has been changed yet. Look at the numbers, then start.'];

  test('by Manage without starting says within a minute that it is ready', async () => {
    await office.world.tie('News', 'Buyers');
    expect(await afterAMinute()).toEqual(ready);
  });

  test('to another list alone, as a form does it, waits for its start', async () => {
    await office.world.tie('News', 'Readers');
    await office.run();
    await set(office, { 'mcs_marketinglistid@odata.bind': `/lists(${otherList})` });
    expect(await afterAMinute()).toEqual(ready);
  });

  test('to no list alone is untied', async () => {
    await set(office, { 'mcs_marketinglistid@odata.bind': null });
    expect(await afterAMinute()).toEqual([
      'not-tied',
      'not-tied',
      'Choose the marketing list that belongs to this audience.',
    ]);
    expect(await markedLists(office)).toEqual([]);
  });
});

describe('one direction', () => {
  test('only to Mailchimp: the list is followed, a no comes back, a new member waits', async () => {
    const office = await openOffice([...subscribed('Ann', 'Bob', 'Cleo'), { first: 'Dan' }], {
      columns: { mcs_direction: choices.mcs_direction['to-mailchimp'] },
    });
    await office.play('ann@office.example', { do: 'unsubscribe' });
    await office.play('stranger@office.example', { do: 'subscribe' });
    await office.takeOffList('Bob');
    await office.run();
    await office.rest();
    expect(await office.onList()).toEqual(['Cleo', 'Dan']);
    expect(await office.members()).toMatchObject({
      'bob@office.example': 'archived',
      'stranger@office.example': 'subscribed',
    });
    expect((await office.reasons())['stranger@office.example']).toBe('direction-off');
    await office.play('cleo@office.example', { do: 'upemail', new_email: 'cleo.new@office.example' });
    await office.settle();
    expect(await office.contact('Cleo')).toMatchObject({ emailaddress1: 'cleo@office.example' });
    await office.world.close();
  });

  test('only to Dynamics 365: Mailchimp is followed and never written, but for a no of the record', async () => {
    const office = await openOffice(subscribed('Ann', 'Bob', 'Cleo', 'Dan'), {
      columns: { mcs_direction: choices.mcs_direction['to-crm'] },
    });
    await office.play('ann@office.example', { do: 'unsubscribe' });
    await office.play('eve@office.example', { do: 'subscribe', merge_fields: { FNAME: 'Eve', LNAME: 'New' } });
    await office.takeOffList('Bob');
    await office.change('Cleo', { donotbulkemail: true });
    await office.change('Dan', { emailaddress1: 'dan.new@office.example' });
    await office.run();
    await office.rest();
    expect(await office.members()).toMatchObject({
      'bob@office.example': 'subscribed',
      'cleo@office.example': 'unsubscribed',
      'dan@office.example': 'subscribed',
    });
    expect(await office.onList()).toEqual(expect.arrayContaining(['Dan', 'Eve']));
    expect(await office.onList()).not.toContain('Ann');
    await office.world.close();
  });
});

test('a list that is tied to one audience is not synced with another, and the first one goes on', async () => {
  const office = await openOffice(subscribed('Ann', 'Bob'), { audiences: 2 });
  const { world } = office;
  await world.tie('Offers', 'Readers');
  const second = await world.sync('Offers');
  expect(second).toMatchObject({
    status: 'failed',
    sentence:
      'The marketing list Readers is tied to the audience News already. Open Manage and choose another list for Offers.',
  });
  expect((await world.sync('News')).status).toBe('completed');
  expect(await markedLists(office)).toContain('Readers');
  await world.close();
});
