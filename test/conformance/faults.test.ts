/** What goes wrong on the way: each ends right, in the same run or in the next one, and nothing is doubled. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { bringForward, type BroughtForward } from '../../connector/sync/requests/bring-forward';
import { keepWebhooks } from '../../connector/sync/webhooks/keep-webhook';
import { closeShared, own, shared } from './shared';
import { addressOf, audienceId, contactIdOf, listId, Tie, today, yesterday, type People } from './tie';

afterAll(closeShared);

const inBoth = {
  list: { on: today },
  members: [{ status: 'subscribed', at: yesterday }],
} as const satisfies People[string];
const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const many = (prefix: string, count: number, story: People[string] = inBoth): People =>
  Object.fromEntries(keys(prefix, count).map((key) => [key, story]));

/** A name changes on each side, somebody leaves each side, and somebody is new on each. */
const changes = shared(async () => {
  const tie = await Tie.start(many('F', 40), { columns: { mcs_limitpeople: 1_000 } });
  await tie.sync();
  return tie;
});

let round = 0;

async function changeBothSides(tie: Tie) {
  round += 1;
  tie.later(60 * 60);
  const [renamed, left, removed] = [`F-${round * 3 - 2}`, `F-${round * 3 - 1}`, `F-${round * 3}`] as const;
  const [added, signedUp] = [`New-${round}`, `Up-${round}`] as const;
  await tie.changeContact(renamed, { lastname: `Renamed ${round}` });
  await tie.play(left, { do: 'unsubscribe' });
  await tie.takeOff([removed]);
  await tie.createContact(added);
  await tie.putOn(added);
  await tie.play(signedUp, { do: 'subscribe' });
  return { renamed, left, removed, added, signedUp };
}

async function expectCarriedOver(
  tie: Tie,
  { renamed, left, removed, added, signedUp }: Awaited<ReturnType<typeof changeBothSides>>,
) {
  const members = await tie.members();
  expect(members.get(addressOf(renamed))?.lastName).toBe(`Renamed ${round}`);
  expect(members.get(addressOf(removed))?.status).toBe('archived');
  expect(members.get(addressOf(added))?.status).toBe('subscribed');
  expect(await tie.isOnList(left)).toBe(false);
  const created = await tie.world.get<{ contactid: string }>(
    `contacts?$select=contactid&$filter=emailaddress1 eq '${addressOf(signedUp)}'`,
  );
  expect(created).toHaveLength(1);
  expect((await tie.onList()).has(created[0]?.contactid ?? '')).toBe(true);
  const rows = await tie.rows();
  expect(new Set(rows.map(({ address }) => address)).size).toBe(rows.length);
  tie.later(60 * 60);
  expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
}

const html = '<html><body><h1>Bad Gateway</h1></body></html>';
const passing: [string, 'mailchimp' | 'dataverse', Record<string, unknown>][] = [
  ['Mailchimp says 429 and when to come back', 'mailchimp', { status: 429, headers: { 'Retry-After': '7' }, times: 4 }],
  ['Mailchimp says 429 and no more', 'mailchimp', { status: 429, times: 4 }],
  ['Mailchimp is blocked on its way, 403 in HTML', 'mailchimp', { status: 403, body: html, times: 4 }],
  ['a gateway before Mailchimp fails, 502 in HTML', 'mailchimp', { status: 502, body: html, times: 4 }],
  ['connections to Mailchimp are reset', 'mailchimp', { reset: true, times: 4 }],
  [
    'Dynamics 365 says 429 and when to come back',
    'dataverse',
    { status: 429, headers: { 'Retry-After': '7' }, times: 4 },
  ],
  [
    'a gateway before Dynamics 365 fails, 502 in HTML',
    'dataverse',
    { status: 502, body: html, times: 4, method: 'GET' },
  ],
  ['connections to Dynamics 365 are reset', 'dataverse', { reset: true, times: 4, method: 'GET' }],
  [
    'people joined Mailchimp, and the answer was lost',
    'mailchimp',
    { method: 'POST', pathContains: `/lists/${audienceId}`, reset: true, afterApply: true },
  ],
  [
    'people were created, and the answer was lost',
    'dataverse',
    { method: 'POST', pathContains: 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', reset: true, afterApply: true },
  ],
  [
    'people joined the list, and the answer was lost',
    'dataverse',
    { method: 'POST', pathContains: 'AddListMembersList', reset: true, afterApply: true },
  ],
  [
    'rows were written, and the answer was lost',
    'dataverse',
    {
      method: 'POST',
      pathContains: 'mcs_audiencemembers/Microsoft.Dynamics.CRM.CreateMultiple',
      reset: true,
      afterApply: true,
    },
  ],
];

test.each(passing)('%s', async (_, side, fault) => {
  const tie = await changes();
  const changed = await changeBothSides(tie);
  const runId = await tie.request();
  await tie.fault(side, fault);
  await tie.finish(runId);
  await tie.repair(side);
  if ((await tie.report(runId)).status !== 'completed') await tie.sync();
  await expectCarriedOver(tie, changed);
});

test('the answer to an addition is lost for good: the next run meets the members and doubles nobody', async () => {
  const tie = await own(() => Tie.start({ ...many('L', 3), ...many('Lost', 3, { list: { on: today } }) }));
  await tie.fault('mailchimp', {
    method: 'POST',
    pathContains: `/lists/${audienceId}`,
    status: 504,
    afterApply: true,
    times: 1_000,
  });
  await tie.sync();
  await tie.repair('mailchimp');
  tie.later(60 * 60);
  await tie.sync('full');
  const members = [...(await tie.members()).values()];
  expect(members.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'subscribed'));
  expect((await tie.rows()).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => 'in-sync'));
  await tie.sync('full');
  expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
});

