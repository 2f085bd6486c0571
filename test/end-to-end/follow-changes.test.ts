/** Changes are followed without anybody pressing anything: both services call the functions, and they do the rest. */
import { setTimeout as pause } from 'node:timers/promises';
import { sampleIds, sampleNames, sampleSeed } from '../../sandbox/seeds/sample';
import { choiceValue } from '../../sandbox/solution-file';
import { controlOf } from '../../sandbox/start/control';
import { runFirstSync } from '../../sandbox/start/first-sync';
import { startSandbox, type Sandbox } from '../../sandbox/start/sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
  const seed = sampleSeed('contact');
  sandbox = await startSandbox({ seed, say: () => {}, onOutput: () => {} });
  await runFirstSync({ sandbox, seed, personType: 'contact', say: () => {} });
});
afterAll(() => sandbox.close());

test('somebody who unsubscribes in Mailchimp leaves the list within seconds', async () => {
  await until(async () => (await inMailchimp('webhooks')).total_items === 1);
  expect(await isOnList('Wilma')).toBe(true);

  await controlOf(sandbox.mailchimpUrl).play({
    audience: sampleNames.newsletter,
    email: addressOf('wilma', 'flintstone'),
    by: 'person',
    do: 'unsubscribe',
  });

  await until(async () => !(await isOnList('Wilma')));
  await rest();
  // One run: what it did itself on either side calls for no further one.
  expect(await runsOfWebhooks()).toMatchObject([
    {
      mcs_name: `Sync of ${sampleNames.newsletter} after a change in Mailchimp`,
      mcs_status: choiceValue(sandbox.choices, 'mcs_runstatus', 'completed'),
    },
  ]);
});

test('somebody whose mail opt-out is set in Dynamics 365 is not mailed any more', async () => {
  const [betty] = await sandbox.crm.rows("contacts?$select=contactid&$filter=firstname eq 'Betty'");
  const member = `members/${addressOf('betty', 'rubble')}`;
  expect(await inMailchimp(member)).toMatchObject({ status: 'subscribed' });

  await sandbox.crm.patch(`contacts(${String(betty?.['contactid'])})`, { jobtitle: 'Neighbour' });
  await rest();
  expect(await runsOfWebhooks()).toHaveLength(1);

  await sandbox.crm.patch(`contacts(${String(betty?.['contactid'])})`, { donotbulkemail: true });
  await until(async () => (await inMailchimp(member)).status !== 'subscribed');
  await rest();
  expect((await runsOfWebhooks()).map((run) => run['mcs_name'])).toEqual([
    `Sync of ${sampleNames.newsletter} after a change in Mailchimp`,
    `Sync of ${sampleNames.newsletter} after a change of its people`,
  ]);
});

/** All runs that were asked for are over, and whatever they caused has arrived. */
async function rest(): Promise<void> {
  const arrived = async (): Promise<void> => {
    await controlOf(sandbox.mailchimpUrl).idle();
    await controlOf(sandbox.dataverseUrl).idle();
  };
  await arrived();
  await until(async () => (await sandbox.crm.rows('mcs_syncruns?$filter=mcs_finishedon eq null')).length === 0);
  await arrived();
  expect(await sandbox.crm.rows('mcs_syncruns?$filter=mcs_finishedon eq null')).toEqual([]);
}

const runsOfWebhooks = (): Promise<Record<string, unknown>[]> =>
  sandbox.crm.rows(
    `mcs_syncruns?$select=mcs_name,mcs_status&$filter=mcs_trigger eq ${choiceValue(sandbox.choices, 'mcs_runtrigger', 'webhook')}&$orderby=createdon asc`,
  );

async function isOnList(firstName: string): Promise<boolean> {
  const [person] = await sandbox.crm.rows(`contacts?$select=contactid&$filter=firstname eq '${firstName}'`);
  const places = await sandbox.crm.rows(
    `listmembers?$select=listmemberid&$filter=_listid_value eq ${sampleIds.newsletterList} and _entityid_value eq ${String(person?.['contactid'])}`,
  );
  return places.length > 0;
}

const addressOf = (first: string, last: string): string => `${first}.${last}@flintstone.example`;

/** The test's own time limit ends it otherwise. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(50);
}

async function inMailchimp(path: string): Promise<{ status?: unknown; total_items?: unknown }> {
  const { mailchimpUrl, mailchimpKey } = sandbox;
  const answer = await fetch(`${mailchimpUrl}/3.0/lists/${sampleIds.newsletter}/${path}`, {
    headers: { authorization: `Basic ${Buffer.from(`x:${mailchimpKey}`).toString('base64')}` },
  });
  const body: unknown = await answer.json();
  return Object(body);
}
