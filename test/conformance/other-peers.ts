/** What other connectors test, or do: rows X1 to X22, but for those about webhooks. */

import { choices } from '../../connector/dataverse/schema.generated';
import { withoutCreation } from './identity';
import { contactsWith } from './mailchimp-changes';
import { addressOf, audienceId, contactIdOf, Tie, today, yesterday, type People } from './tie';
import { own, shared } from './shared';

const inBoth = {
  list: { on: today },
  members: [{ status: 'subscribed', at: yesterday }],
} as const satisfies People[string];
const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const many = (prefix: string, count: number): People =>
  Object.fromEntries(keys(prefix, count).map((key) => [key, inBoth]));

const running = shared(async () => {
  const tie = await Tie.start(
    {
      X1: inBoth,
      X2: inBoth,
      X3: inBoth,
      X5: inBoth,
      'X5-same-address': { contact: { emailaddress1: addressOf('X5') } },
      X6: inBoth,
      X9: inBoth,
      X13: inBoth,
      'X13-again': inBoth,
      X18: inBoth,
      X20: inBoth,
      'X20-no': inBoth,
      'X20-cleaned': inBoth,
      X21: { contact: { createdon: '2025-05-01T09:00:00Z' }, members: [{ status: 'subscribed', at: yesterday }] },
      'X21-other': { contact: { emailaddress1: addressOf('X21') } },
    },
    { columns: { mcs_limitpeople: 1_000 } },
  );
  await tie.sync();
  return tie;
});

const anHourLater = async (): Promise<Tie> => {
  const tie = await running();
  tie.later(60 * 60);
  return tie;
};

const settled = async (tie: Tie): Promise<void> => {
  tie.later(60 * 60);
  expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
};

export async function renamed(): Promise<void> {
  const tie = await anHourLater();
  await tie.changeContact('X1', { emailaddress1: 'new.x1@conformance.example' });
  await tie.sync();
  const members = await tie.members();
  expect(members.get('new.x1@conformance.example')?.status).toBe('subscribed');
  expect(members.has(addressOf('X1'))).toBe(false);
  expect(await tie.isOnList('X1')).toBe(true);
  await settled(tie);
}

export async function renamedOntoAMember(): Promise<void> {
  const tie = await anHourLater();
  await tie.world.send('POST', `${tie.world.mailchimpUrl}/_sandbox/play`, {
    audience: audienceId,
    email: 'new.x2@conformance.example',
    do: 'subscribe',
  });
  await tie.changeContact('X2', { emailaddress1: 'new.x2@conformance.example' });
  await tie.sync();
  const members = await tie.members();
  expect(members.get('new.x2@conformance.example')?.status).toBe('subscribed');
  expect(members.get(addressOf('X2'))?.status).toBe('archived');
  expect(await contactsWith(tie, 'new.x2@conformance.example')).toHaveLength(1);
  expect(await tie.isOnList('X2')).toBe(true);
  await settled(tie);
}

/** An address that was deleted for good takes nobody: the member keeps the old one, and the person is shown. */
export async function renamedOntoADeletedAddress(): Promise<void> {
  const tie = await anHourLater();
  const play = (deed: string) =>
    tie.world.send('POST', `${tie.world.mailchimpUrl}/_sandbox/play`, {
      audience: audienceId,
      email: 'new.x3@conformance.example',
      by: 'admin',
      do: deed,
    });
  await play('subscribe');
  await play('delete');
  await tie.changeContact('X3', { emailaddress1: 'new.x3@conformance.example' });
  await tie.sync();
  const members = await tie.members();
  expect(members.get(addressOf('X3'))?.status).toBe('subscribed');
  expect(members.has('new.x3@conformance.example')).toBe(false);
  expect((await tie.rows()).filter(({ personId }) => personId === contactIdOf('X3'))).toMatchObject([
    { address: addressOf('X3'), outcome: 'attention', reason: 'address-refused' },
  ]);
}

