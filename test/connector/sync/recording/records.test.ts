import { choices } from '../../../../connector/dataverse/schema.generated';
import { openOffice, type Office } from '../office';
import { notesOf } from '../steady';

const subscribed = (...names: string[]) => names.map((first) => ({ first, status: 'subscribed' as const }));

describe('records that are merged, put to sleep or deleted', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice(subscribed('Ann', 'Anna', 'Bob', 'Cleo', 'Dan', 'Eve', 'Fay', 'Gus', 'Hal'));
    await office.takeOffList('Anna');
    await office.settle();
  });
  afterAll(() => office.world.close());

  test('merged: the survivor takes the link and the place on the list, and Mailchimp hears nothing', async () => {
    await office.merge('Anna', 'Ann');
    const { mailchimp } = await office.run();
    expect(mailchimp.writes).toBe(0);
    await office.rest();
    expect(await office.onList()).toEqual(['Anna', 'Bob', 'Cleo', 'Dan', 'Eve', 'Fay', 'Gus', 'Hal']);
    expect(await office.members()).toMatchObject({ 'ann@office.example': 'subscribed' });
    const anna = await office.contact('Anna');
    const [row] = await office.world.get<{ mcs_personid: string }>(
      `mcs_audiencemembers?$select=mcs_personid&$filter=mcs_name eq 'ann@office.example'`,
    );
    expect(row?.mcs_personid).toBe(anna.id);
  });

  test('and both on the list: one place is left', async () => {
    await office.merge('Bob', 'Cleo');
    await office.run();
    await office.rest();
    expect(await office.onList()).toEqual(['Anna', 'Bob', 'Dan', 'Eve', 'Fay', 'Gus', 'Hal']);
    expect(await office.members()).toMatchObject({
      'bob@office.example': 'subscribed',
      'cleo@office.example': 'subscribed',
    });
  });

  test('inactive: out of Mailchimp, and back when reactivated', async () => {
    await office.change('Dan', { statecode: 1, statuscode: 2 });
    expect(await office.settle()).toMatchObject({ leaveMailchimp: 1 });
    expect((await office.reasons())['dan@office.example']).toBe('inactive');
    expect((await office.members())['dan@office.example']).toBe('archived');
    await office.change('Dan', { statecode: 0, statuscode: 1 });
    await office.settle();
    expect((await office.members())['dan@office.example']).toBe('subscribed');
  });

  test('X6: deleted: archived, and never created again', async () => {
    await office.remove('Eve');
    expect(await office.settle()).toMatchObject({ leaveMailchimp: 1, create: 0 });
    expect((await office.members())['eve@office.example']).toBe('archived');
    expect((await office.reasons())['eve@office.example']).toBe('deleted');
    await office.play('eve@office.example', { do: 'edit', merge_fields: { LNAME: 'Edited' } });
    expect(await office.settle()).toMatchObject({ create: 0 });
  });

  test('unless the person signs up after it', async () => {
    await office.play('eve@office.example', { do: 'resubscribe' });
    expect(await office.settle()).toMatchObject({ create: 1 });
    expect(await office.onList()).toContain('Eve');
    expect((await office.members())['eve@office.example']).toBe('subscribed');
  });

  test('X5: deleted, and another record has the same address: the other one is synced, the member stays', async () => {
    await office.world.send('POST', `${office.world.dataverseUrl}/api/data/v9.2/contacts`, {
      firstname: 'Faye',
      lastname: 'Office',
      emailaddress1: 'fay@office.example',
    });
    await office.settle();
    await office.remove('Fay');
    expect(await office.settle()).toMatchObject({ leaveMailchimp: 0, create: 0, join: 1 });
    expect((await office.members())['fay@office.example']).toBe('subscribed');
    expect(await office.onList()).toContain('Faye');
  });
});

