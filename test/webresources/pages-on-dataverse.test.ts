/** The pages in the shell, before the Dataverse stand-in with the packed solution: it understands everything that they ask. */
import type { Browser, Page } from 'playwright-core';
import type { ChangeLine } from '../../connector/sync/recording/change-lines';
import { changesCsv } from '../../connector/sync/recording/changes-csv';
import { startCrmShell, type CrmShell } from '../../sandbox/crm/server';
import { startDataverse, type DataverseStandIn } from '../../sandbox/dataverse/server';
import { ordinaryUserId } from '../../sandbox/dataverse/users';
import { choiceValue, readSolutionFile } from '../../sandbox/solution-file';
import { complaintsOf, launchBrowser } from '../browser';
import { change } from './sample-run';

const { choices, content } = readSolutionFile();
const id = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000001`;
const [accountId, audienceId, contactId, hiddenId, listId, memberId, hiddenMemberId, runId, lookId] = Array.from(
  '123456789',
  id,
);

let dataverse: DataverseStandIn;
let shell: CrmShell;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  dataverse = await startDataverse({ solutionZip: content, seed: seed() });
  shell = await startCrmShell({ dataverseUrl: dataverse.url });
  await addNote(runId, [change(0, about(contactId, memberId)), change(1, about(hiddenId, hiddenMemberId))]);
  const dora = { ...about(id('a'), undefined), side: 'Dynamics 365', from: '', to: '' } as const;
  await addNote(lookId, [
    change(3, { ...dora, what: 'created contact', because: 'mailchimp-later' }),
    change(3, { ...dora, what: 'joined list', because: 'mailchimp-later' }),
    change(1, about(id('b'), undefined)),
  ]);
});
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  await context.addCookies([{ name: 'user', value: 'user', url: shell.url }]);
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  complaints = complaintsOf(page);
});
afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await shell.close();
  await dataverse.close();
});

const open = (data: string): Promise<unknown> =>
  page.goto(`${shell.url}/WebResources/mcs_/sync/index.html?poll=60&data=${encodeURIComponent(data)}`);

test('a run, its changes by name, and a search for people', async () => {
  await open(`page=run&run=${runId}`);
  await page.getByRole('heading', { name: 'Sync: Newsletter' }).waitFor();
  await page.getByText('Ana Bell').first().waitFor();
  await page.getByRole('searchbox', { name: 'Search people' }).fill('ana');
  await page.getByText('1 change', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: 'Tick Ana Bell' }).waitFor();
  await page.getByRole('button', { name: 'Approve all' }).waitFor();
});

test.each(['user', 'administrator'])('a look names to the %s who would be created', async (user) => {
  await page.context().addCookies([{ name: 'user', value: user, url: shell.url }]);
  await open(`page=run&run=${lookId}`);
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  await row('Would be created as a contact').getByText('Dora Evans').waitFor();
  await row('Would join the list').getByText('dora.evans@example.com').waitFor();
  await row('Would be archived').getByText('A contact you may not see').waitFor();
  await page.getByRole('searchbox', { name: 'Search people' }).fill('dora');
  await page.getByText('2 changes', { exact: true }).waitFor();
});

test('members, narrowed and searched, and one story', async () => {
  await open(`page=members&audience=${audienceId}&outcome=waiting`);
  await page.getByRole('button', { name: 'Show the story of Ana Bell' }).waitFor();
  await page.getByRole('searchbox', { name: 'Search name or address' }).fill('ana.bell@example.com');
  await page.getByText('1 person').waitFor();
  await page.getByRole('button', { name: 'Show the story of Ana Bell' }).click();
  const story = page.getByRole('dialog', { name: 'Ana Bell' });
  await story.getByText('Unsubscribed in Mailchimp by the person.').waitFor();
  await story.getByText('No other record has this address.').waitFor();
  await story.getByRole('link', { name: 'Open in Mailchimp' }).waitFor();
  await story.getByRole('button', { name: 'Sync this person' }).waitFor();
});

test('audiences, and a marketing list to start from', async () => {
  await open(`page=audiences&audience=${audienceId}`);
  await page.getByRole('row').filter({ hasText: 'Newsletter' }).getByText('Needs approval').waitFor();
  await page.getByRole('link', { name: 'Review what waits for approval in Newsletter' }).waitFor();
  await open(`page=audiences&list=${listId}`);
  await page.getByRole('dialog', { name: 'Manage Newsletter' }).waitFor();
});

test('what is asked of the server where there are too many audiences is understood', async () => {
  const filters = [
    "contains(mcs_name,'news') or contains(mcs_marketinglistid/listname,'news')",
    'mcs_audienceid eq null',
    `mcs_tiestate eq ${choiceValue(choices, 'mcs_tiestate', 'running')} or mcs_tiestate eq null`,
    `mcs_audienceid eq ${audienceId} or mcs_audienceid eq ${audienceId}`,
  ];
  for (const filter of filters) {
    const answer = await fetch(
      `${dataverse.url}/api/data/v9.2/mcs_audiences?$select=mcs_name&$count=true&$filter=${encodeURIComponent(filter)}`,
      { headers: { Authorization: 'Bearer stand-in-user', Prefer: 'odata.maxpagesize=50' } },
    );
    expect([filter, answer.status]).toEqual([filter, 200]);
  }
});

test('who has none of the roles is told whom to ask, on every page', async () => {
  await page.context().addCookies([{ name: 'user', value: 'nobody', url: shell.url }]);
  await open('page=audiences');
  await page.getByRole('heading', { name: 'You may not see the audiences' }).waitFor();
  await open(`page=run&run=${runId}`);
  await page.getByRole('heading', { name: 'You may not see this run' }).waitFor();
  await open(`page=members&audience=${audienceId}`);
  await page.getByRole('heading', { name: 'You may not see these members' }).waitFor();
  // The browser writes down every refusal; the pages complain of nothing else.
  expect(complaints.filter((text) => !text.includes('403'))).toEqual([]);
  complaints.length = 0;
});

function seed() {
  const choice = (name: string, code: string): number => choiceValue(choices, name, code);
  const owner = { 'ownerid@odata.bind': `/systemusers(${ordinaryUserId})` };
  const audience = { 'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})` };
  const member = (rowId: string | undefined, personId: string | undefined, name: string, address: string) => ({
    mcs_audiencememberid: rowId,
    mcs_name: address,
    mcs_personname: name,
    mcs_personid: personId,
    mcs_persontype: choice('mcs_persontype', 'contact'),
    'mcs_contactid@odata.bind': `/contacts(${personId})`,
    mcs_memberstatus: choice('mcs_memberstatus', 'unsubscribed'),
    mcs_mailchimpchangedon: '2026-01-02T10:00:00Z',
    mcs_lastmailchimp: '{"by":"person"}',
    mcs_onlist: true,
    mcs_outcome: choice('mcs_outcome', 'waiting'),
    mcs_reason: choice('mcs_reason', 'needs-approval'),
    mcs_webid: '42',
    ...audience,
    ...owner,
  });
  return {
    contacts: [
      { contactid: contactId, firstname: 'Ana', lastname: 'Bell', emailaddress1: 'ana.bell@example.com', ...owner },
      { contactid: hiddenId, firstname: 'Ben', lastname: 'Cole', emailaddress1: 'ben.cole@example.com', ...owner },
    ],
    lists: [{ listid: listId, listname: 'Newsletter readers', createdfromcode: 2, ...owner }],
    rows: {
      mcs_accounts: [
        {
          mcs_accountid: accountId,
          mcs_name: 'Contoso Ltd',
          mcs_mailchimpaccountid: 'contoso',
          mcs_datacentre: 'us1',
          mcs_connectionstatus: choice('mcs_connectionstatus', 'connected'),
        },
      ],
      mcs_audiences: [
        {
          mcs_audienceid: audienceId,
          mcs_name: 'Newsletter',
          mcs_mailchimplistid: 'a1b2c3d4e5',
          mcs_tiestate: choice('mcs_tiestate', 'running'),
          mcs_syncstatus: choice('mcs_syncstatus', 'needs-approval'),
          mcs_reasoncounts: JSON.stringify({ 'needs-approval': 2 }),
          'mcs_accountid@odata.bind': `/mcs_accounts(${accountId})`,
          'mcs_marketinglistid@odata.bind': `/lists(${listId})`,
          ...owner,
        },
      ],
      mcs_syncruns: [
        {
          mcs_syncrunid: runId,
          mcs_name: 'Newsletter: sync',
          mcs_mode: choice('mcs_runmode', 'sync'),
          mcs_trigger: choice('mcs_runtrigger', 'person'),
          mcs_status: choice('mcs_runstatus', 'needs-approval'),
          ...audience,
          ...owner,
        },
        {
          mcs_syncrunid: lookId,
          mcs_name: 'Newsletter: preview',
          mcs_mode: choice('mcs_runmode', 'preview'),
          mcs_trigger: choice('mcs_runtrigger', 'person'),
          mcs_status: choice('mcs_runstatus', 'completed'),
          ...audience,
          ...owner,
        },
      ],
      mcs_audiencemembers: [
        member(memberId, contactId, 'Ana Bell', 'ana.bell@example.com'),
        member(hiddenMemberId, hiddenId, 'Ben Cole', 'ben.cole@example.com'),
      ],
    },
  };
}

function about(recordId: string | undefined, row: string | undefined) {
  return { type: 'contact' as const, recordId: recordId ?? '', memberId: row ?? '' };
}

async function addNote(ofRun: string | undefined, lines: ChangeLine[]): Promise<void> {
  const answer = await fetch(`${dataverse.url}/api/data/v9.2/annotations`, {
    method: 'POST',
    headers: { Authorization: 'Bearer stand-in-service', 'Content-Type': 'application/json' },
    body: JSON.stringify({
      subject: 'What this run changed',
      filename: 'changes.csv',
      mimetype: 'text/csv',
      isdocument: true,
      documentbody: changesCsv(lines).toString('base64'),
      'objectid_mcs_syncrun@odata.bind': `/mcs_syncruns(${ofRun})`,
    }),
  });
  expect(answer.status).toBe(204);
}
