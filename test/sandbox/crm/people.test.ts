/** The app with the packed solution as different people meet it: navigation, buttons, panes, subgrids, language, notices. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { startCrmShell, type CrmShell } from '../../../sandbox/crm/server';
import { startDataverse, type DataverseStandIn } from '../../../sandbox/dataverse/server';
import { choiceValue, readSolutionFile } from '../../../sandbox/solution-file';
import { complaintsOf, launchBrowser } from '../../browser';

const listId = '22222222-0000-4000-8000-000000000001';
const contactId = '33333333-0000-4000-8000-000000000001';
const audienceId = '11111111-0000-4000-8000-000000000001';

let dataverse: DataverseStandIn;
let shell: CrmShell;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const { content, choices } = readSolutionFile();
  dataverse = await startDataverse({
    solutionZip: content,
    seed: {
      contacts: [
        { contactid: contactId, firstname: 'Wilma', lastname: 'Slate', emailaddress1: 'wilma@slate.example' },
        { firstname: 'Fred', lastname: 'Slate', emailaddress1: 'fred@slate.example' },
      ],
      lists: [{ listid: listId, listname: 'Newsletter readers', createdfromcode: 2 }],
      rows: {
        mcs_audiences: [
          {
            mcs_audienceid: audienceId,
            mcs_name: 'Newsletter',
            mcs_mailchimplistid: 'a1b2c3d4e5',
            mcs_syncstatus: choiceValue(choices, 'mcs_syncstatus', 'synced'),
            mcs_tiestate: choiceValue(choices, 'mcs_tiestate', 'running'),
            'mcs_marketinglistid@odata.bind': `/lists(${listId})`,
          },
        ],
        mcs_tags: Array.from({ length: 12 }, (_, index) => ({
          mcs_name: `Tag ${String(index + 1).padStart(2, '0')}`,
          mcs_mailchimptagid: String(index),
          'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})`,
        })),
        mcs_audiencemembers: [
          {
            mcs_name: 'wilma@slate.example',
            'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})`,
            'mcs_contactid@odata.bind': `/contacts(${contactId})`,
          },
        ],
        appnotifications: [
          {
            title: 'Newsletter waits for you',
            body: '<img src=x onerror=alert(1)>',
            icontype: 100_000_003,
            data: JSON.stringify({
              actions: [{ title: 'Open', data: { url: `?pagetype=entityrecord&etn=mcs_audience&id=${audienceId}` } }],
            }),
          },
        ],
      },
    },
  });
  shell = await startCrmShell({ dataverseUrl: dataverse.url, otherSide: 'http://127.0.0.1:1/_sandbox/page' });
  browser = await launchBrowser();
});
beforeEach(() => openAs('administrator'));
afterEach(() => page.context().close());
afterAll(async () => {
  await browser.close();
  await shell.close();
  await dataverse.close();
});

interface Circumstances {
  language?: number;
  width?: number;
  dark?: boolean;
}

/** A window of another person in the place of the one that is open. */
async function openAs(
  user: string,
  { language = 1033, width = 1366, dark = false }: Circumstances = {},
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: 768 },
    locale: 'en-US',
    colorScheme: dark ? 'dark' : 'light',
  });
  await context.addCookies([
    { name: 'user', value: user, url: shell.url },
    { name: 'language', value: String(language), url: shell.url },
  ]);
  page = await context.newPage();
  complaints = complaintsOf(page);
}

const navigation = () =>
  page
    .getByRole('navigation')
    .getByRole('listitem')
    .filter({ hasNot: page.locator('.tile') });
const toolbar = () => page.locator('main [role=toolbar]').first();
async function open(query: string): Promise<void> {
  await page.goto(`${shell.url}/main.aspx?${query}`);
  await toolbar().and(page.locator('[data-ready]')).waitFor();
}
const buttons = () => toolbar().locator('button:visible .text').allInnerTexts();

const theList = `pagetype=entityrecord&etn=list&id=${listId}`;
const theAudience = `pagetype=entityrecord&etn=mcs_audience&id=${audienceId}`;
const theContact = `pagetype=entityrecord&etn=contact&id=${contactId}`;

test.each([
  ['administrator', ['Marketing Lists', 'Contacts', 'Leads', 'Audience Members'], 2],
  ['user', ['Marketing Lists', 'Contacts', 'Leads', 'Audience Members'], 2],
  ['nobody', ['Marketing Lists', 'Contacts', 'Leads'], 1],
])('the navigation of %s holds what that person may see', async (user, entries, areas) => {
  await openAs(user);
  await open('pagetype=entitylist&etn=list');
  expect(await navigation().allInnerTexts()).toEqual(entries);
  expect(await page.getByRole('button', { name: /Change area/ }).count()).toBe(areas > 1 ? 1 : 0);
});

