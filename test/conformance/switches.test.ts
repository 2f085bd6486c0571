/**
 * The same days in the life of an audience, whatever the services turn out to do where their documentation leaves it open: each
 * setting of the stand-ins that stands for such a fact, with the same end.
 */

import { closeShared, own } from './shared';
import { addressOf, contactIdOf, Tie, today, yesterday, type People } from './tie';

afterAll(closeShared);

const names = Array.from({ length: 24 }, (_, index) => `M-${index}`);
const people: People = {
  ...Object.fromEntries(
    names.map((name) => [name, { list: { on: today }, members: [{ status: 'subscribed', at: yesterday }] }]),
  ),
  Sue: { contact: null, members: [{ status: 'subscribed', at: yesterday }] },
  Old: { list: { on: today }, members: [{ status: 'archived', at: yesterday }] },
  Off: { members: [{ status: 'archived', at: yesterday }] },
};

type Setting = [service: 'mailchimp' | 'dataverse', switches: Record<string, unknown>];

const settings: Setting[] = [
  ['mailchimp', {}],
  ['mailchimp', { sinceInclusive: true }],
  ['mailchimp', { vipBumps: false }],
  ['mailchimp', { vipBumps: true }],
  ['mailchimp', { interestsBumpLastChanged: false }],
  ['mailchimp', { interestsBumpLastChanged: true }],
  ['mailchimp', { engagementBumpsLastChanged: true }],
  ['mailchimp', { languageBumps: true }],
  ['mailchimp', { emitRetryAfter: true, maxConnections: 2 }],
  ['mailchimp', { bare403: true, maxConnections: 2 }],
  ['mailchimp', { typeOnComplianceError: true }],
  ['mailchimp', { typeOnComplianceError: false }],
  ['mailchimp', { emailCaseChange: 'refused' }],
  ['mailchimp', { emailCaseChange: 'ignored' }],
  ['mailchimp', { listArchivedByDefault: true }],
  ['mailchimp', { bulkArchived: 'resubscribed' }],
  ['mailchimp', { bulkArchived: 'exists' }],
  ['mailchimp', { roleAddressRule: 'refused' }],
  ['mailchimp', { localisedMessages: 'de' }],
  ['mailchimp', { unknownInterests: 'ignored' }],
  ['mailchimp', { maxBatchPayload: 20_000 }],
  ['mailchimp', { statsCacheSeconds: 3600 }],
  ['mailchimp', { archiveForgetsCompliance: true }],
  ['dataverse', { addExistingMember: 'error' }],
  ['dataverse', { removeNonMember: 'silent' }],
  ['dataverse', { listErrorStatus: 500 }],
  ['dataverse', { listErrorStatus: 404 }],
  ['dataverse', { changeTrackingOnListMember: true }],
  ['dataverse', { listMessages: 'extended' }],
  ['dataverse', { memberIdsShape: 'typed' }],
  ['dataverse', { concurrentAdds: 'duplicates' }],
  ['dataverse', { mostMembersPerCall: 3 }],
  ['dataverse', { longestUrl: 2000 }],
  ['dataverse', { mergeCarries: 'update-content' }],
  ['dataverse', { inactiveContactsReadOnly: true }],
];

test.each(settings)('%s %j', async (service, switches) => {
  const tie = await own(() => Tie.start(people));
  await tie.switches(service, switches);
  await tie.sync();
  tie.later(3600);

  await tie.takeOff(['M-1']);
  for (const name of ['M-2', 'M-12', 'M-13', 'M-14', 'M-15']) await tie.play(name, { do: 'unsubscribe' });
  await tie.play('M-3', { do: 'archive', by: 'admin' });
  await tie.changeContact('M-4', { emailaddress1: addressOf('M-4').toUpperCase() });
  await tie.changeContact('M-5', { statecode: 1 });
  await tie.createContact('New');
  await tie.putOn('New');
  const contact = (name: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: contactIdOf(name) });
  await tie.dataverse('POST', 'Merge', {
    Target: contact('M-20'),
    Subordinate: contact('M-21'),
    PerformParentingChecks: false,
  });
  await tie.sync();
  tie.later(3600);
  await tie.sync('full');
  tie.later(3600);
  const resting = await tie.sync('full');

  await tie.putOn('M-1', 'M-2', 'Off');
  tie.later(3600);
  await tie.sync();
  tie.later(3600);
  await tie.sync('full');
  tie.later(3600);
  const atLast = await tie.sync('full');

  const told = async (name: string) => [name, await tie.statusOf(name), await tie.isOnList(name)];
  expect(
    await Promise.all(['M-0', 'M-1', 'M-2', 'M-3', 'M-4', 'M-5', 'M-12', 'M-20', 'New', 'Old', 'Off'].map(told)),
  ).toEqual([
    ['M-0', 'subscribed', true],
    ['M-1', 'subscribed', true],
    ['M-2', 'unsubscribed', true],
    ['M-3', 'archived', false],
    ['M-4', 'subscribed', true],
    ['M-5', 'archived', true],
    ['M-12', 'unsubscribed', false],
    ['M-20', 'subscribed', true],
    ['New', 'subscribed', true],
    ['Old', 'subscribed', true],
    ['Off', 'subscribed', true],
  ]);
  expect((await tie.rowOf('Sue'))?.reason).toBe('never-on-list');
  expect([resting.writes, atLast.writes]).toEqual([
    { mailchimp: 0, dataverse: 0 },
    { mailchimp: 0, dataverse: 0 },
  ]);
});
