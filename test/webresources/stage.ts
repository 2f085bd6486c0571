/**
 * The page in a real browser, under the strict content security policy, before a Dataverse of its own. What is exported
 * belongs to the test that runs.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { complaintsOf, launchBrowser } from '../browser';
import { startFakeWebApi, type FakeRow, type FakeWebApi } from './fake-web-api';
import { sampleTables } from './sample-rows';

let folder: string;
let browser: Browser;
let context: BrowserContext;
export let page: Page;
export let fake: FakeWebApi;
export let complaints: string[];

/** Starts the browser for the tests of a file, and gives each a page and an organization of its own. */
export function setStage(): void {
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
}

/** The page, at the place that `data` names; it looks for news so often. */
export const open = (data = '', pollMs = 60): Promise<unknown> =>
  page.goto(
    `${fake.url}/WebResources/mcs_/sync/index.html?poll=${pollMs}${data === '' ? '' : `&data=${encodeURIComponent(data)}`}`,
  );
export const row = (audience: string): Locator =>
  page.getByRole('row').filter({ has: page.getByText(audience, { exact: true }) });
export const command = (name: string): Locator =>
  page.getByRole('toolbar', { name: 'Commands' }).getByRole('button', { name, exact: true });
export const panel = (): Locator => page.getByRole('dialog', { name: 'Manage Newsletter' });

export async function expectText(where: Locator, text: string): Promise<void> {
  await where.getByText(text, { exact: true }).first().waitFor();
}

/** The preview is a row by now, and the page has read it. */
export async function previewAsked(): Promise<void> {
  await panel().getByText('Waiting for the sync service since').waitFor();
}

export function lastRun(): FakeRow {
  return fake.tables['mcs_syncruns']?.at(-1) ?? {};
}

export function audience(id: string): FakeRow {
  return fake.tables['mcs_audiences']?.find((one) => one['mcs_audienceid'] === id) ?? {};
}

export function change(row: FakeRow, values: FakeRow): void {
  Object.assign(row, values);
}