test.each([
  ['administrator', true, true],
  ['user', true, true],
  ['nobody', false, false],
])('%s meets the buttons on a marketing list as the privileges say', async (user, syncNow, mailchimp) => {
  await openAs(user);
  await open(theList);
  const shown = await buttons();
  expect([shown.includes('Sync Now'), shown.includes('Mailchimp')]).toEqual([syncNow, mailchimp]);
});

test('the panel opens at the side, stays while the person moves on, and closes', async () => {
  await open('pagetype=entitylist&etn=list');
  await page.getByRole('checkbox', { name: 'Select Newsletter readers' }).check();
  await page.getByRole('button', { name: 'Mailchimp' }).click();
  const pane = page.getByRole('tabpanel', { name: 'Mailchimp' });
  await pane.getByRole('heading', { name: 'Mailchimp' }).waitFor();
  const source = await page.locator('.pane iframe').getAttribute('src');
  expect(new URLSearchParams(source?.split('?')[1]).get('data')).toBe(`page=panel&table=list&id=${listId}`);
  await page.getByRole('link', { name: 'Newsletter readers' }).click();
  await page.getByRole('heading', { level: 1, name: 'Newsletter readers' }).waitFor();
  expect(await pane.isVisible()).toBe(true);

  const width = async (): Promise<number> => (await pane.boundingBox())?.width ?? 0;
  const before = await width();
  await pane.getByRole('separator').press('ArrowLeft');
  expect(await width()).toBe(before + 20);
  await page.getByRole('tab', { name: 'Mailchimp' }).click();
  await pane.waitFor({ state: 'hidden' });
  await page.getByRole('tab', { name: 'Mailchimp' }).click();
  await pane.getByRole('button', { name: 'Close' }).click();
  await pane.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('a subgrid reads its rows page by page, in the order asked for', async () => {
  await open(theAudience);
  await page.getByRole('tab', { name: 'Tags' }).click();
  const tags = page.getByRole('group', { name: 'Tags' });
  await tags.getByRole('link', { name: 'Tag 01' }).waitFor();
  await tags.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
  await tags.getByRole('link', { name: 'Tag 12' }).waitFor();
  const next = tags.getByRole('link', { name: 'Next page' });
  if (await next.isVisible()) {
    await next.click();
    await tags.getByRole('link', { name: 'Tag 01' }).waitFor();
  }
  await tags.getByRole('button', { name: 'New Tag' }).click();
  await page.getByRole('heading', { level: 1, name: 'New Tag' }).waitFor();
  expect(complaints).toEqual([]);
});

test('what points to a record is found under Related', async () => {
  await open(theContact);
  await page.getByRole('button', { name: 'Related' }).click();
  await page.getByRole('link', { name: 'Audience Members' }).last().click();
  const members = page.getByRole('group', { name: 'Audience Members' });
  await members.getByRole('link', { name: 'wilma@slate.example' }).waitFor();
  await page.getByRole('tab', { name: 'Audience Members', selected: true }).waitFor();
  expect(complaints).toEqual([]);
});

test('a record that is not there and one that is not allowed look alike', async () => {
  await openAs('user');
  await page.goto(`${shell.url}/main.aspx?pagetype=entityrecord&etn=contact&id=33333333-0000-4000-8000-00000000dead`);
  await page.getByRole('alert').getByText('This record is not available').waitFor();
  await openAs('nobody');
  await page.goto(`${shell.url}/main.aspx?${theAudience}`);
  await page.getByRole('alert').getByText('You do not have permission for this').waitFor();
});

test('a record that the person may only look at is read-only', async () => {
  await openAs('user');
  await open(theContact);
  await page.getByText('Read-only: you do not have permission to change this record.').waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  const shown = await buttons();
  expect(shown).not.toContain('Save');
  expect(shown).not.toContain('Delete');
  expect(shown).toContain('Mailchimp');
});

test('what the service refuses to save is said, and what was typed stays', async () => {
  await open(theContact);
  await page.getByLabel('First Name').fill('Wilhelmina');
  const message = 'A business process forbids it.';
  await fetch(`${dataverse.url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ method: 'PATCH', times: 1, status: 400, body: { error: { code: '0x80040265', message } } }),
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').getByText(message).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'OK' }).click();
  expect(await page.getByLabel('First Name').inputValue()).toBe('Wilhelmina');
  await page.getByRole('link', { name: 'Leads' }).click();
  await page.getByRole('dialog', { name: 'Unsaved changes' }).getByRole('button', { name: 'Stay' }).click();
  expect(await page.getByLabel('First Name').inputValue()).toBe('Wilhelmina');
});

test('German is chosen in the menu of the person and reaches the pages', async () => {
  await open('pagetype=entitylist&etn=contact');
  await page.getByRole('button', { name: 'Signed in as Alex Admin. Change user' }).click();
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.getByRole('button', { name: 'Aktualisieren' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  const language = await page.evaluate<number>('Xrm.Utility.getGlobalContext().userSettings.languageId');
  expect(language).toBe(1031);
});

test('the bell tells what waits for the person, leads there and forgets it', async () => {
  await open('pagetype=entitylist&etn=contact');
  await page.getByRole('button', { name: 'Notifications, 1 new' }).click();
  const notices = page.getByRole('region', { name: 'Notifications' });
  await notices.getByText('<img src=x onerror=alert(1)>').waitFor();
  await notices.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('heading', { level: 1, name: 'Newsletter' }).waitFor();
  await page.getByRole('button', { name: 'Notifications, 1 new' }).click();
  await notices.getByRole('button', { name: 'Dismiss' }).click();
  await notices.getByText('No new notifications').waitFor();
  expect(complaints).toEqual([]);
});

test('the way to the other side stands in the launcher', async () => {
  await open('pagetype=entitylist&etn=contact');
  await page.getByRole('button', { name: 'Apps on this machine' }).click();
  const link = page.getByRole('link', { name: /play the other side/ });
  expect(await link.getAttribute('href')).toBe('http://127.0.0.1:1/_sandbox/page');
});

test('a page may open dialogs, notices and forms through the client API', async () => {
  await open('pagetype=entitylist&etn=contact');
  await page.evaluate(
    'void Xrm.Navigation.openConfirmDialog({ title: "Sure?", text: "Really." }).then((a) => { window.answer = a.confirmed; })',
  );
  await page.getByRole('dialog', { name: 'Sure?' }).getByRole('button', { name: 'OK' }).click();
  await page.waitForFunction(() => Reflect.get(window, 'answer') === true);
  await page.evaluate(
    'Xrm.App.addGlobalNotification({ type: 2, level: 1, message: "All done.", showCloseButton: true })',
  );
  await page.getByRole('status').getByText('All done.').waitFor();
  await page.evaluate(`Xrm.Navigation.openForm({ entityName: 'contact', entityId: '{${contactId.toUpperCase()}}' })`);
  await page.getByRole('heading', { level: 1, name: 'Wilma Slate' }).waitFor();
  await page.getByText('All done.').waitFor();
  const read = await page.evaluate(`Xrm.WebApi.retrieveRecord('contact', '${contactId}', '?$select=firstname')`);
  expect(read).toMatchObject({ firstname: 'Wilma' });
  expect(complaints).toEqual([]);
});

test('a view works by keyboard alone', async () => {
  await open('pagetype=entitylist&etn=contact');
  await page.getByRole('checkbox', { name: 'Select Fred Slate' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.getByText('1 selected').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Wilma Slate' }).waitFor();
});

test.each<[string, string, Circumstances]>([
  ['a view', 'pagetype=entitylist&etn=contact', {}],
  ['a view in the dark', 'pagetype=entitylist&etn=contact', { dark: true }],
  ['a form in the dark', theAudience, { dark: true }],
  ['a form on a narrow screen', theContact, { width: 320 }],
  ['a new record', 'pagetype=entityrecord&etn=list', {}],
])('%s is accessible', async (_what, query, circumstances) => {
  await openAs('administrator', circumstances);
  await open(query);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
});

const press = (name: string) => page.getByRole('button', { name }).click();

test.each<[string, string, () => Promise<void>]>([
  ['the side pane', theList, () => press('Mailchimp')],
  ['the menu of the person', theList, () => press('Signed in as')],
  ['the menu of apps', theList, () => press('Apps on this machine')],
  ['the switch of areas', theList, () => press('Change area')],
  ['the notifications', theList, () => press('Notifications')],
  ['the related tables', theContact, () => press('Related')],
  ['a dialog', theContact, () => press('Delete')],
  ['a subgrid', theAudience, () => page.getByRole('tab', { name: 'Tags' }).click()],
])('%s is accessible', async (_what, query, act) => {
  await open(query);
  await act();
  await page.locator('[popover]:popover-open, dialog[open], .pane, .subgrid tbody tr').first().waitFor();
  // What stands in the frames is tested with the pages.
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
});

test('nothing is wider than a screen of 320 pixels', async () => {
  await openAs('administrator', { width: 320 });
  for (const query of ['pagetype=entitylist&etn=contact', theContact, theAudience]) {
    await open(query);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBe(320);
  }
});
