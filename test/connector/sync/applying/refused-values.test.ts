/** A value that one side refuses once is told, tried again, and gives way to what somebody says later. */

import { addressOf, audienceId, contactIdOf, Tie, today, yesterday, type People } from '../../../conformance/tie';

const inBoth = {
  list: { on: today },
  members: [{ status: 'subscribed', at: yesterday }],
} as const satisfies People[string];

let tie: Tie;
afterEach(() => tie.close());

async function start(wilma: People[string] = inBoth): Promise<void> {
  tie = await Tie.start({ Wilma: wilma, Fred: inBoth });
}

async function synced(): Promise<void> {
  await tie.sync();
  tie.later(60 * 60);
}

const inDynamics = async (column: string): Promise<unknown> => {
  const [found] = await tie.world.get(`contacts?$select=${column}&$filter=contactid eq ${contactIdOf('Wilma')}`);
  return found?.[column];
};
const inMailchimp = async (tag: string): Promise<unknown> => {
  const answer = await fetch(`${tie.world.mailchimpUrl}/3.0/lists/${audienceId}/members/${addressOf('Wilma')}`, {
    headers: { authorization: `Basic ${Buffer.from('x:stand-in-us1').toString('base64')}` },
  });
  const member: unknown = await answer.json();
  return Object(member).merge_fields[tag];
};

const dynamicsRefuses = (value: string) =>
  tie.fault('dataverse', {
    pathContains: 'contacts',
    recordContains: value,
    status: 400,
    times: 1_000,
    body: { error: { code: '0x80040265', message: 'A plug-in refuses this value.' } },
  });
const mailchimpRefuses = (tag: string) =>
  tie.fault('mailchimp', {
    method: 'PATCH',
    times: 1_000,
    status: 400,
    body: {
      type: 'https://mailchimp.com/developer/marketing/docs/errors/',
      title: 'Invalid Resource',
      status: 400,
      detail: 'Your merge fields were invalid.',
      instance: '1',
      errors: [{ field: tag, message: 'This looks wrong.' }],
    },
  });

describe.each([
  ['a last name', 'LNAME', 'lastname', 'Rubble'],
  ['a first name', 'FNAME', 'firstname', 'Betty'],
])('%s that Dynamics 365 refuses once', (_story, tag, column, value) => {
  test('is told as long as it is refused, and written when the cause is gone', async () => {
    await start();
    await synced();
    await tie.play('Wilma', { do: 'edit', merge_fields: { [tag]: value } });
    await dynamicsRefuses(value);
    for (let times = 1; times <= 2; times += 1) {
      await synced();
      expect(await tie.rowOf('Wilma')).toMatchObject({ outcome: 'attention', reason: 'refused-by-crm' });
      expect([await inDynamics(column), await inMailchimp(tag)]).not.toContain(undefined);
      expect(await inDynamics(column)).not.toBe(value);
    }
    await tie.repair('dataverse');
    await tie.sync('full');
    expect([await inDynamics(column), await inMailchimp(tag)]).toEqual([value, value]);
    expect(await tie.rowOf('Wilma')).toMatchObject({ outcome: 'in-sync' });
    tie.later(60 * 60);
    expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
  });
});

test('a first name that Dynamics 365 lacks and refuses once is written when the cause is gone', async () => {
  await start({ ...inBoth, contact: { firstname: null } });
  await dynamicsRefuses('First');
  await synced();
  expect(await inDynamics('firstname')).toBeNull();
  expect(await tie.rowOf('Wilma')).toMatchObject({ outcome: 'attention', reason: 'refused-by-crm' });
  await tie.repair('dataverse');
  await tie.sync('full');
  expect(await inDynamics('firstname')).toBe('First');
  expect(await tie.rowOf('Wilma')).toMatchObject({ outcome: 'in-sync' });
});

test.each([
  ['a phone', 'PHONE', 'telephone1', '555 0001', '555 9999'],
  ['a name', 'LNAME', 'lastname', 'Rubble', 'Flintstone'],
])('%s that Dynamics 365 refused gives way to what is entered there afterwards', async (_, tag, column, old, newer) => {
  await start();
  await synced();
  await tie.play('Wilma', { do: 'edit', merge_fields: { [tag]: old } });
  await dynamicsRefuses(old);
  await synced();
  await tie.repair('dataverse');
  await tie.changeContact('Wilma', { [column]: newer });
  await synced();
  expect([await inDynamics(column), await inMailchimp(tag)]).toEqual([newer, newer]);
  expect(await tie.rowOf('Wilma')).toMatchObject({ outcome: 'in-sync' });
});

test('a phone that Mailchimp refused gives way to what is entered there afterwards', async () => {
  await start();
  await synced();
  await tie.changeContact('Wilma', { telephone1: '555 0001' });
  await mailchimpRefuses('PHONE');
  await synced();
  expect(await tie.rowOf('Wilma')).toMatchObject({ outcome: 'attention', reason: 'fields-refused' });
  await tie.repair('mailchimp');
  await tie.play('Wilma', { do: 'edit', merge_fields: { PHONE: '555 9999' } });
  await synced();
  expect([await inDynamics('telephone1'), await inMailchimp('PHONE')]).toEqual(['555 9999', '555 9999']);
  expect(await tie.rowOf('Wilma')).toMatchObject({ outcome: 'in-sync' });
});
