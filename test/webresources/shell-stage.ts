/**
 * The pages in the shell, before the Dataverse stand-in with the packed solution and its roles. What is exported belongs
 * to the test that runs.
 */
import type { Browser, Page } from 'playwright-core';
import { startCrmShell, type CrmShell } from '../../sandbox/crm/server';
import { startDataverse, type DataverseStandIn } from '../../sandbox/dataverse/server';
import { choiceValue, readSolutionFile } from '../../sandbox/solution-file';
import { complaintsOf, launchBrowser } from '../browser';

type Row = Record<string, unknown>;

const { choices, content } = readSolutionFile();

let dataverse: DataverseStandIn;
let browser: Browser;
export let shell: CrmShell;
export let page: Page;
export let complaints: string[];

export interface ShellStage {
  seed: () => NonNullable<Parameters<typeof startDataverse>[0]>['seed'];
  width: number;
  height: number;
}

/** Starts the browser for the tests of a file, and gives each an organization, a shell and a page of its own. */
export function setShellStage({ height, seed, width }: ShellStage): void {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    dataverse = await startDataverse({ solutionZip: content, seed: seed() });
    shell = await startCrmShell({ dataverseUrl: dataverse.url });
    page = await (await browser.newContext({ viewport: { width, height }, locale: 'en-GB' })).newPage();
    page.setDefaultTimeout(10_000);
    complaints = complaintsOf(page);
  });
  afterEach(async () => {
    await page.context().close();
    await shell.close();
    await dataverse.close();
  });
  afterAll(() => browser.close());
}

/** A choice of the packed solution, by its code. */
export const codeFor = (choice: string, code: string): number => choiceValue(choices, choice, code);

export const signInAs = (user: 'user' | 'nobody'): Promise<void> =>
  page.context().addCookies([{ name: 'user', value: user, url: shell.url }]);

export const speakGerman = (): Promise<void> =>
  page.context().addCookies([{ name: 'language', value: '1031', url: shell.url }]);

export const open = (data = ''): Promise<unknown> =>
  page.goto(
    `${shell.url}/WebResources/mcs_/sync/index.html?poll=60${data === '' ? '' : `&data=${encodeURIComponent(data)}`}`,
  );

export async function rowsOf(set: string): Promise<Row[]> {
  const answer = await fetch(`${dataverse.url}/api/data/v9.2/${set}`, { headers: asAdministrator });
  return ((await answer.json()) as { value: Row[] }).value;
}

export async function change(path: string, values: Row): Promise<void> {
  const answer = await fetch(`${dataverse.url}/api/data/v9.2/${path}`, {
    method: 'PATCH',
    headers: { ...asAdministrator, 'Content-Type': 'application/json', 'If-Match': '*' },
    body: JSON.stringify(values),
  });
  expect(answer.status).toBe(204);
}

const asAdministrator = { Authorization: 'Bearer stand-in-administrator' };
