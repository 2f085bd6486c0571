/** The shell in a real browser, on a small Web API. */
import type { Browser, Page } from 'playwright-core';
import { startCrmShell, type CrmShell } from '../../../sandbox/crm/server';
import { complaintsOf, launchBrowser } from '../../browser';
import { audienceId, contactId, hostileName, listId, startSmallWebApi, type SmallWebApi } from './small-web-api';

let api: SmallWebApi;
let shell: CrmShell;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  api = await startSmallWebApi();
  shell = await startCrmShell({ dataverseUrl: api.url });
  browser = await launchBrowser();
});
beforeEach(async () => {
  page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  complaints = complaintsOf(page);
});
afterEach(() => page.context().close());
afterAll(async () => {
  await browser.close();
  await shell.close();
  await api.close();
});

test('the navigation shows the areas, groups and entries of the site map', async () => {
  await page.goto(shell.url);
  const navigation = page.getByRole('navigation', { name: 'Site map' });
  expect(await navigation.getByRole('listitem').allInnerTexts()).toEqual(['Marketing Lists', 'Contacts']);

  await page.getByRole('button', { name: 'Area: Marketing. Change area' }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await navigation.getByRole('heading', { name: 'Setup' }).waitFor();
  expect(await navigation.getByRole('heading').allInnerTexts()).toEqual(['Setup', 'Records']);
  await navigation.getByRole('link', { name: 'Audiences', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Active Audiences' }).waitFor();
  await expect(page.getByRole('heading', { level: 1 }).innerText()).resolves.toBe('Active Audiences');
  expect(complaints).toEqual([]);
});

test('a grid shows the columns of the view, the status as text, and opens its records', async () => {
  await page.goto(`${shell.url}/main.aspx?pagetype=entitylist&etn=mcs_audience`);
  expect((await page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim())).toEqual([
    '',
    'Name',
    'Marketing List',
    'Sync Status',
    'In Sync',
  ]);
  const row = page.getByRole('row').filter({ hasText: 'Newsletter' }).first();
  expect(await row.getByRole('cell').allInnerTexts()).toEqual([
    '',
    'Newsletter',
    'Newsletter readers',
    'Synced',
    '9,412',
  ]);

  await row.getByRole('link', { name: 'Newsletter', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Newsletter' }).waitFor();
  await page.locator('main').getByRole('link', { name: 'Newsletter readers' }).click();
  await page.getByRole('heading', { level: 1, name: 'Newsletter readers' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a name made of markup stays text in the grid, in the title and on the form', async () => {
  await page.goto(`${shell.url}/main.aspx?pagetype=entitylist&etn=mcs_audience`);
  await page.getByRole('link', { name: hostileName }).click();
  await page.getByRole('heading', { level: 1, name: hostileName }).waitFor();
  expect(await page.title()).toBe(`${hostileName} - Audience Sync`);
  expect(await page.locator('img').count()).toBe(0);
  await page.goto(
    `${shell.url}/main.aspx?pagetype=entitylist&etn=contact&search=${encodeURIComponent(`"><b>${hostileName}`)}`,
  );
  expect(await page.getByRole('searchbox').inputValue()).toBe(`"><b>${hostileName}`);
  expect(await page.locator('main b, main img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a person is taken off a marketing list and another value of a contact is saved', async () => {
  api.writes.length = 0;
  await page.goto(`${shell.url}/main.aspx?pagetype=entityrecord&etn=list&id=${listId}`);
  await page.getByRole('tab', { name: 'Members' }).click();
  await page.getByRole('button', { name: 'Remove Betty Rubble' }).click();
  await page.getByText('Removed from the list.').waitFor();

  await page.goto(`${shell.url}/main.aspx?pagetype=entityrecord&etn=contact&id=${contactId}`);
  await page.getByLabel('First Name').fill('Bettina');
  await page.getByLabel('Do not allow Emails').selectOption('Yes');
  await page.getByText('- Unsaved').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  expect(api.writes).toEqual([
    {
      method: 'POST',
      path: 'RemoveListMembersList',
      body: {
        List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listId },
        Members: [{ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: contactId }],
      },
    },
    { method: 'PATCH', path: `contacts(${contactId})`, body: { firstname: 'Bettina', donotemail: true } },
  ]);
  expect(complaints).toEqual([]);
});

test('a page of the solution runs in its frame and knows who is there', async () => {
  await page.goto(shell.url);
  await page.getByRole('button', { name: 'Signed in as Alex Admin. Change user' }).click();
  await page.getByRole('button', { name: 'Uma User' }).click();
  await page.getByRole('button', { name: 'Signed in as Uma User. Change user' }).waitFor();
  await page.goto(`${shell.url}/main.aspx?pagetype=webresource&webresourceName=mcs_/sync/index.html`);
  const frame = page.frameLocator('iframe[title="Sync Audiences"]');
  await frame.getByText('Uma User').waitFor();
  expect(await page.title()).toBe('Sync Audiences - Audience Sync');
  expect(api.tokens).toContain('Bearer stand-in-user');
  expect(complaints).toEqual([]);
});

test('a page with inline script is refused, as the platform refuses it', async () => {
  await page.goto(`${shell.url}/WebResources/mcs_/sync/inline.html`);
  expect(await page.locator('body').getAttribute('data-ran')).toBeNull();
  expect(complaints.join()).toContain('Content Security Policy');
});

test('somebody without a role is told so in the app', async () => {
  await page.context().addCookies([{ name: 'user', value: 'nobody', url: shell.url }]);
  const answer = await page.goto(`${shell.url}/main.aspx?pagetype=entityrecord&etn=mcs_audience&id=${audienceId}`);
  expect(answer?.status()).toBe(403);
  await page.getByRole('alert').getByText('You do not have permission for this').waitFor();
});