export async function fakeAddress(): Promise<void> {
  const tie = await anHourLater();
  await tie.createContact('X4', { emailaddress1: 'x4@gmial.com' });
  await tie.createContact('X4-other');
  await tie.putOn('X4', 'X4-other');
  expect(await tie.sync()).toMatchObject({ status: 'completed-with-issues' });
  expect(await tie.statusOf('X4-other')).toBe('subscribed');
  expect((await tie.rows()).find(({ address }) => address === 'x4@gmial.com')).toMatchObject({
    outcome: 'attention',
    reason: 'address-refused',
  });
  await tie.changeContact('X4', { emailaddress1: addressOf('X4') });
  tie.later(60 * 60);
  await tie.sync();
  expect(await tie.statusOf('X4')).toBe('subscribed');
}

export async function anotherHasTheAddress(): Promise<void> {
  const tie = await anHourLater();
  await tie.deleteContact('X5');
  await tie.sync('full');
  expect(await tie.statusOf('X5')).toBe('subscribed');
  expect(await tie.rowOf('X5')).toMatchObject({ personId: contactIdOf('X5-same-address'), outcome: 'in-sync' });
  expect(await tie.isOnList('X5-same-address')).toBe(true);
}

export async function nobodyElseHasTheAddress(): Promise<void> {
  const tie = await anHourLater();
  await tie.deleteContact('X6');
  await tie.sync('full');
  expect(await tie.statusOf('X6')).toBe('archived');
}

/** A run is never dropped for its age: whoever moved since is taken out of it, and looked at by the next one. */
export async function oldUnfinishedRun(): Promise<void> {
  const tie = await own(() => Tie.start(many('X7', 20)));
  await tie.sync();
  tie.later(60 * 60);
  await tie.takeOff(['X7-1', 'X7-2']);
  tie.later(60);
  const runId = await tie.request();
  await tie.planOnly(runId);
  tie.later(60 * 60);
  await tie.putOn('X7-2');
  tie.later(49 * 60 * 60);
  await tie.finish(runId);
  expect(await tie.statusOf('X7-1')).toBe('archived');
  expect(await tie.statusOf('X7-2')).toBe('subscribed');
  await tie.sync();
  expect([await tie.statusOf('X7-2'), await tie.isOnList('X7-2')]).toEqual(['subscribed', true]);
  await settled(tie);
}

export async function longAgo(): Promise<void> {
  const tie = await own(() => Tie.start({ X8: inBoth }));
  await tie.sync();
  const hours = 60 * 60;
  const lastWhole = async () => (await tie.audience()).watermarks?.full;
  const first = await lastWhole();
  tie.later(23 * hours);
  await tie.sync();
  expect(await lastWhole()).toBe(first);
  tie.later(14 * hours);
  await tie.sync();
  expect(await lastWhole()).not.toBe(first);
}

export async function tooManySignUps(): Promise<void> {
  const tie = await anHourLater();
  await tie.takeOff(['X9']);
  await tie.sync();
  expect(await tie.statusOf('X9')).toBe('archived');
  await tie.switches('mailchimp', { archivedResubscribeThrottle: true });
  tie.later(60 * 60);
  await tie.putOn('X9');
  await tie.sync();
  expect(await tie.rowOf('X9')).toMatchObject({ outcome: 'waiting', reason: 'retry-later' });
  await tie.switches('mailchimp', { archivedResubscribeThrottle: false });
  tie.later(59 * 60);
  await tie.sync();
  expect(await tie.statusOf('X9')).toBe('archived');
  tie.later(2 * 60);
  await tie.sync();
  expect(await tie.statusOf('X9')).toBe('subscribed');
}

export async function unsubscribesWithoutAPerson(): Promise<void> {
  const tie = await withoutCreation();
  tie.later(60 * 60);
  await tie.play('X11', { do: 'unsubscribe' });
  await tie.sync();
  expect(await tie.rowOf('X11')).toMatchObject({ personId: null, no: { kind: 'unsubscribed' } });
  expect(await tie.world.get('contacts?$select=contactid')).toEqual([]);
}

