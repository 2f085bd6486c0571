/**
 * What people do in Mailchimp, each followed by the run that a webhook asks for: rows W1 to W5. A webhook is only a hint; what
 * it says is not used, so that a lost, a doubled and a late one end the same.
 */

import { addressOf, audienceId, contactIdOf, Tie, today, yesterday, type People } from './tie';
import { shared } from './shared';

const inBoth = {
  list: { on: today },
  members: [{ status: 'subscribed', at: yesterday }],
} as const satisfies People[string];

const running = shared(async () => {
  const tie = await Tie.start(
    { W2: inBoth, W3: inBoth, W4: inBoth, W5: inBoth, X10: inBoth, X16: inBoth },
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

interface ContactNow {
  contactid: string;
  firstname: string;
  lastname: string;
  emailaddress1: string;
  donotbulkemail: boolean;
}

export const contactsWith = (tie: Tie, address: string): Promise<ContactNow[]> =>
  tie.world.get(
    `contacts?$select=contactid,firstname,lastname,emailaddress1,donotbulkemail&$filter=emailaddress1 eq '${address}'`,
  );

export async function strangerSubscribes(): Promise<void> {
  const tie = await anHourLater();
  await tie.play('W1', { do: 'subscribe', merge_fields: { FNAME: 'Walter', LNAME: 'One' } });
  expect((await tie.sync()).plan).toMatchObject({ create: 1, join: 1 });
  const found = await contactsWith(tie, addressOf('W1'));
  expect(found).toMatchObject([{ firstname: 'Walter', lastname: 'One' }]);
  expect((await tie.onList()).has(found[0]?.contactid ?? '')).toBe(true);
  expect((await tie.sync()).writes).toEqual({ mailchimp: 0, dataverse: 0 });
}

export async function blankName(): Promise<void> {
  const tie = await anHourLater();
  await tie.play('W2', { do: 'profile', merge_fields: { FNAME: '', LNAME: 'Renamed' } });
  await tie.sync();
  expect(await contactsWith(tie, addressOf('W2'))).toMatchObject([{ firstname: 'First', lastname: 'Renamed' }]);
  expect(await tie.isOnList('W2')).toBe(true);
}

/** What was planned and not yet written is dropped; what was written stays. */
export async function unsubscribedWithWritesOpen(): Promise<void> {
  const tie = await anHourLater();
  await tie.changeContact('W3', { firstname: 'Planned' });
  const runId = await tie.request();
  await tie.planOnly(runId);
  tie.later(60);
  await tie.play('W3', { do: 'unsubscribe' });
  await tie.finish(runId);
  expect((await tie.mailchimp.member(audienceId, addressOf('W3')))?.firstName).toBe('First');
  await tie.sync();
  expect(await tie.isOnList('W3')).toBe(false);
  expect(await tie.statusOf('W3')).toBe('unsubscribed');
  expect(await tie.rowOf('W3')).toMatchObject({ reason: 'mailchimp-moved', no: { kind: 'unsubscribed' } });
}

/** Ours remembers the bounce with the address, in this audience; the record's own columns are left to people. */
export async function cleaned(): Promise<void> {
  const tie = await anHourLater();
  await tie.play('W4', { do: 'clean' });
  await tie.sync();
  expect(await tie.isOnList('W4')).toBe(false);
  expect(await tie.rowOf('W4')).toMatchObject({ status: 'cleaned', no: { kind: 'bounced' } });
  tie.later(60 * 60);
  await tie.putOn('W4');
  await tie.sync();
  expect(await tie.statusOf('W4')).toBe('cleaned');
  expect(await tie.rowOf('W4')).toMatchObject({ outcome: 'left-out', reason: 'bounced' });
}

export async function newAddress(): Promise<void> {
  const tie = await anHourLater();
  await tie.play('W5', { do: 'upemail', new_email: 'new.w5@conformance.example' });
  await tie.sync();
  expect(await contactsWith(tie, 'new.w5@conformance.example')).toMatchObject([{ contactid: contactIdOf('W5') }]);
  expect(await contactsWith(tie, addressOf('W5'))).toEqual([]);
  expect(await tie.isOnList('W5')).toBe(true);
  expect((await tie.rows()).filter(({ personId }) => personId === contactIdOf('W5'))).toHaveLength(1);
}

/** A soft bounce does not change the member, and only the member counts. */
export async function softBounce(): Promise<void> {
  const tie = await anHourLater();
  expect((await tie.sync()).writes).toEqual({ mailchimp: 0, dataverse: 0 });
  expect(await tie.isOnList('X10')).toBe(true);
}

/** Whichever delivery comes first asks for the same run, which reads both changes. */
export async function profileBeforeAddress(): Promise<void> {
  const tie = await anHourLater();
  await tie.play('X16', { do: 'profile', merge_fields: { LNAME: 'Sixteen' } });
  await tie.play('X16', { do: 'upemail', new_email: 'new.x16@conformance.example' });
  await tie.sync();
  expect(await contactsWith(tie, 'new.x16@conformance.example')).toMatchObject([
    { contactid: contactIdOf('X16'), lastname: 'Sixteen' },
  ]);
  expect((await tie.sync()).writes).toEqual({ mailchimp: 0, dataverse: 0 });
}
