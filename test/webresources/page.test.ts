/** The page in a real browser, under the strict content security policy, before a Dataverse of its own. */
import AxeBuilder from '@axe-core/playwright';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { choices } from '../../webresources/schema.generated';
import { complaintsOf, launchBrowser } from '../browser';
import { startFakeWebApi, type FakeRow, type FakeWebApi } from './fake-web-api';
import { previewCounts, sampleTables } from './sample-rows';

let folder: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let fake: FakeWebApi;
let complaints: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audience-sync-pages-'));
  const build = promisify(execFile)(process.execPath, ['webresources/build.mjs'], {
    env: { ...process.env, WEBRESOURCES_OUT: folder },
  });
  [browser] = await Promise.all([launchBrowser(), build]);
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  fake = await startFakeWebApi(folder, sampleTables());
  context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  complaints = complaintsOf(page);
});

afterEach(async () => {
  await context.close();
  await fake.close();
  expect(fake.violations).toEqual([]);
});

const open = (): Promise<unknown> => page.goto(`${fake.url}/WebResources/mcs_/sync/index.html?poll=60`);
const row = (audience: string): ReturnType<Page['getByRole']> =>
  page.getByRole('row').filter({ has: page.getByText(audience, { exact: true }) });
const command = (name: string): ReturnType<Page['getByRole']> =>
  page.getByRole('toolbar', { name: 'Commands' }).getByRole('button', { name, exact: true });
const panel = (): ReturnType<Page['getByRole']> => page.getByRole('dialog', { name: 'Manage Newsletter' });

test('from an untied audience to its first sync, without reloading', async () => {
  await open();
  await expectText(row('Newsletter'), 'Not tied');
  await row('Newsletter').getByRole('button', { name: 'Manage Newsletter' }).click();

  await panel().getByRole('combobox', { name: 'Marketing list' }).fill('newsletter');
  await page.getByRole('option', { name: /Newsletter readers/ }).waitFor();
  expect(await page.getByRole('option').allInnerTexts()).toEqual([
    'Newsletter readers\nContacts · 9,412 members · Alex Admin',
    'Newsletter VIP leads\nLeads · 212 members · Alex Admin',
    'Events (newsletter)\nAlready tied to Events DE',
    'Newsletter 2019\nInactive list',
    'Newsletter archive\nLocked',
    'Newsletter companies\nAccount lists cannot be synced',
    'Newsletter prospects\nDynamic list: members follow a query and cannot be added',
  ]);
  expect(await page.getByRole('option', { name: /Newsletter archive/ }).getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('option', { name: /Newsletter readers/ }).click();
  await panel().getByText('Mailchimp members will be created as contacts.').waitFor();

  await panel().getByRole('button', { name: 'Next' }).click();
  await panel().getByRole('radio', { name: 'Both ways' }).waitFor();
  await panel().getByRole('button', { name: 'Next: what will happen' }).click();
  await panel().getByRole('progressbar', { name: 'Progress of the preview' }).waitFor();
  await previewAsked();
  expect(fake.writes).toEqual([
    {
      method: 'PATCH',
      path: 'mcs_audiences(a-newsletter)',
      body: {
        'mcs_marketinglistid@odata.bind': '/lists(l-readers)',
        mcs_tiestate: choices.mcs_tiestate.ready,
      },
    },
    { method: 'POST', path: 'mcs_syncruns', body: expect.objectContaining({ mcs_mode: choices.mcs_runmode.preview }) },
  ]);

  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_counts: previewCounts });
  await panel().getByText('people will be created as contacts (37 are already leads).').waitFor();
  const start = panel().getByRole('button', { name: 'Start', exact: true });
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  await panel().getByRole('checkbox', { name: 'The 87 people agreed to receive this mailing.' }).check();
  await start.click();

  await page.getByText('The sync of Newsletter has started. You can leave this page; it goes on.').first().waitFor();
  expect(fake.writes.at(-1)?.body).toMatchObject({
    mcs_mode: choices.mcs_runmode.full,
    mcs_trigger: choices.mcs_runtrigger.person,
    mcs_consentconfirmed: true,
    mcs_proposedsettings: JSON.stringify({
      approved: { create: 1214, join: 212, leaveList: 2, leaveMailchimp: 1, confirmations: 0 },
    }),
    'mcs_audienceid@odata.bind': '/mcs_audiences(a-newsletter)',
  });
  await expectText(row('Newsletter'), 'Requested');

  change(lastRun(), {
    mcs_status: choices.mcs_runstatus['in-progress'],
    mcs_progress: 62,
    mcs_sentence: 'Writing contacts, 1,000 of 1,214.',
  });
  await expectText(row('Newsletter'), 'In progress');
  await expectText(row('Newsletter'), 'Writing contacts, 1,000 of 1,214.');
  await expectText(row('Newsletter'), '62%');

  change(audience('a-newsletter'), {
    mcs_tiestate: choices.mcs_tiestate.running,
    mcs_syncstatus: choices.mcs_syncstatus.synced,
    mcs_insynccount: 9412,
    mcs_mailablecount: 9530,
    mcs_leftoutcount: 118,
    mcs_lastsynced: new Date().toISOString(),
  });
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_sentence: 'Both sides agree.' });
  await expectText(row('Newsletter'), 'Synced');
  await expectText(row('Newsletter'), '9,412 / 9,530');
  await page.getByRole('status').getByText('The sync of Newsletter is done. Both sides agree.').waitFor();
  expect(complaints).toEqual([]);
});

