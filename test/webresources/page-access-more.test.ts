/** A run and the members without a mouse, without good eyes, and on a small screen. */
import { choices } from '../../webresources/schema.generated';
import { findingsOn } from './findings';
import { addMembers } from './sample-members';
import { addRun, runId } from './sample-run';
import { change, command, complaints, fake, lastRun, open, page, row, setStage } from './stage';

setStage();

const settings = [
  ['light', 'none', 1280],
  ['dark', 'none', 320],
  ['light', 'active', 640],
] as const;

test.each(settings)('nobody is shut out of a run: %s, forced colours %s, %d pixels', async (...setting) => {
  await show(...setting);
  const run = addRun(fake.tables);
  await open(`page=run&run=${runId}`);
  await page.getByText('Ana Bell').first().waitFor();
  await expectNothingFound(setting[2]);
  await command('Approve all').click();
  await page.getByRole('alertdialog').waitFor();
  await expectNothingFound(setting[2]);
  await page.keyboard.press('Escape');

  change(run, { mcs_status: choices.mcs_runstatus.completed });
  await page.reload();
  await command('Undo').click();
  await page.getByRole('dialog').getByRole('progressbar').waitFor();
  change(lastRun(), {
    mcs_status: choices.mcs_runstatus.completed,
    mcs_counts: JSON.stringify({ undo: { people: 4, law: 1 } }),
  });
  await page.getByText('4 people are put back as before.').waitFor();
  await expectNothingFound(setting[2]);
  expect(complaints).toEqual([]);
});

test.each(settings)('nobody is shut out of the members: %s, forced colours %s, %d pixels', async (...setting) => {
  await show(...setting);
  addMembers(fake.tables);
  await open('page=members&audience=a-partners');
  await page.getByText('Wilma Flint').first().waitFor();
  await expectNothingFound(setting[2]);
  await page.getByRole('button', { name: 'Show the story of Wilma Flint' }).click();
  await page.getByRole('link', { name: /Wilma Flint-Stone/ }).waitFor();
  await expectNothingFound(setting[2]);
  expect(complaints).toEqual([]);
});

test.each(settings)('nobody is shut out of dialogs and bars: %s, forced colours %s, %d pixels', async (...setting) => {
  await show(...setting);
  change(fake.tables['mcs_accounts']?.[0] ?? {}, { mcs_connectionstatus: choices.mcs_connectionstatus['key-refused'] });
  await open('page=audiences&list=l-readers');
  await page.getByRole('button', { name: 'Choose Newsletter' }).waitFor();
  await expectNothingFound(setting[2]);
  await page.keyboard.press('Escape');
  await row('Board').getByRole('button', { name: 'What to do about Board' }).click();
  await page.getByRole('dialog', { name: 'What to do: Board' }).waitFor();
  await expectNothingFound(setting[2]);
});

test('members are opened by keyboard alone, and left again', async () => {
  addMembers(fake.tables);
  await open('page=members&audience=a-partners');
  await page.getByText('Wilma Flint').first().waitFor();
  await page.getByRole('searchbox', { name: 'Search name or address' }).focus();
  await page.keyboard.type('wilma');
  await page.getByText('1 person').waitFor();
  await tabTo('columnheader');
  // To the row, to its first cell, to what the cell holds.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Wilma Flint' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('people are ticked and approved by keyboard alone', async () => {
  addRun(fake.tables);
  await open(`page=run&run=${runId}`);
  await page.getByRole('checkbox', { name: 'Tick Ana Bell' }).focus();
  await page.keyboard.press('Space');
  await command('Approve 1 person').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('The approval is on its way.').first().waitFor();
  expect(lastRun()['mcs_proposedsettings']).toBe(JSON.stringify({ approve: runId, people: ['m-ana-bell'] }));
});

async function show(colorScheme: 'light' | 'dark', forcedColors: 'none' | 'active', width: number): Promise<void> {
  await page.emulateMedia({ colorScheme, forcedColors });
  await page.setViewportSize({ width, height: 800 });
}

async function expectNothingFound(width: number): Promise<void> {
  expect(await findingsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}

/** With the key Tab alone, as often as it takes. */
async function tabTo(role: string): Promise<void> {
  for (let times = 0; times < 12; times += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.getAttribute('role'))) === role) return;
  }
  throw new Error(`The key Tab does not lead to a ${role}.`);
}
