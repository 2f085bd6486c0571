/**
 * What people do in Mailchimp, each followed by the run that a webhook asks for: rows W1 to W5. A webhook is only a hint; what
 * it says is not used, so that a lost, a doubled and a late one end the same.
 */

import { bringForward } from '../../connector/sync/requests/bring-forward';
import { addressOf, audienceId, contactIdOf, Tie, today, yesterday, type People, type Report } from './tie';
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

/** A delivery of the webhook, and the run that it asks for. */
async function delivered(tie: Tie): Promise<Report> {
  const [brought, ...others] = await bringForward(tie.services, [
    { of: 'audience', audienceId: (await tie.audience()).id },
  ]);
  expect(others).toEqual([]);
  if (!brought) throw new Error('The delivery asked for no run.');
  await tie.finish(brought.runId);
  return tie.report(brought.runId);
}

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
  expect((await delivered(tie)).plan).toMatchObject({ create: 1, join: 1 });
  const found = await contactsWith(tie, addressOf('W1'));
  expect(found).toMatchObject([{ firstname: 'Walter', lastname: 'One' }]);
  expect((await tie.onList()).has(found[0]?.contactid ?? '')).toBe(true);
  expect(await delivered(tie)).toMatchObject({ status: 'completed', writes: { mailchimp: 0, dataverse: 0 } });
  expect(await contactsWith(tie, addressOf('W1'))).toEqual(found);
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

/** A soft bounce does not change the member, and only the member counts, even where the bounce has it read again. */
export async function softBounce(): Promise<void> {
  const tie = await anHourLater();
  await tie.switches('mailchimp', { engagementBumpsLastChanged: true });
  await tie.play('X10', { do: 'soft-bounce' });
  await tie.switches('mailchimp', { engagementBumpsLastChanged: false });
  const member = await tie.mailchimp.member(audienceId, addressOf('X10'));
  expect(await tie.mailchimp.activity(audienceId, member?.id ?? '')).toMatchObject([
    { type: 'bounce' },
    { type: 'generic_signup' },
  ]);
  expect((await delivered(tie)).writes).toEqual({ mailchimp: 0, dataverse: 0 });
  expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
  expect([await tie.statusOf('X10'), await tie.isOnList('X10')]).toEqual(['subscribed', true]);
  expect(await tie.rowOf('X10')).toMatchObject({ outcome: 'in-sync', no: null });
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
