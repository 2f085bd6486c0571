/**
 * `node dist/sandbox/take-screenshot.js [FILE]`: the picture of the page Sync Audiences for the README (docs/sync-audiences.png),
 * taken in the CRM shell with audiences as a busy day leaves them.
 */
import { join } from 'node:path';
import { launchBrowser } from './browser';
import { startCrmShell } from './crm/server';
import { startDataverse } from './dataverse/server';
import { projectFolder } from './project-folder';
import { busyDay } from './seeds/busy-day';
import { readSolutionFile } from './solution-file';

void main(process.argv[2] ?? join(projectFolder, 'docs', 'sync-audiences.png'));

async function main(file: string): Promise<void> {
  const { content, choices } = readSolutionFile();
  const dataverse = await startDataverse({ solutionZip: content, seed: busyDay(choices, new Date()) });
  const shell = await startCrmShell({ dataverseUrl: dataverse.url });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 720 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    await page.goto(`${shell.url}/main.aspx?pagetype=webresource&webresourceName=mcs_/sync/index.html`);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('radio', { name: /Newsletter/ }).click();
    // The pointer would leave its mark on the row; the bar on top is empty here.
    await page.mouse.move(600, 24);
    await frame.getByText('In progress', { exact: true }).waitFor();
    await page.screenshot({ path: file });
    process.stderr.write(`${file} shows the page Sync Audiences.\n`);
  } finally {
    await browser.close();
    await shell.close();
    await dataverse.close();
  }
}