describe('leads', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice(subscribed('Ann', 'Bob', 'Cleo'), { type: 'lead' });
  });
  afterAll(() => office.world.close());

  test('that are disqualified go out, and come back when reactivated', async () => {
    await office.change('Ann', { statecode: 2, statuscode: 4 });
    await office.settle();
    expect((await office.members())['ann@office.example']).toBe('archived');
    expect((await office.reasons())['ann@office.example']).toBe('disqualified');
    await office.change('Ann', { statecode: 0, statuscode: 1 });
    await office.settle();
    expect((await office.members())['ann@office.example']).toBe('subscribed');
  });

  test('that are qualified stay, with the reason', async () => {
    await office.change('Bob', { statecode: 1, statuscode: 3 });
    await office.settle();
    expect((await office.members())['bob@office.example']).toBe('subscribed');
    expect(await office.onList()).toContain('Bob');
    expect((await office.reasons())['bob@office.example']).toBe('qualified');
  });
});

describe('two people with one address', () => {
  test('X21: one is synced, the other one is told so, and nobody is doubled', async () => {
    const office = await openOffice([
      { first: 'Ann', email: 'home@office.example', status: 'subscribed' },
      { first: 'Bob', email: 'bob@office.example' },
    ]);
    await office.change('Bob', { emailaddress1: 'home@office.example' });
    await office.run();
    await office.rest();
    expect(await office.members()).toMatchObject({ 'home@office.example': 'subscribed' });
    expect(Object.values(await office.reasons())).toContain('shared-address');
    expect(await office.onList()).toEqual(['Ann', 'Bob']);
    await office.world.close();
  });
});

describe('one person with two addresses', () => {
  type Status = 'subscribed' | 'unsubscribed' | 'cleaned';
  const rows: [id: string, one: Status, other: Status, before: boolean, after: boolean][] = [
    ['D1', 'unsubscribed', 'unsubscribed', true, false],
    ['D2', 'cleaned', 'unsubscribed', true, false],
    ['D3', 'unsubscribed', 'cleaned', true, false],
    ['D4', 'subscribed', 'subscribed', true, true],
    ['D5', 'subscribed', 'subscribed', false, true],
    ['D6', 'unsubscribed', 'cleaned', false, false],
    ['D7', 'unsubscribed', 'subscribed', true, true],
    ['D8', 'subscribed', 'unsubscribed', true, true],
    ['D9', 'subscribed', 'cleaned', true, true],
    ['D10', 'unsubscribed', 'unsubscribed', false, false],
    ['D11', 'unsubscribed', 'subscribed', false, true],
    ['D12', 'subscribed', 'unsubscribed', false, true],
    ['D13', 'subscribed', 'cleaned', false, true],
  ];

  test('D1 to D13: on the list if one of them is in, and Mailchimp hears nothing', async () => {
    const office = await openOffice(
      rows.map(([id, , , before]) => ({ first: id, onList: before, second: `${id.toLowerCase()}.b@office.example` })),
      { columns: { mcs_optoutrule: choices.mcs_optoutrule.never } },
    );
    const play = async (name: string, email: string, status: Status) => {
      await office.play(email, { do: 'subscribe', merge_fields: { FNAME: name, LNAME: 'Office' } });
      if (status === 'unsubscribed') await office.play(email, { do: 'unsubscribe' });
      if (status === 'cleaned') await office.play(email, { do: 'clean' });
    };
    for (const [id, one, other] of rows) {
      await play(id, `${id.toLowerCase()}@office.example`, one);
      await play(id, `${id.toLowerCase()}.b@office.example`, other);
    }
    const report = await office.run();
    expect(report.mailchimp.writes).toBe(0);
    await office.rest();
    const expected = rows.filter(([, , , , after]) => after).map(([id]) => id);
    expect((await office.onList()).toSorted()).toEqual(expected.toSorted());
    await office.world.close();
  });
});