/** Where creating people is switched off, which is one of the settings. */
export async function subscribesWithoutAPerson(): Promise<void> {
  const tie = await withoutCreation();
  tie.later(60 * 60);
  await tie.play('X12', { do: 'subscribe' });
  await tie.sync();
  expect(await tie.rowOf('X12')).toMatchObject({ personId: null, outcome: 'left-out', reason: 'creation-off' });
  expect(await tie.world.get('contacts?$select=contactid')).toEqual([]);
}

export async function deletedForGood(): Promise<void> {
  const tie = await anHourLater();
  await tie.play('X13', { do: 'delete', by: 'admin' });
  await tie.sync('full');
  expect(await tie.isOnList('X13')).toBe(false);
  tie.later(60 * 60);
  await tie.putOn('X13');
  for (let times = 1; times <= 3; times += 1) {
    const before = await tie.operations('mailchimp');
    expect(await tie.sync('full')).toMatchObject({ status: expect.stringMatching(/^completed/) });
    expect(await tie.rowOf('X13')).toMatchObject({
      outcome: 'left-out',
      reason: 'forgotten',
      no: { kind: 'forgotten' },
    });
    const sent =
      ((await tie.operations('mailchimp'))['POST /lists/{list_id}'] ?? 0) - (before['POST /lists/{list_id}'] ?? 0);
    expect(sent).toBe(times === 1 ? 1 : 0);
    tie.later(60 * 60);
  }
}

/** Nobody is removed who was never on both sides, or whose removal from the list nobody knows of. */
export async function notOurs(): Promise<void> {
  const tie = await own(() =>
    Tie.start(
      {
        X14: { members: [{ status: 'subscribed', at: yesterday }] },
        'X14-stranger': { contact: null, members: [{ status: 'subscribed', at: yesterday }] },
        'X14-ours': inBoth,
        'X14-stays': inBoth,
      },
      { columns: { mcs_direction: choices.mcs_direction['to-mailchimp'] } },
    ),
  );
  await tie.sync();
  tie.later(60 * 60);
  await tie.takeOff(['X14-ours']);
  await tie.sync('full');
  expect([await tie.statusOf('X14'), await tie.statusOf('X14-stranger'), await tie.statusOf('X14-ours')]).toEqual([
    'subscribed',
    'subscribed',
    'archived',
  ]);
}

export async function sameTagForMany(): Promise<void> {
  const tie = await own(() => Tie.start(many('X15', 501)));
  const before = await tie.operations('mailchimp');
  await tie.mailchimp.tagMembers(audienceId, [
    { name: 'Many', add: keys('X15', 501).map((key) => addressOf(key)), remove: [] },
  ]);
  const name = 'POST /lists/{list_id}/segments/{segment_id}';
  expect(((await tie.operations('mailchimp'))[name] ?? 0) - (before[name] ?? 0)).toBe(2);
  expect(await tie.mailchimp.tags(audienceId)).toMatchObject([{ name: 'Many', memberCount: 501 }]);
}

export async function pendingStranger(): Promise<void> {
  const tie = await withoutCreation();
  await tie.change({ mcs_createpeople: true });
  await tie.sync('full');
  expect(await tie.rowOf('X17')).toMatchObject({ personId: null, outcome: 'waiting', reason: 'stranger-pending' });
  expect(await contactsWith(tie, addressOf('X17'))).toEqual([]);
  await tie.change({ mcs_createpeople: false });
}

/** What we wrote ourselves is known by what the row says, for however long. */
export async function ownEcho(): Promise<void> {
  const tie = await anHourLater();
  await tie.takeOff(['X18']);
  await tie.sync();
  tie.later(10);
  expect((await tie.sync()).writes).toEqual({ mailchimp: 0, dataverse: 0 });
  tie.later(10);
  await tie.putOn('X18');
  await tie.sync();
  expect(await tie.statusOf('X18')).toBe('subscribed');
  tie.later(10);
  expect((await tie.sync()).writes).toEqual({ mailchimp: 0, dataverse: 0 });
  expect(await tie.isOnList('X18')).toBe(true);
}

