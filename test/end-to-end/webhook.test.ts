/** A change of a list is followed without anybody pressing anything: Dataverse calls the functions, and they do the rest. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { sampleIds, sampleNames } from '../../sandbox/seeds/sample';
import { choiceValue } from '../../sandbox/solution-file';
import { runFirstSync } from '../../sandbox/start/first-sync';
import { launchBrowser } from '../browser';
import { startProduct, type Product } from './product';

let product: Product;
let browser: Browser;

beforeAll(async () => {
  product = await startProduct();
  browser = await launchBrowser();
  await runFirstSync({ sandbox: product.sandbox, seed: product.seed, personType: 'contact', say: () => {} });
});

afterAll(async () => {
  await browser?.close();
  await product?.close();
});

test('somebody taken off the list in Dynamics 365 is archived in Mailchimp', async () => {
  const { crm, choices } = product.sandbox;
  expect(await statusOfWilma()).toBe('subscribed');

  const page = await browser.newPage();
  await page.goto(`${product.url}/main.aspx?pagetype=entityrecord&etn=list&id=${sampleIds.newsletterList}&tab=members`);
  await page.getByRole('button', { name: 'Remove Wilma Flintstone' }).click();
  await page.getByText('Removed from the list.').waitFor();

  const [event] = await untilThere(() =>
    crm.rows(
      `mcs_listevents?$select=mcs_eventkind,mcs_personid&$filter=_mcs_marketinglistid_value eq ${sampleIds.newsletterList}&$orderby=mcs_occurredon desc`,
    ),
  );
  const [wilma] = await crm.rows("contacts?$select=contactid&$filter=firstname eq 'Wilma'");
  expect(event).toMatchObject({
    mcs_eventkind: choiceValue(choices, 'mcs_eventkind', 'removed'),
    mcs_personid: wilma?.['contactid'],
  });
  const webhook = choiceValue(choices, 'mcs_runtrigger', 'webhook');
  const [run] = await untilThere(() =>
    crm.rows(
      `mcs_syncruns?$select=mcs_status,mcs_name,mcs_sentence&$filter=mcs_trigger eq ${webhook} and mcs_finishedon ne null`,
    ),
  );
  expect(run).toMatchObject({
    mcs_status: choiceValue(choices, 'mcs_runstatus', 'completed'),
    mcs_name: `Sync of ${sampleNames.newsletter} after a change of its list`,
  });
  expect(await statusOfWilma()).toBe('archived');
});

/** Asks until there is something; the test's own time limit ends it otherwise. */
async function untilThere<T>(look: () => Promise<T[]>): Promise<T[]> {
  for (;;) {
    const found = await look();
    if (found.length > 0) return found;
    await pause(50);
  }
}

async function statusOfWilma(): Promise<unknown> {
  const address = `${product.sandbox.mailchimpUrl}/3.0/lists/${sampleIds.newsletter}/members/wilma.flintstone@flintstone.example`;
  const answer = await fetch(`${address}?fields=status`, {
    headers: { authorization: `Basic ${Buffer.from(`x:${product.sandbox.mailchimpKey}`).toString('base64')}` },
  });
  const member: unknown = await answer.json();
  return Object(member).status;
}
