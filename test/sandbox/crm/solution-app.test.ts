/** The shell on the Dataverse stand-in with the packed solution: what a person sees of the app as it will be delivered. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { startCrmShell, type CrmShell } from '../../../sandbox/crm/server';
import { startDataverse, type DataverseStandIn } from '../../../sandbox/dataverse/server';
import { choiceValue, readSolutionFile } from '../../../sandbox/solution-file';
import { complaintsOf, launchBrowser } from '../../browser';

const listId = '22222222-0000-4000-8000-000000000001';
const audienceId = '11111111-0000-4000-8000-000000000001';
const runId = '33333333-0000-4000-8000-000000000001';
const hostileName = '<img src=x onerror=alert(1)>';

let dataverse: DataverseStandIn;
let shell: CrmShell;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const { content, choices } = readSolutionFile();
  const status = (code: string): number => choiceValue(choices, 'mcs_syncstatus', code);
  const people = Array.from({ length: 55 }, (_, index) => ({
    firstname: 'Reader',
    lastname: String(index).padStart(2, '0'),
    emailaddress1: `reader${index}@example.com`,
  }));
  dataverse = await startDataverse({
    solutionZip: content,
    seed: {
      contacts: [...people, { firstname: 'Wilma', lastname: hostileName, emailaddress1: 'wilma@example.com' }],
      lists: [
        {
          listid: listId,
          listname: 'Newsletter readers',
          createdfromcode: 2,
          members: [{ email: 'wilma@example.com', addedOn: '2026-01-05T09:00:00Z' }],
        },
      ],
      rows: {
        mcs_audiences: [
          {
            mcs_audienceid: audienceId,
            mcs_name: 'Newsletter',
            mcs_mailchimplistid: 'a1b2c3d4e5',
            mcs_syncstatus: status('synced'),
            mcs_insynccount: 9412,
            'mcs_marketinglistid@odata.bind': `/lists(${listId})`,
          },
          { mcs_name: 'Donors', mcs_mailchimplistid: 'b1b2c3d4e5', mcs_syncstatus: status('needs-approval') },
        ],
        mcs_syncruns: [
          {
            mcs_syncrunid: runId,
            mcs_name: 'Newsletter: sync',
            mcs_mode: choiceValue(choices, 'mcs_runmode', 'sync'),
            mcs_status: choiceValue(choices, 'mcs_runstatus', 'completed'),
            'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})`,
          },
        ],
        mcs_tags: [
          { mcs_name: 'VIP', mcs_mailchimptagid: '1', 'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})` },
        ],
      },
    },
  });
  shell = await startCrmShell({ dataverseUrl: dataverse.url });
  browser = await launchBrowser();
});
beforeEach(async () => {
  page = await (await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-US' })).newPage();
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

const navigation = (): ReturnType<Page['getByRole']> => page.getByRole('navigation', { name: 'Site map' });
const cellsOf = (name: string): Promise<string[]> =>
  page.getByRole('row').filter({ hasText: name }).getByRole('cell').allInnerTexts();

test('the app opens on its site map and each entry shows its view', async () => {
  await page.goto(shell.url);
  expect(await navigation().getByRole('listitem').allInnerTexts()).toEqual([
    'Marketing Lists',
    'Contacts',
    'Leads',
    'Audience Members',
  ]);
  await page.getByRole('button', { name: 'Area: Marketing. Change area' }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await navigation().getByRole('heading', { name: 'Setup' }).waitFor();
  expect(await navigation().getByRole('listitem').allInnerTexts()).toEqual([
    'Sync Audiences',
    'Audiences',
    'Tags',
    'Interests',
    'Sync Runs',
    'Mailchimp Accounts',
    'Field Mappings',
  ]);
  for (const entry of ['Audiences', 'Tags', 'Sync Runs', 'Mailchimp Accounts']) {
    await navigation().getByRole('link', { name: entry, exact: true }).click();
    await navigation().locator(`[aria-current=page]`, { hasText: entry }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  }
});

test('the view of audiences shows the status of each', async () => {
  await page.goto(`${shell.url}/main.aspx?pagetype=entitylist&etn=mcs_audience`);
  expect(await cellsOf('Donors')).toContain('Needs approval');
  expect(await cellsOf('Newsletter')).toEqual(expect.arrayContaining(['Newsletter readers', 'Synced', '9,412']));
  await page.getByRole('link', { name: 'Newsletter', exact: true }).click();
  await page.getByRole('tab', { name: 'Tags' }).click();
  await page.getByRole('group', { name: 'Tags' }).getByRole('link', { name: 'VIP' }).waitFor();
});

test('pages, sorting and search of a view of contacts', async () => {
  await page.goto(`${shell.url}/main.aspx?pagetype=entitylist&etn=contact`);
  await page.getByText('1 - 50 of 56').waitFor();
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByText('51 - 56 of 56').waitFor();
  await page.getByRole('link', { name: 'Previous page' }).click();
  await page.getByText('1 - 50 of 56').waitFor();
  await page.getByRole('link', { name: 'Email' }).click();
  await page.getByRole('columnheader', { name: 'Email' }).and(page.locator('[aria-sort=ascending]')).waitFor();
  await page.getByRole('searchbox').fill('wilma');
  await page.getByRole('searchbox').press('Enter');
  await page.getByText('1 - 1 of 1').waitFor();
  await page.getByRole('link', { name: `Wilma ${hostileName}` }).click();
  await page.getByRole('heading', { level: 1, name: `Wilma ${hostileName}` }).waitFor();
  expect(await page.locator('.record img, .panel img').count()).toBe(0);
});

test('a person is taken off a list, found again and put back', async () => {
  await page.goto(`${shell.url}/main.aspx?pagetype=entityrecord&etn=list&id=${listId}`);
  await page.getByRole('tab', { name: 'Members' }).click();
  await page.getByRole('button', { name: 'Remove Wilma' }).click();
  await page.getByText('Nobody is on this list yet.').waitFor();
  await page.getByRole('searchbox').fill('wilma@');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('button', { name: 'Add Wilma' }).click();
  await page.getByText('Members: 1').waitFor();
});

test('a new marketing list is made and a contact is corrected', async () => {
  await page.goto(`${shell.url}/main.aspx?pagetype=entitylist&etn=list`);
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Partners');
  await page.getByLabel('Targeted At').selectOption('Lead');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Partners' }).waitFor();
  await page.goto(`${shell.url}/main.aspx?pagetype=entitylist&etn=contact&search=Reader 07`);
  await page.getByRole('link', { name: 'Reader 07' }).click();
  await page.getByLabel('Last Name').fill('Seven');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Reader Seven' }).waitFor();
});

test('the view of runs says when each was asked for next to its name', async () => {
  await page.goto(`${shell.url}/main.aspx?pagetype=entitylist&etn=mcs_syncrun`);
  const titles = await page.getByRole('columnheader').allInnerTexts();
  const name = titles.findIndex((title) => title.startsWith('Name'));
  expect(titles[name + 1]).toMatch(/^Created On/);
});

test('a run opens its page from the form and from the view', async () => {
  const head = (): ReturnType<Page['getByRole']> =>
    page.frameLocator('iframe').getByRole('heading', { name: 'Sync: Newsletter' });
  await page.goto(`${shell.url}/main.aspx?pagetype=entityrecord&etn=mcs_syncrun&id=${runId}`);
  await page.getByRole('button', { name: 'Open the run' }).click();
  await head().waitFor();
  await page.goto(`${shell.url}/main.aspx?pagetype=entitylist&etn=mcs_syncrun`);
  await page.getByRole('checkbox', { name: 'Select Newsletter: sync' }).check();
  await page.getByRole('button', { name: 'Open the run' }).click();
  await head().waitFor();
});

test('the page Sync Audiences runs in its frame without a complaint', async () => {
  await page.goto(`${shell.url}/main.aspx?pagetype=webresource&webresourceName=mcs_/sync/index.html`);
  await page.frameLocator('iframe').getByText('Newsletter', { exact: true }).first().waitFor();
});

test.each([
  'pagetype=entitylist&etn=mcs_audience',
  `pagetype=entityrecord&etn=mcs_audience&id=${audienceId}`,
  `pagetype=entityrecord&etn=list&id=${listId}&tab=members&find=reader`,
])('%s is accessible', async (query) => {
  await page.goto(`${shell.url}/main.aspx?${query}`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
});
