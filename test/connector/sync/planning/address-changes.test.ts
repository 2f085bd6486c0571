import { openOffice, type Office } from '../office';

const cast = [
  'Ann',
  'Bob',
  'Cleo',
  'Dan',
  'Eve',
  'Fay',
  'Gus',
  'Hal',
  'Ida',
  'Jim',
  'Kay',
  'Lea',
  'Max',
  'Ned',
  'Ola',
  'Pia',
  'Quin',
  'Rex',
  'Tom',
];

describe('an address that was changed', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice(cast.map((first) => ({ first, status: 'subscribed' as const })));
  });
  afterAll(() => office.world.close());

  test('X1: in Dynamics 365: the member is renamed and stays the one it was', async () => {
    const before = await office.members();
    await office.change('Ann', { emailaddress1: 'ann.new@office.example' });
    expect(await office.settle()).toMatchObject({ renames: 1, add: 0, leaveMailchimp: 0 });
    const after = await office.members();
    expect(after['ann.new@office.example']).toBe('subscribed');
    expect(after).not.toHaveProperty('ann@office.example');
    expect(Object.keys(after)).toHaveLength(Object.keys(before).length);
    expect((await office.reasons())['ann.new@office.example']).toBe('crm-moved');
  });

  test('X2: in Dynamics 365 to one that is subscribed already: that one stays, the old one is archived', async () => {
    await office.play('bob.new@office.example', { do: 'subscribe', merge_fields: { FNAME: 'Bob', LNAME: 'Office' } });
    await office.change('Bob', { emailaddress1: 'bob.new@office.example' });
    expect(await office.settle()).toMatchObject({ renames: 1, create: 0 });
    expect(await office.members()).toMatchObject({
      'bob.new@office.example': 'subscribed',
      'bob@office.example': 'archived',
    });
    expect((await office.onList()).filter((name) => name === 'Bob')).toHaveLength(1);
  });

  test('X3: in Dynamics 365 to one that is archived: that one comes back, the old one is archived', async () => {
    await office.play('cleo.new@office.example', { do: 'subscribe', by: 'admin' });
    await office.play('cleo.new@office.example', { do: 'archive', by: 'admin' });
    await office.change('Cleo', { emailaddress1: 'cleo.new@office.example' });
    await office.settle();
    expect(await office.members()).toMatchObject({
      'cleo.new@office.example': 'subscribed',
      'cleo@office.example': 'archived',
    });
  });

  test('in Dynamics 365 to one that said no: nobody is subscribed, and the person stays on the list', async () => {
    await office.play('dan.new@office.example', { do: 'subscribe', merge_fields: { FNAME: 'Dan', LNAME: 'Office' } });
    await office.play('dan.new@office.example', { do: 'unsubscribe' });
    await office.change('Dan', { emailaddress1: 'dan.new@office.example' });
    await office.settle();
    expect(await office.members()).toMatchObject({
      'dan.new@office.example': 'unsubscribed',
      'dan@office.example': 'archived',
    });
    expect((await office.reasons())['dan.new@office.example']).toBe('said-no');
    expect(await office.onList()).toContain('Dan');
  });

  test('in Mailchimp: only the column that matched is rewritten', async () => {
    await office.change('Eve', { emailaddress3: 'eve.third@office.example' });
    await office.settle();
    await office.play('eve@office.example', { do: 'upemail', new_email: 'eve.new@office.example' });
    expect(await office.settle()).toMatchObject({ renames: 1, create: 0 });
    expect(await office.contact('Eve')).toMatchObject({
      emailaddress1: 'eve.new@office.example',
      emailaddress2: null,
      emailaddress3: 'eve.third@office.example',
    });
  });

  test('W5: in Mailchimp, told together with a changed name', async () => {
    await office.play('fay@office.example', {
      do: 'upemail',
      new_email: 'fay.new@office.example',
      merge_fields: { FNAME: 'Fay', LNAME: 'Renamed' },
    });
    await office.settle();
    expect(await office.contact('Fay')).toMatchObject({ emailaddress1: 'fay.new@office.example', lastname: 'Renamed' });
  });

  test('in Mailchimp to one of another record: nothing is rewritten, and it is said', async () => {
    await office.world.send('POST', `${office.world.dataverseUrl}/api/data/v9.2/contacts`, {
      firstname: 'Other',
      lastname: 'Owner',
      emailaddress1: 'shared@office.example',
    });
    await office.play('gus@office.example', { do: 'upemail', new_email: 'shared@office.example' });
    await office.settle();
    expect(await office.contact('Gus')).toMatchObject({ emailaddress1: 'gus@office.example' });
    expect((await office.reasons())['shared@office.example']).toBe('shared-address');
  });

  test('on both sides: the later change wins', async () => {
    await office.change('Hal', { emailaddress1: 'hal.crm@office.example' });
    await office.play('ida@office.example', { do: 'upemail', new_email: 'ida.mailchimp@office.example' });
    office.later(1);
    await office.play('hal@office.example', { do: 'upemail', new_email: 'hal.mailchimp@office.example' });
    await office.change('Ida', { emailaddress1: 'ida.crm@office.example' });
    await office.settle();
    expect(await office.contact('Hal')).toMatchObject({ emailaddress1: 'hal.mailchimp@office.example' });
    expect(await office.members()).toMatchObject({ 'ida.crm@office.example': 'subscribed' });
  });

  test('of somebody who unsubscribed: no new member, and the no stays with the person', async () => {
    await office.play('jim@office.example', { do: 'unsubscribe' });
    await office.settle();
    await office.change('Jim', { emailaddress1: 'jim.new@office.example' });
    await office.putOnList('Jim');
    await office.settle();
    const members = await office.members();
    expect(members['jim@office.example']).toBe('unsubscribed');
    expect(members).not.toHaveProperty('jim.new@office.example');
    expect((await office.reasons())['jim@office.example']).toBe('said-no');
  });

  test('of somebody whose mail bounces: a new member beside the old one', async () => {
    await office.play('kay@office.example', { do: 'clean' });
    await office.change('Kay', { emailaddress1: 'kay.new@office.example' });
    await office.settle();
    expect(await office.members()).toMatchObject({
      'kay@office.example': 'cleaned',
      'kay.new@office.example': 'subscribed',
    });
    expect(await office.onList()).toContain('Kay');
  });

  test('of somebody whom a bounce took off the list: back on both sides under the new address', async () => {
    await office.play('tom@office.example', { do: 'clean' });
    expect(await office.settle()).toMatchObject({ leaveList: 1 });
    await office.change('Tom', { emailaddress1: 'tom.new@office.example' });
    await office.run('News', true);
    await office.rest();
    expect(await office.onList()).toContain('Tom');
    expect(await office.members()).toMatchObject({
      'tom@office.example': 'cleaned',
      'tom.new@office.example': 'subscribed',
    });
    await office.takeOffList('Tom');
    await office.settle();
    expect((await office.members())['tom.new@office.example']).toBe('archived');
  });

  test('to one that another person on the list has already: nothing is changed, and it is said', async () => {
    await office.change('Lea', { emailaddress1: 'max@office.example' });
    await office.settle();
    expect(await office.members()).toMatchObject({
      'lea@office.example': 'subscribed',
      'max@office.example': 'subscribed',
    });
    expect((await office.reasons())['lea@office.example']).toBe('shared-address');
  });

  test('to one that Mailchimp refuses: said, and not sent again before it is corrected', async () => {
    await office.change('Ned', { emailaddress1: 'ned@example.com' });
    await office.settle();
    expect(await office.members()).toMatchObject({ 'ned@office.example': 'subscribed' });
    expect((await office.reasons())['ned@office.example']).toBe('address-refused');
    await office.change('Ned', { emailaddress1: 'ned.right@office.example' });
    await office.settle();
    expect(await office.members()).toMatchObject({ 'ned.right@office.example': 'subscribed' });
  });

  test('moved to another column: nothing happens', async () => {
    await office.change('Ola', { emailaddress1: 'ola.new@office.example', emailaddress2: 'ola@office.example' });
    expect(await office.settle()).toMatchObject({ renames: 0 });
    expect(await office.members()).toMatchObject({ 'ola@office.example': 'subscribed' });
  });

  test('and emptied: the member keeps it', async () => {
    await office.change('Pia', { emailaddress1: null });
    await office.settle();
    expect(await office.members()).toMatchObject({ 'pia@office.example': 'subscribed' });
    await office.change('Pia', { emailaddress1: 'pia.new@office.example' });
    await office.settle();
    expect(await office.members()).toMatchObject({ 'pia.new@office.example': 'subscribed' });
  });

  test('more of them than the limit allows wait, and nothing else does', async () => {
    const { id } = await office.world.audience('News');
    const limit = (people: number) =>
      office.world.send('PATCH', `${office.world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
        mcs_limitpeople: people,
        mcs_limitpercent: 0,
      });
    await limit(1);
    await office.change('Quin', { emailaddress1: 'quin.new@office.example' });
    await office.change('Rex', { emailaddress1: 'rex.new@office.example' });
    expect((await office.run()).status).toBe('needs-approval');
    expect(await office.members()).toMatchObject({
      'quin@office.example': 'subscribed',
      'rex@office.example': 'subscribed',
    });
    await limit(1_000);
    await office.settle();
    expect(await office.members()).toMatchObject({ 'quin.new@office.example': 'subscribed' });
  });
});