test('Sync now answers with a dialog, and a second press follows the run that is under way', async () => {
  await open();
  await row('Events DE').getByRole('radio').click();
  await command('Sync now').click();
  const dialog = page.getByRole('dialog', { name: 'The sync has started' });
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expectText(row('Events DE'), 'Requested');
  await page.waitForFunction(() => document.activeElement?.textContent === 'Sync now');
  expect(fake.writes).toHaveLength(1);
  expect(fake.writes[0]?.body).toMatchObject({ mcs_mode: choices.mcs_runmode.sync });

  await command('Sync now').click();
  await page.getByText('A sync of Events DE is already under way.').waitFor();
  expect(fake.writes).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test('Sync now on a tie that is ready shows the numbers first', async () => {
  change(audience('a-newsletter'), {
    _mcs_marketinglistid_value: 'l-vip',
    mcs_tiestate: choices.mcs_tiestate.ready,
    mcs_syncstatus: choices.mcs_syncstatus.ready,
  });
  await open();
  await row('Newsletter').getByRole('radio').click();
  await command('Sync now').click();
  await previewAsked();
  change(lastRun(), {
    mcs_status: choices.mcs_runstatus.completed,
    mcs_counts: '{"plan":{"create":2,"join":1}}',
  });
  await panel().getByText('people will be created as leads.').waitFor();
  await panel().getByRole('button', { name: 'Start', exact: true }).click();
  await expectText(row('Newsletter'), 'Requested');
  expect(fake.writes.map(({ body }) => body['mcs_mode'])).toEqual([
    choices.mcs_runmode.preview,
    choices.mcs_runmode.full,
  ]);
});

test('a command that cannot be used says why', async () => {
  await open();
  await row('Newsletter').getByRole('radio').click();
  const syncNow = command('Sync now');
  expect(await syncNow.getAttribute('aria-disabled')).toBe('true');
  await syncNow.hover();
  await page.getByRole('tooltip', { name: 'Not tied yet: choose its marketing list under Manage first.' }).waitFor();
});

test('a new marketing list is made in place', async () => {
  await open();
  await row('Newsletter').getByRole('button', { name: 'Manage Newsletter' }).click();
  await panel().getByRole('button', { name: 'New marketing list' }).click();
  const form = panel().getByRole('form', { name: 'New marketing list' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Readers & friends');
  await form.getByRole('radio', { name: 'Leads' }).check();
  await form.getByRole('button', { name: 'Create list' }).click();
  await panel().getByText('Mailchimp members will be created as leads.').waitFor();
  expect(fake.writes).toEqual([
    { method: 'POST', path: 'lists', body: { listname: 'Readers & friends', createdfromcode: 4, type: false } },
  ]);
  await panel().getByRole('button', { name: 'Save without starting' }).click();
  await expectText(row('Newsletter'), 'Ready to start');
  await page.getByText('Newsletter is saved. Nothing starts before you start it.').waitFor();
  expect(fake.writes).toHaveLength(2);
});

test('cancelling after the numbers leaves the tie as it was', async () => {
  await open();
  await row('Newsletter').getByRole('button', { name: 'Manage Newsletter' }).click();
  await panel().getByRole('combobox', { name: 'Marketing list' }).fill('readers');
  await page.getByRole('option', { name: /Newsletter readers/ }).click();
  await panel().getByRole('tab', { name: '2. Rules' }).click();
  await panel()
    .getByRole('radio', { name: /^Unsubscribe/ })
    .check();
  await panel().getByRole('tab', { name: '3. What will happen' }).click();
  await previewAsked();
  await panel().getByRole('button', { name: 'Cancel' }).click();
  await panel().waitFor({ state: 'detached' });
  expect(fake.writes.at(-1)?.body).toEqual({
    'mcs_marketinglistid@odata.bind': null,
    mcs_tiestate: choices.mcs_tiestate['not-tied'],
    mcs_removalrule: choices.mcs_removalrule.archive,
  });
  await expectText(row('Newsletter'), 'Not tied');
});

test('a sync that somebody else started meanwhile is joined, not doubled', async () => {
  change(audience('a-newsletter'), {
    _mcs_marketinglistid_value: 'l-readers',
    mcs_tiestate: choices.mcs_tiestate.ready,
    mcs_syncstatus: choices.mcs_syncstatus.ready,
  });
  await open();
  await row('Newsletter').getByRole('radio').click();
  await command('Preview').click();
  await previewAsked();
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_counts: '{"plan":{"join":1}}' });
  fake.tables['mcs_syncruns']?.push({
    mcs_syncrunid: 'r-other',
    _mcs_audienceid_value: 'a-newsletter',
    mcs_mode: choices.mcs_runmode.full,
    mcs_status: choices.mcs_runstatus['in-progress'],
    mcs_progress: 5,
    createdon: new Date().toISOString(),
  });
  await page.getByText('In progress', { exact: true }).waitFor();
  await panel().getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('A sync of Newsletter is already under way.').waitFor();
  expect(fake.writes).toHaveLength(1);
});

test('Escape closes the search before the panel', async () => {
  await open();
  await row('Newsletter').getByRole('button', { name: 'Manage Newsletter' }).click();
  await panel().getByRole('combobox', { name: 'Marketing list' }).fill('readers');
  await page.getByRole('option', { name: /Newsletter readers/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('option').first().waitFor({ state: 'detached' });
  expect(await panel().isVisible()).toBe(true);
});

test('untie asks first and removes nobody', async () => {
  await open();
  await row('Events DE').getByRole('radio').click();
  await command('Manage').click();
  const manage = page.getByRole('dialog', { name: 'Manage Events DE' });
  await manage.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Untie' }).click();
  const question = page.getByRole('alertdialog', { name: 'Untie Events DE?' });
  await question.getByText(/Nobody is removed/).waitFor();
  await question.getByRole('button', { name: 'Untie' }).click();
  await expectText(row('Events DE'), 'Not tied');
  expect(fake.writes).toEqual([
    {
      method: 'PATCH',
      path: 'mcs_audiences(a-events)',
      body: { 'mcs_marketinglistid@odata.bind': null, mcs_tiestate: choices.mcs_tiestate['not-tied'] },
    },
  ]);
});

test('pause stops a tie, resume starts it again with a sync', async () => {
  await open();
  await row('Events DE').getByRole('radio').click();
  await command('Manage').click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Pause' }).click();
  await expectText(row('Events DE'), 'Paused');

  await command('Manage').click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Resume' }).click();
  await expectText(row('Events DE'), 'Requested');
  expect(fake.writes.map(({ body }) => body['mcs_tiestate'] ?? body['mcs_mode'])).toEqual([
    choices.mcs_tiestate.paused,
    choices.mcs_tiestate.running,
    choices.mcs_runmode.sync,
  ]);
});

test('text from outside stays text', async () => {
  change(audience('a-newsletter'), { mcs_name: '<img src=x onerror=alert(1)>' });
  await open();
  await page.getByText('<img src=x onerror=alert(1)>').waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('nothing to show is said with what to do about it', async () => {
  fake.tables['mcs_audiences'] = [];
  await open();
  await page.getByRole('heading', { name: 'Mailchimp has no audience yet' }).waitFor();
  fake.tables['mcs_accounts'] = [];
  await page.getByRole('heading', { name: 'Connect your Mailchimp account' }).waitFor();
  await page.getByRole('button', { name: 'Get audiences from Mailchimp' }).click();
  await page.getByText('The audiences are being fetched from Mailchimp.').first().waitFor();
  change(lastRun(), { mcs_status: choices.mcs_runstatus.failed, mcs_sentence: 'Mailchimp refuses the key.' });
  await page.getByText('Getting the audiences from Mailchimp failed. Mailchimp refuses the key.').first().waitFor();
});

test('without the role the page says whom to ask, and an error can be tried again', async () => {
  fake.refuse('/mcs_audiences', 403, 'Principal user is missing prvReadmcs_audience privilege');
  await open();
  await page.getByText('Ask an administrator for the role Audience Sync User.').waitFor();
  fake.refuse('/mcs_audiences', 500, 'Generic SQL error.');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Dynamics 365 has a problem at the moment. Try again in a moment.').waitFor();
  await page.getByText(/Correlation id [0-9a-f-]{36}/).waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectText(row('Newsletter'), 'Not tied');
});

test('somebody who may look but not sync is told so', async () => {
  await open();
  await row('Events DE').getByRole('radio').click();
  fake.refuse('mcs_syncruns', 403, 'prvCreatemcs_syncrun', 1);
  await command('Sync now').click();
  await page.getByText('Your security role does not allow this.').first().waitFor();
});

test('nothing is asked of Dynamics 365 while nobody looks', async () => {
  await page.clock.install();
  await open();
  await expectText(row('Newsletter'), 'Not tied');
  await show(false);
  const before = fake.reads();
  await page.clock.fastForward(600_000);
  expect(fake.reads()).toBe(before);

  change(audience('a-newsletter'), { mcs_name: 'Readers' });
  await show(true);
  await row('Readers').waitFor();
});

test('rows can be found by status and by name', async () => {
  await open();
  await row('Board').waitFor();
  await page.getByRole('searchbox', { name: 'Search audiences' }).fill('partner');
  await row('Board').waitFor({ state: 'detached' });
  await row('Partners').waitFor();
  await page.getByRole('searchbox', { name: 'Search audiences' }).fill('');
  await page.getByRole('combobox', { name: 'Filter by status' }).click();
  await page.getByRole('option', { name: 'Error' }).click();
  await row('Partners').waitFor({ state: 'detached' });
  await row('Board').waitFor();
});

test('the whole way works by keyboard alone', async () => {
  await open();
  await row('Newsletter').getByRole('button', { name: 'Manage Newsletter' }).focus();
  await page.keyboard.press('Enter');
  await panel().waitFor();
  await panel().getByRole('combobox', { name: 'Marketing list' }).focus();
  await page.keyboard.type('readers');
  await page.getByRole('option', { name: /Newsletter readers/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await panel().getByText('Mailchimp members will be created as contacts.').waitFor();
  await page.keyboard.press('Escape');
  await panel().waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Manage Newsletter');
});

test.each([
  ['light', 1280],
  ['dark', 320],
] as const)('nobody is shut out: %s, %d pixels wide', async (colorScheme, width) => {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 800 });
  await open();
  await row('Partners').waitFor();
  expect(await findings()).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);

  await row('Newsletter').getByRole('button', { name: 'Manage Newsletter' }).click();
  await panel().getByRole('combobox', { name: 'Marketing list' }).fill('readers');
  await page.getByRole('option', { name: /Newsletter readers/ }).click();
  expect(await findings()).toEqual([]);
  await panel().getByRole('tab', { name: '2. Rules' }).click();
  await panel().getByRole('radio', { name: 'Both ways' }).waitFor();
  expect(await findings()).toEqual([]);
  await panel().getByRole('tab', { name: '3. What will happen' }).click();
  await previewAsked();
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_counts: previewCounts });
  await panel().getByRole('checkbox').waitFor();
  expect(await findings()).toEqual([]);
});

/** Serious and critical findings. Tabster's invisible stops for the focus are known to trip aria-hidden-focus. */
async function findings(): Promise<string[]> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const { violations } = await new AxeBuilder({ page })
    .exclude('[data-tabster-dummy]')
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

async function expectText(where: ReturnType<Page['getByRole']>, text: string): Promise<void> {
  await where.getByText(text, { exact: true }).first().waitFor();
}

/** Brings the page to the front, or puts another tab before it; whatever it was asking for has arrived then. */
async function show(visible: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !visible);
  // A reading is three requests; one that was under way ends first.
  do await page.evaluate(async () => (await fetch('app.css')).text());
  while (fake.reads() % 3 !== 0);
}

/** The preview is a row by now, and the page has read it. */
async function previewAsked(): Promise<void> {
  await panel().getByText('Waiting for the sync service since').waitFor();
}

function lastRun(): FakeRow {
  return fake.tables['mcs_syncruns']?.at(-1) ?? {};
}

function audience(id: string): FakeRow {
  return fake.tables['mcs_audiences']?.find((one) => one['mcs_audienceid'] === id) ?? {};
}

function change(row: FakeRow, values: FakeRow): void {
  Object.assign(row, values);
}