/** Ours holds them all and asks, rather than stopping after a hundred. */
export async function manyRemovals(): Promise<void> {
  const tie = await own(() => Tie.start(many('X19', 130)));
  await tie.sync();
  tie.later(60 * 60);
  await tie.takeOff(keys('X19', 101));
  await tie.play('X19-110', { do: 'unsubscribe' });
  expect(await tie.sync()).toMatchObject({ status: 'needs-approval', plan: { held: 101 } });
  const members = await tie.members();
  expect([...members.values()].filter(({ status }) => status === 'archived')).toEqual([]);
  expect(await tie.isOnList('X19-110')).toBe(false);
  expect(await tie.rowOf('X19-1')).toMatchObject({ outcome: 'waiting', reason: 'needs-approval' });
}

export async function archivedReturns(): Promise<void> {
  const tie = await anHourLater();
  await tie.takeOff(['X20']);
  await tie.play('X20-no', { do: 'unsubscribe' });
  await tie.play('X20-cleaned', { do: 'clean' });
  await tie.sync();
  tie.later(60 * 60);
  await tie.putOn('X20', 'X20-no', 'X20-cleaned');
  await tie.sync();
  expect([await tie.statusOf('X20'), await tie.statusOf('X20-no'), await tie.statusOf('X20-cleaned')]).toEqual([
    'subscribed',
    'unsubscribed',
    'cleaned',
  ]);
}

/** Ours takes the one on the list, with history, or the oldest, and shows the others. */
export async function severalOwners(): Promise<void> {
  const tie = await anHourLater();
  expect(await tie.rowOf('X21')).toMatchObject({ personId: contactIdOf('X21'), outcome: 'in-sync' });
  expect(await tie.isOnList('X21-other')).toBe(false);
  await tie.putOn('X21-other');
  await tie.sync();
  expect((await tie.rows()).filter(({ personId }) => personId === contactIdOf('X21-other'))).toMatchObject([
    { outcome: 'left-out', reason: 'shared-address' },
  ]);
  expect(await tie.rowOf('X21')).toMatchObject({ personId: contactIdOf('X21'), outcome: 'in-sync' });
}

/** The flag is set when the person is out of all tied audiences, and cleared again by a new sign-up. */
export async function optOutWhenOutOfAll(): Promise<void> {
  const secondList = '0be00000-0000-4000-8000-000000002222';
  const tie = await own(() => Tie.start({ X22: inBoth }));
  const second = {
    id: 'e2e2e2e2e2',
    name: 'Second',
    members: [{ email_address: addressOf('X22'), status: 'subscribed', last_changed: yesterday }],
  };
  await tie.sync();
  await tie.world.seed({
    mailchimp: {
      accounts: [{ id: 'conformance0000000000001', name: 'Conformance Ltd', key: 'stand-in-us1', audiences: [second] }],
    },
    dataverse: {
      lists: [
        {
          listid: secondList,
          listname: 'Second people',
          createdfromcode: 2,
          members: [{ id: contactIdOf('X22'), addedOn: today }],
        },
      ],
    },
  });
  await tie.world.tie('Second', 'Second people');
  const other = await tie.world.audience('Second');
  const syncSecond = async (mode: 'full' | 'sync') =>
    tie.finish(
      await tie.services.crm.createRun({
        audienceId: other.id,
        mode,
        trigger: 'command',
        consentConfirmed: mode === 'full',
        name: 'Sync',
      }),
    );
  await syncSecond('full');
  const flag = async () => (await contactsWith(tie, addressOf('X22')))[0]?.donotbulkemail;

  tie.later(60 * 60);
  await tie.play('X22', { do: 'unsubscribe' });
  await tie.sync();
  expect(await flag()).toBe(false);
  tie.later(60 * 60);
  await tie.world.send('POST', `${tie.world.mailchimpUrl}/_sandbox/play`, {
    audience: second.id,
    email: addressOf('X22'),
    do: 'unsubscribe',
  });
  await syncSecond('sync');
  expect(await flag()).toBe(true);
  tie.later(60 * 60);
  await tie.play('X22', { do: 'subscribe' });
  await tie.sync();
  expect(await flag()).toBe(false);
  expect(await tie.isOnList('X22')).toBe(true);
}