test('one record of many is refused: that person alone needs attention, and is created when the cause is gone', async () => {
  const stranger = {
    contact: null,
    members: [{ status: 'subscribed', at: yesterday }],
  } as const satisfies People[string];
  const tie = await own(() => Tie.start(many('S', 100, stranger)));
  // CreateMultiple is all or nothing; what is left of it goes one by one in a batch, where this person fails again.
  await tie.fault('dataverse', {
    method: 'POST',
    recordContains: addressOf('S-42'),
    pathContains: 'contacts',
    times: 1_000,
  });
  expect(await tie.sync()).toMatchObject({ status: 'completed-with-issues', sentence: '1 person needs attention.' });
  expect(await tie.world.get('contacts?$select=contactid')).toHaveLength(99);
  expect((await tie.onList()).size).toBe(99);
  expect(await tie.rowOf('S-42')).toMatchObject({ personId: null, outcome: 'attention', reason: 'refused-by-crm' });
  expect(await tie.statusOf('S-42')).toBe('subscribed');
  await tie.repair('dataverse');
  tie.later(60 * 60);
  await tie.sync('full');
  expect(await tie.world.get('contacts?$select=contactid')).toHaveLength(100);
  expect(await tie.rowOf('S-42')).toMatchObject({ outcome: 'in-sync' });
});

test('the list is locked in the middle of a run: said, and done after it is unlocked', async () => {
  const tie = await own(() => Tie.start(many('K', 20)));
  await tie.sync();
  tie.later(60 * 60);
  await tie.play('K-1', { do: 'unsubscribe' });
  await tie.play('Late', { do: 'subscribe' });
  const runId = await tie.request();
  await tie.planOnly(runId);
  await tie.dataverse('PATCH', `lists(${listId})`, { lockstatus: true });
  await tie.finish(runId);
  expect(await tie.report(runId)).toMatchObject({
    status: 'failed',
    sentence: 'The marketing list People is locked. Unlock it, then sync again.',
  });
  expect((await tie.onList()).size).toBe(20);
  await tie.dataverse('PATCH', `lists(${listId})`, { lockstatus: false });
  tie.later(60 * 60);
  await tie.sync();
  expect((await tie.onList()).size).toBe(20);
  expect(await tie.isOnList('K-1')).toBe(false);
  expect(await tie.world.get('contacts?$select=contactid')).toHaveLength(21);
});

test('members change while their pages are read: nobody is missed, nobody is met twice', async () => {
  const tie = await own(() => Tie.start(many('P', 1_100)));
  await tie.sync();
  tie.later(60 * 60);
  const meddled = {
    ...tie.services,
    mailchimp: (name: string) => {
      const account = tie.services.mailchimp(name);
      return {
        ...account,
        async *members(...query: Parameters<typeof account.members>) {
          for await (const page of account.members(...query)) {
            yield page;
            if (page.members.length < 1_000) continue;
            await tie.play('P-3', { do: 'edit', merge_fields: { LNAME: 'Moved' } });
            await tie.play('P-4', { do: 'unsubscribe' });
            await tie.play('P-1090', { do: 'unsubscribe' });
          }
        },
      };
    },
  };
  await tie.sync('full', meddled);
  tie.later(60 * 60);
  await tie.sync();
  expect([await tie.isOnList('P-4'), await tie.isOnList('P-1090'), (await tie.onList()).size]).toEqual([
    false,
    false,
    1_098,
  ]);
  expect(await tie.rows()).toHaveLength(1_100);
  expect(await tie.world.get(`contacts?$select=lastname&$filter=contactid eq ${contactIdOf('P-3')}`)).toMatchObject([
    { lastname: 'Moved' },
  ]);
});

test.each([
  ['doubled', { webhookDeliveries: 'doubled' }],
  ['swapped', { webhookOrder: 'swapped' }],
])('deliveries of a webhook that are %s ask for one run, and end the same', async (_, switches) => {
  const tie = await own(() => Tie.start({ ...many('W', 3) }));
  await tie.sync();
  tie.later(60 * 60);
  const { id } = await tie.audience();
  const brought: BroughtForward[] = [];
  const service = createServer((request, response) => {
    const answer = () => response.writeHead(200).end();
    if (request.method === 'GET') return void answer();
    void bringForward(tie.services, [{ of: 'audience', audienceId: id }])
      .then((runs) => brought.push(...runs))
      .finally(answer);
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  try {
    const publicUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    await keepWebhooks(
      { ...tie.services, webhooks: { publicUrl, mailchimpSecrets: ['setting'] } },
      await tie.services.crm.audiences(),
    );
    await tie.switches('mailchimp', switches);
    await tie.play('W-1', { do: 'upemail', new_email: 'new.w@conformance.example', merge_fields: { LNAME: 'Moved' } });
    await tie.play('W-2', { do: 'unsubscribe' });
    await tie.world.send('GET', `${tie.world.mailchimpUrl}/_sandbox/idle`);
  } finally {
    service.close();
  }
  expect(brought.length).toBeGreaterThan(1);
  expect(new Set(brought.map(({ runId }) => runId)).size).toBe(1);
  const [first] = brought;
  await tie.finish(first?.runId ?? '');
  expect(await tie.isOnList('W-2')).toBe(false);
  const [moved] = await tie.world.get<{ emailaddress1: string; lastname: string }>(
    `contacts?$select=emailaddress1,lastname&$filter=contactid eq ${contactIdOf('W-1')}`,
  );
  expect(moved).toMatchObject({ emailaddress1: 'new.w@conformance.example', lastname: 'Moved' });
  expect(await tie.world.get('contacts?$select=contactid')).toHaveLength(3);
  tie.later(60);
  expect((await tie.sync()).writes).toEqual({ mailchimp: 0, dataverse: 0 });
});
