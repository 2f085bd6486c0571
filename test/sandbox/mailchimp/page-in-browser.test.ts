import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { complaintsOf, launchBrowser } from '../../browser';
import { openStandIn, type OpenStandIn } from './open-stand-in';

let open: OpenStandIn;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  open = await openStandIn([
    { email_address: 'wilma@flint.example', status: 'subscribed', merge_fields: { FNAME: 'Wilma' }, tags: ['VIP'] },
    { email_address: 'betty@flint.example', status: 'unsubscribed' },
  ]);
});
afterAll(async () => {
  await browser.close();
  await open.close();
});

test('a button of the page works in a browser, without complaints and for everybody', async () => {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(10_000);
  const complaints = complaintsOf(page);
  await page.goto(`${open.standIn.url}/_sandbox/page`);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Unsubscribe wilma@flint.example' }).click();
  await page.getByRole('status').waitFor();
  expect(await page.getByRole('row', { name: 'wilma@flint.example' }).innerText()).toContain('unsubscribed');
  expect(complaints).toEqual([]);
});
