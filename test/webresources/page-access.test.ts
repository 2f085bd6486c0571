/** The page without a mouse, without good eyes, and on a small screen. */
import { choices } from '../../webresources/schema.generated';
import { findingsOn } from './findings';
import { previewCounts } from './sample-rows';
import { change, lastRun, open, page, panel, previewAsked, row, setStage } from './stage';

setStage();

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
  expect(await findingsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);

  await row('Newsletter').getByRole('button', { name: 'Manage Newsletter' }).click();
  await panel().getByRole('combobox', { name: 'Marketing list' }).fill('readers');
  await page.getByRole('option', { name: /Newsletter readers/ }).click();
  expect(await findingsOn(page)).toEqual([]);
  await panel().getByRole('tab', { name: '2. Rules' }).click();
  await panel().getByRole('radio', { name: 'Both ways' }).waitFor();
  expect(await findingsOn(page)).toEqual([]);
  await panel().getByRole('tab', { name: '3. What will happen' }).click();
  await previewAsked();
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_counts: previewCounts });
  await panel().getByRole('checkbox').waitFor();
  expect(await findingsOn(page)).toEqual([]);
});
