/** What an administrator does and sees, in a real browser, with nothing faked between the page and Mailchimp's stand-in. */
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { complaintsOf, launchBrowser } from '../browser';
import { startProduct, type Product } from './product';

let product: Product;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  product = await startProduct();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'en-GB', reducedMotion: 'reduce' });
  page.setDefaultTimeout(20_000);
  complaints = complaintsOf(page);
});

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

test('a tie from its first sync to the next, and what the records say of it', async () => {
  await page.goto(product.url);
  await openArea('Settings');
  await openEntry('Sync Audiences');
  await sync().getByRole('heading', { name: 'Connect your Mailchimp account' }).waitFor();
  await sync().getByRole('button', { name: 'Get audiences from Mailchimp' }).click();
  await row('Newsletter').getByText('Not tied', { exact: true }).waitFor();
  await row('Events DE').getByText('Not tied', { exact: true }).waitFor();

  await row('Newsletter').getByRole('radio').click();
  await command('Manage').click();
  const panel = sync().getByRole('dialog', { name: 'Manage Newsletter' });
  const lists = panel.getByRole('combobox', { name: 'Marketing list' });
  await lists.fill('e');
  await sync()
    .getByRole('option', { name: /Bedrock customers/ })
    .waitFor();
  expect(await sync().getByRole('option').allInnerTexts()).toEqual([
    'Bedrock customers\nContacts · 0 members · Alex Admin',
    'Event visitors\nLeads · 0 members · Alex Admin',
    'Newsletter readers\nContacts · 3 members · Alex Admin',
    'Everybody in Bedrock\nDynamic list: members follow a query and cannot be added',
    'Founders\nLocked',
    'Newsletter 2019\nInactive list',
    'Suppliers\nAccount lists cannot be synced',
  ]);
  for (const name of [/Everybody in Bedrock/, /Founders/, /Newsletter 2019/, /Suppliers/]) {
    expect(await sync().getByRole('option', { name }).getAttribute('aria-disabled')).toBe('true');
  }
  await lists.fill('readers');
  await sync()
    .getByRole('option', { name: /Newsletter readers/ })
    .click();
  await panel.getByText('Mailchimp members will be created as contacts.').waitFor();
  await panel.getByRole('button', { name: 'Next' }).click();
  await panel.getByRole('button', { name: 'Next: what will happen' }).click();
  await panel.getByRole('list', { name: 'What will happen' }).waitFor();
  expect(await panel.getByRole('list', { name: 'What will happen' }).getByRole('listitem').allInnerTexts()).toEqual([
    '1\nperson will be created as a contact.',
    '1\ncontact joins the list.',
    '1\nperson joins Mailchimp.',
    '1\ncontact leaves the list.',
    '1\nperson leaves Mailchimp.',
    '1\ncontact is marked as wanting no bulk e-mail.',
    '3\npeople will be in sync then.',
  ]);

  await panel.getByRole('checkbox').check();
  await markPage();
  await product.holdMailchimp();
  await panel.getByRole('button', { name: 'Start', exact: true }).click();
  await sync().getByText('The sync of Newsletter has started. You can leave this page; it goes on.').first().waitFor();
  await row('Newsletter').getByText('In progress', { exact: true }).waitFor();
  await product.letGo();
  await row('Newsletter').getByText('Synced', { exact: true }).waitFor();
  expect(await isMarked()).toBe(true);

  await product.inMailchimp({
    audience: 'Newsletter',
    email: 'wilma.flintstone@flintstone.example',
    by: 'person',
    do: 'unsubscribe',
  });
  await product.holdMailchimp();
  await command('Sync now').click();
  await sync().getByRole('dialog', { name: 'The sync has started' }).getByRole('button', { name: 'OK' }).click();
  await row('Newsletter').getByText('In progress', { exact: true }).waitFor();
  await command('Sync now').click();
  await sync().getByText('A sync of Newsletter is already under way.').waitFor();
  await product.letGo();
  await row('Newsletter').getByText('Synced', { exact: true }).waitFor();
  expect(await isMarked()).toBe(true);

  await openEntry('Audiences');
  expect(await cellsOf('Newsletter')).toEqual([
    'Newsletter',
    'Newsletter readers',
    'Synced',
    '2',
    '0',
    '0',
    '0',
    someTime,
  ]);
  await openEntry('Tags');
  expect((await rowsOf()).map((cells) => cells.slice(0, 2))).toEqual([
    ['Press', 'Newsletter'],
    ['Speaker', 'Events DE'],
    ['VIP', 'Newsletter'],
  ]);
  await openArea('Marketing');
  await openEntry('Audience Members');
  const columns = (await page.getByRole('columnheader').allInnerTexts())
    .map((text) => text.trim())
    .filter((text) => text !== '');
  expect(columns).toEqual(['Name', 'Person', 'Outcome', 'Reason', 'Audience', 'Mailchimp Status', 'On List', 'Tags']);
  expect((await rowsOf()).map((cells) => [cells[1], ...cells.slice(5, 7), ...cells.slice(2, 4)])).toEqual([
    ['Barney Rubble', 'Unsubscribed', 'No', 'In sync', 'Mailchimp changed last'],
    ['Betty Rubble', 'Subscribed', 'Yes', 'In sync', 'Was not in Mailchimp'],
    ['Fred Flintstone', 'Archived', 'No', 'In sync', 'Dynamics 365 changed last'],
    ['Pebbles Flintstone', 'Subscribed', 'Yes', 'In sync', 'Never on the list'],
    ['Wilma Flintstone', 'Unsubscribed', 'No', 'In sync', 'Changed in Mailchimp'],
  ]);
  await openEntry('Marketing Lists');
  await page.getByRole('link', { name: 'Newsletter readers' }).click();
  const audience = page.locator('.field', { has: page.getByText('Audience', { exact: true }) });
  await audience.getByRole('link', { name: 'Newsletter', exact: true }).waitFor();
  await page.getByRole('tab', { name: 'Members', exact: true }).click();
  expect((await rowsOf()).map(([name]) => name)).toEqual(['Betty Rubble', 'Pebbles Flintstone']);
  expect(complaints).toEqual([]);
});

