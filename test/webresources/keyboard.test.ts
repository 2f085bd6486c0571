/** The pages by the keys alone, and what is read out. */
import { choices } from '../../webresources/schema.generated';
import { addMembers } from './sample-members';
import { previewCounts } from './sample-rows';
import { addRun, runId } from './sample-run';
import {
  audience,
  change,
  command,
  complaints,
  expectText,
  fake,
  lastRun,
  open,
  page,
  panel,
  previewAsked,
  row,
  setStage,
} from './stage';

setStage();

test('an audience is tied and started by keys alone', async () => {
  await open();
  await row('Newsletter').waitFor();
  await walk('Tab', 'Audience');
  await walk('ArrowDown', /^Newsletter/);
  await page.keyboard.press('Space');
  await walk('Shift+Tab', 'Get audiences from Mailchimp', 'Sync now');
  await walk('ArrowRight', 'Manage');
  await page.keyboard.press('Enter');
  await panel().waitFor();

  await walk('Tab', 'Marketing list');
  await page.keyboard.type('readers');
  await page.getByRole('option', { name: /Newsletter readers/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await panel().getByText('Mailchimp members will be created as contacts.').waitFor();
  await walk('Tab', 'Next');
  await page.keyboard.press('Enter');
  await walk('Tab', 'Both ways');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  expect(await panel().getByRole('radio', { name: 'Both ways' }).isChecked()).toBe(true);
  await walk('Tab', 'Next: what will happen');
  await page.keyboard.press('Enter');
  await previewAsked();
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_counts: previewCounts });
  await panel().getByRole('checkbox').waitFor();
  await walk('Tab', /^The 87 people agreed/);
  await page.keyboard.press('Space');
  await walk('Tab', 'Start');
  await page.keyboard.press('Enter');

  await page.getByText('The sync of Newsletter has started. You can leave this page; it goes on.').first().waitFor();
  await panel().waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent === 'Manage');
  expect(complaints).toEqual([]);
});

test('the focus stays in Manage when what had it goes away', async () => {
  await open();
  await row('Newsletter').getByRole('button', { name: 'Manage Newsletter' }).click();
  await walk('Tab', 'New marketing list');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.matches('form input'));
  await walk('Tab', 'Back');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.textContent === 'New marketing list');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Manage Newsletter');
});

test('some people of a run are approved by keys alone, and Escape leaves the question', async () => {
  addRun(fake.tables);
  await open(`page=run&run=${runId}`);
  await page.getByText('Ana Bell').waitFor();
  await walk('Tab', 'Tick all rows shown');
  await walk('ArrowDown', /Ana Bell/);
  await page.keyboard.press('Space');
  await command('Approve 1 person').waitFor();
  await walk('Shift+Tab', 'Approve 1 person', 'Drop what waits', 'Members', 'Download CSV');
  await walk('ArrowLeft', 'Approve 1 person');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent === 'Approve 1 person');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await walk('Tab', 'Approve');
  await page.keyboard.press('Enter');
  await page.getByText('The approval is on its way.').first().waitFor();
  expect(lastRun()['mcs_proposedsettings']).toBe(JSON.stringify({ approve: runId, people: ['m-ana-bell'] }));
});

test('members are found, opened and left again by keys alone', async () => {
  addMembers(fake.tables);
  await open('page=members&audience=a-partners');
  await page.getByText('Wilma Flint').first().waitFor();
  await walk('Tab', 'Search name or address');
  await page.keyboard.type('wilma');
  await page.getByText('1 person').waitFor();
  await walk('Tab', 'Person');
  await walk('ArrowDown', /Wilma Flint/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Wilma Flint' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('Wilma Flint'));
});

test('a tag is given and taken away by keys alone', async () => {
  addMembers(fake.tables);
  fake.tables['mcs_tags'] = [];
  const [wilma = {}] = fake.tables['mcs_audiencemembers'] ?? [];
  change(wilma, { mcs_memberstatus: choices.mcs_memberstatus.subscribed });
  await open('page=panel&table=contact&id=c-wilma');
  await page.getByText('VIP').waitFor();
  await walk('Tab', 'Add a tag');
  await page.keyboard.type('Donor');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Donor/ }).waitFor();
  await walk('Shift+Tab', /^(VIP|Press|Donor)/);
  await walk('ArrowLeft', /^VIP/);
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: /^VIP/ }).waitFor({ state: 'detached' });
  expect(wilma['mcs_tags']).toBe('; Press; Donor;');
});

test.each([
  ['audiences', ''],
  ['a run', `page=run&run=${runId}`],
  ['members', 'page=members&audience=a-partners'],
])('the keys lead through %s in order, visibly and out again', async (_, data) => {
  addRun(fake.tables);
  addMembers(fake.tables);
  await open(data);
  await page.getByRole('row').nth(2).waitFor();
  const seen: { at: string; top: number; visible: boolean }[] = [];
  for (let times = 0; times < 40; times += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const { outlineStyle } = getComputedStyle(element);
      const { top } = element.getBoundingClientRect();
      const at = element.outerHTML.slice(0, 200);
      return { at, top, visible: outlineStyle !== 'none' || element.matches('[data-fui-focus-visible]') };
    });
    if (stop === null || stop.at === seen[0]?.at) break;
    seen.push(stop);
  }
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.length).toBeLessThan(40);
  expect(seen.filter(({ visible }) => !visible)).toEqual([]);
  // From the top of the page to its end: nothing stands far above what comes before it.
  for (const [index, { top }] of seen.entries()) expect(top).toBeGreaterThan((seen[index - 1]?.top ?? 0) - 40);
});

test('a sync is read out once at its start and once at its end', async () => {
  await page.addInitScript(() => {
    const spoken: string[] = [];
    Object.assign(window, { spoken });
    new MutationObserver(() => {
      const text = document.querySelector('main > [role=status]')?.textContent ?? '';
      if (text !== '' && text !== spoken.at(-1)) spoken.push(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await open();
  await row('Events DE').getByRole('radio').click();
  await command('Sync now').click();
  await page.getByRole('dialog').getByRole('button', { name: 'OK' }).click();
  for (const percent of [20, 60]) {
    change(lastRun(), {
      mcs_status: choices.mcs_runstatus['in-progress'],
      mcs_progress: percent,
      mcs_sentence: 'Writing contacts, 1,000 of 1,214.',
    });
    change(audience('a-events'), { mcs_syncstatus: choices.mcs_syncstatus['in-progress'] });
    await expectText(row('Events DE'), `${percent}%`);
  }
  change(audience('a-events'), { mcs_syncstatus: choices.mcs_syncstatus.synced });
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_sentence: 'Both sides agree.' });
  await expectText(row('Events DE'), 'Synced');
  await page.getByRole('status').getByText('The sync of Events DE is done. Both sides agree.').waitFor();
  expect(await page.evaluate(() => Reflect.get(window, 'spoken'))).toEqual([
    'The sync of Events DE has started. You can leave this page; it goes on.',
    'The sync of Events DE is done. Both sides agree.',
  ]);
});

/** Presses a key until what has the focus is named so. */
async function walk(key: string, ...names: (string | RegExp)[]): Promise<void> {
  const visited: string[] = [];
  for (let times = 0; times < 40; times += 1) {
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
      return (element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '').trim();
    });
    if (visited.length > 0 && names.some((one) => (typeof one === 'string' ? one === name : one.test(name)))) return;
    visited.push(name.slice(0, 40));
    await page.keyboard.press(key);
  }
  throw new Error(`The key ${key} does not lead to ${names.join(', ')} but to ${visited.join(' > ')}.`);
}
