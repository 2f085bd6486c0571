/** The command bar in a real browser: which buttons show, for whom and when, and what they are called with. */
import type { Browser, Page } from 'playwright-core';
import { startCrmShell, type CrmShell } from '../../../sandbox/crm/server';
import { startDataverse, type DataverseStandIn } from '../../../sandbox/dataverse/server';
import { complaintsOf, launchBrowser } from '../../browser';
import { ribbonSolution } from '../dataverse/ribbon-solution';

const lists = ['One', 'Two', 'Three', 'Four'];
const idOf = (index: number): string => `22222222-0000-4000-8000-00000000000${index}`;

let dataverse: DataverseStandIn;
let shell: CrmShell;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  dataverse = await startDataverse({
    solutionZip: ribbonSolution(),
    seed: {
      lists: lists.map((listname, index) => ({
        listid: idOf(index),
        listname,
        createdfromcode: 2,
        lockstatus: index === 1,
      })),
    },
  });
  shell = await startCrmShell({ dataverseUrl: dataverse.url });
  browser = await launchBrowser();
});
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-US' });
  page = await context.newPage();
  complaints = complaintsOf(page);
});
afterEach(() => page.context().close());
afterAll(async () => {
  await browser.close();
  await shell.close();
  await dataverse.close();
});

async function buttons(): Promise<string[]> {
  await page.locator('main [role=toolbar][data-ready]').waitFor();
  return page.locator('main [role=toolbar] button:visible .text').allInnerTexts();
}

const openForm = (index: number) =>
  page.goto(`${shell.url}/main.aspx?pagetype=entityrecord&etn=list&id=${idOf(index)}`);
const openView = () => page.goto(`${shell.url}/main.aspx?pagetype=entitylist&etn=list`);
const as = (name: string, value: string) => page.context().addCookies([{ name, value, url: shell.url }]);
const row = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` });

test('a form shows the buttons whose rules hold; a rule may promise, and one that fails does not hold', async () => {
  await openForm(0);
  expect(await buttons()).toEqual([
    'Save',
    'Tell',
    'Save & Close',
    'New',
    'Delete',
    'Later',
    'Fail',
    'Unlocked',
    'Refresh',
  ]);
  expect(complaints).toEqual([expect.stringContaining('The enable rule Buttons.throws failed.')]);
});

test('a value of the record hides a button', async () => {
  await openForm(1);
  expect(await buttons()).not.toContain('Unlocked');
});

test('a new record has no buttons that need a saved one', async () => {
  await page.goto(`${shell.url}/main.aspx?pagetype=entityrecord&etn=list`);
  expect(await buttons()).toEqual(['Save', 'Save & Close', 'Later', 'Fail', 'Unlocked']);
});

test('a view shows buttons as rows are selected and puts them away again', async () => {
  await openView();
  expect(await buttons()).toEqual(['New', 'Refresh']);
  await row('One').check();
  await page.getByRole('button', { name: 'One', exact: true }).waitFor();
  expect(await buttons()).toEqual(['New', 'One', 'Edit', 'Delete', 'Refresh']);
  await row('Two').check();
  await page.getByRole('button', { name: 'Some', exact: true }).waitFor();
  expect(await buttons()).toEqual(['New', 'Some', 'Delete', 'Refresh']);
  await page.getByText('2 selected').waitFor();
  await page.getByRole('checkbox', { name: 'Select all rows' }).check();
  await page.getByRole('button', { name: 'Some', exact: true }).waitFor({ state: 'hidden' });
  await page.getByRole('checkbox', { name: 'Select all rows' }).uncheck();
  await page.getByRole('button', { name: 'Delete' }).waitFor({ state: 'hidden' });
  expect(complaints).toEqual([]);
});

test('a button calls its function with what the ribbon promises', async () => {
  await openForm(0);
  await page.getByRole('button', { name: 'Tell' }).click();
  const told = JSON.stringify([`{${idOf(0).toUpperCase()}}`, [], 'list', 3, true]);
  await page.getByRole('dialog', { name: 'Told' }).getByText(told).waitFor();
  await page.keyboard.press('Escape');
  await openView();
  await row('Three').check();
  await page.getByRole('button', { name: 'One', exact: true }).click();
  const fromGrid = JSON.stringify(['list', [idOf(2)], 'list', 3, true]);
  await page.getByRole('dialog', { name: 'Told' }).getByText(fromGrid).waitFor();
});

test('a button that fails says so', async () => {
  await openForm(0);
  await page.getByRole('button', { name: 'Fail' }).click();
  await page.getByRole('dialog').getByText('The button is broken.').waitFor();
});

test('a button that needs a privilege is not there for somebody without it', async () => {
  await as('user', 'nobody');
  await openForm(0);
  expect(await buttons()).not.toContain('Fail');
  await as('user', 'user');
  await openForm(0);
  expect(await buttons()).toContain('Fail');
});

test('labels come in the language of the person', async () => {
  await as('language', '1031');
  await openForm(0);
  expect(await buttons()).toEqual(expect.arrayContaining(['Speichern', 'Sagen', 'Später', 'Aktualisieren']));
});

test('what does not fit stands behind the three dots', async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  await openForm(0);
  await page.getByRole('button', { name: 'More commands' }).click();
  await page.getByRole('group', { name: 'More commands' }).getByRole('button', { name: 'Unlocked' }).click();
  await page.getByRole('dialog', { name: 'Told' }).waitFor();
});

test('rows are deleted after asking, and the refusal of the service is shown', async () => {
  await openView();
  await row('Four').check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await row('Four').waitFor({ state: 'detached' });
  await as('user', 'user');
  await openView();
  await row('Three').check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page
    .getByRole('dialog')
    .getByText(/prvDeleteList|DeleteAccess/)
    .waitFor();
});