test('a marketing list made in place is tied, and waits for its start', async () => {
  await openArea('Settings');
  await openEntry('Sync Audiences');
  await row('Events DE').getByRole('button', { name: 'Manage Events DE' }).click();
  const panel = sync().getByRole('dialog', { name: 'Manage Events DE' });
  await panel.getByRole('button', { name: 'New marketing list' }).click();
  const form = panel.getByRole('form', { name: 'New marketing list' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Événements & <b>fairs</b>');
  await form.getByRole('radio', { name: 'Leads' }).check();
  await form.getByRole('button', { name: 'Create list' }).click();
  await panel.getByText('Mailchimp members will be created as leads.').waitFor();
  await panel.getByRole('button', { name: 'Save without starting' }).click();
  await row('Events DE').getByText('Ready to start', { exact: true }).waitFor();

  await openEntry('Audiences');
  expect((await cellsOf('Events DE'))?.slice(0, 2)).toEqual(['Events DE', 'Événements & <b>fairs</b>']);
  await openArea('Marketing');
  await openEntry('Marketing Lists');
  expect((await cellsOf('Événements & <b>fairs</b>'))?.slice(1, 3)).toEqual(['Lead', '0']);
  expect(complaints).toEqual([]);
});

const someTime: unknown = expect.stringMatching(/^\d+\/\d+\/\d{4} \d+:\d\d [AP]M$/);

const sync = (): FrameLocator => page.frameLocator('iframe[title="Sync Audiences"]');
const row = (audience: string): ReturnType<Page['getByRole']> =>
  sync()
    .getByRole('row')
    .filter({ has: sync().getByText(audience, { exact: true }) });
const command = (name: string): ReturnType<Page['getByRole']> =>
  sync().getByRole('toolbar', { name: 'Commands' }).getByRole('button', { name, exact: true });

async function openArea(name: string): Promise<void> {
  await page.getByRole('button', { name: /Change area/ }).click();
  await page.getByRole('link', { name, exact: true }).click();
}

async function openEntry(name: string): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Site map' });
  await navigation.getByRole('link', { name, exact: true }).click();
  await navigation.getByRole('link', { name, exact: true }).and(page.locator('[aria-current=page]')).waitFor();
  await page.waitForLoadState();
}

/** A reload would wipe the mark away. */
const markPage = (): Promise<void> =>
  sync()
    .locator('html')
    .evaluate((html) => html.setAttribute('data-mark', 'on'));
const isMarked = (): Promise<boolean> =>
  sync()
    .locator('html')
    .evaluate((html) => html.hasAttribute('data-mark'));

/** What stands in the rows of the grid, each cell without the space around it. */
async function rowsOf(text = ''): Promise<string[][]> {
  const rows = await page.locator('main tbody tr').filter({ hasText: text }).all();
  const cells = await Promise.all(rows.map((one) => one.locator('td:not(.check)').allInnerTexts()));
  return cells.map((texts) => texts.map((cell) => cell.trim()));
}

async function cellsOf(text: string): Promise<string[] | undefined> {
  return (await rowsOf(text))[0];
}