describe('people whom Mailchimp refuses', () => {
  let office: Office;
  const add = async (first: string, email: string) => {
    await office.world.send('POST', `${office.world.dataverseUrl}/api/data/v9.2/contacts`, {
      firstname: first,
      lastname: 'Office',
      emailaddress1: email,
    });
    await office.putOnList(first);
  };
  const switches = (on: Record<string, unknown>) =>
    office.world.send('PATCH', `${office.world.mailchimpUrl}/_sandbox/switches`, on);

  beforeAll(async () => {
    office = await openOffice(subscribed('Ann', 'Bob'));
  });
  afterAll(() => office.world.close());

  test('X13: for an address that was deleted for good: remembered, and never sent again', async () => {
    await office.play('cleo@office.example', { do: 'subscribe', by: 'admin' });
    await office.play('cleo@office.example', { do: 'forget', by: 'admin' });
    await add('Cleo', 'cleo@office.example');
    const report = await office.run();
    expect(report.status).toBe('completed');
    await office.rest();
    expect((await office.reasons())['cleo@office.example']).toBe('forgotten');
    await office.takeOffList('Cleo');
    await office.settle();
    await office.putOnList('Cleo');
    expect(await office.settle()).toMatchObject({ add: 0 });
  });

  test('until the person signs up by themselves', async () => {
    await office.play('cleo@office.example', { do: 'subscribe' });
    await office.settle();
    expect((await office.members())['cleo@office.example']).toBe('subscribed');
    expect((await office.reasons())['cleo@office.example']).not.toBe('forgotten');
  });

  test('for a compliance state: asked once at the most, where the rule says so', async () => {
    const { id } = await office.world.audience('News');
    await office.play('bob@office.example', { do: 'unsubscribe' });
    await office.settle();
    await office.world.send('PATCH', `${office.world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
      mcs_resubscriberule: choices.mcs_resubscriberule.ask,
    });
    await office.putOnList('Bob');
    expect(await office.settle()).toMatchObject({ confirmations: 1 });
    expect((await office.members())['bob@office.example']).toBe('pending');
    // The answer is no again.
    await office.play('bob@office.example', { do: 'unsubscribe' });
    await office.settle();
    await office.putOnList('Bob');
    expect(await office.settle()).toMatchObject({ confirmations: 0, add: 0 });
    expect((await office.reasons())['bob@office.example']).toBe('said-no');
  });

  test('X9: who signed up to a lot of lists lately is tried again after an hour, not before', async () => {
    await office.takeOffList('Ann');
    await office.settle();
    await switches({ archivedResubscribeThrottle: true });
    await office.putOnList('Ann');
    const first = await office.run();
    expect((await office.reasons())['ann@office.example']).toBe('retry-later');
    expect(first.status).not.toBe('failed');
    await switches({ archivedResubscribeThrottle: false });
    office.later(1);
    expect((await office.run()).mailchimp.writes).toBe(0);
    office.later(60);
    await office.settle();
    expect((await office.members())['ann@office.example']).toBe('subscribed');
  });

  test('X9: and so is a new address that Mailchimp takes later', async () => {
    const { world } = office;
    await office.change('Ann', { emailaddress1: 'ann.new@office.example' });
    await world.send('POST', `${world.mailchimpUrl}/_sandbox/faults`, {
      method: 'PATCH',
      pathContains: '/members/',
      times: 1,
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Invalid Resource',
        status: 400,
        detail: "=ann has signed up to a lot of lists very recently; we're not allowing more signups for now",
      },
    });
    office.later(1);
    await office.run();
    expect((await office.reasons())['ann@office.example']).toBe('retry-later');
    const [done] = await world.services.crm.runsOf((await world.audience('News')).id, 1);
    const [csv] = await notesOf(world, done?.id ?? '', 'changes');
    expect(csv).toMatch(
      /address \(refused\),ann@office\.example,ann\.new@office\.example,.*'=ann has signed up to a lot/,
    );
    office.later(1);
    expect((await office.run()).mailchimp.writes).toBe(0);
    expect((await office.run('News', true)).mailchimp.writes).toBe(0);
    office.later(60);
    await office.settle();
    expect((await office.members())['ann.new@office.example']).toBe('subscribed');
  });
});
