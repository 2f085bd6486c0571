/** The list of audiences: what it shows, and what it says when it can show nothing. */
import { choices } from '../../webresources/schema.generated';
import { audience, change, command, complaints, expectText, fake, lastRun, open, page, row, setStage } from './stage';

setStage();

test('a command that cannot be used says why', async () => {
  await open();
  await row('Newsletter').getByRole('radio').click();
  const syncNow = command('Sync now');
  expect(await syncNow.getAttribute('aria-disabled')).toBe('true');
  await syncNow.hover();
  await page.getByRole('tooltip', { name: 'Not tied yet: choose its marketing list under Manage first.' }).waitFor();
});

test('text from outside stays text', async () => {
  change(audience('a-newsletter'), { mcs_name: '<img src=x onerror=alert(1)>' });
  await open();
  await page.getByText('<img src=x onerror=alert(1)>').waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('nothing to show is said with what to do about it', async () => {
  fake.tables['mcs_audiences'] = [];
  await open();
  await page.getByRole('heading', { name: 'Mailchimp has no audience yet' }).waitFor();
  fake.tables['mcs_accounts'] = [];
  await page.getByRole('heading', { name: 'Connect your Mailchimp account' }).waitFor();
  await page.getByRole('button', { name: 'Get audiences from Mailchimp' }).click();
  await page.getByText('The audiences are being fetched from Mailchimp.').first().waitFor();
  change(lastRun(), { mcs_status: choices.mcs_runstatus.failed, mcs_sentence: 'Mailchimp refuses the key.' });
  await page.getByText('Getting the audiences from Mailchimp failed. Mailchimp refuses the key.').first().waitFor();
});

test('without the role the page says whom to ask, and an error can be tried again', async () => {
  fake.refuse('/mcs_audiences', 403, 'Principal user is missing prvReadmcs_audience privilege', 100);
  // It does not try by itself before somebody presses the button.
  await open('', 60_000);
  await page.getByText('Ask an administrator for the role Audience Sync User.').waitFor();
  fake.allow();
  fake.refuse('/mcs_audiences', 500, 'Generic SQL error.', 100);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Dynamics 365 has a problem at the moment. Try again in a moment.').waitFor();
  await page.getByText(/Correlation id [0-9a-f-]{36}/).waitFor();
  fake.allow();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectText(row('Newsletter'), 'Not tied');
});

test('somebody who may look but not sync is told so', async () => {
  await open();
  await row('Events DE').getByRole('radio').click();
  fake.refuse('mcs_syncruns', 403, 'prvCreatemcs_syncrun', 1);
  await command('Sync now').click();
  await page.getByText('Your security role does not allow this.').first().waitFor();
});

test('nothing is asked of Dynamics 365 while nobody looks', async () => {
  await page.clock.install();
  await open();
  await expectText(row('Newsletter'), 'Not tied');
  await show(false);
  const before = fake.reads();
  await page.clock.fastForward(600_000);
  expect(fake.reads()).toBe(before);

  change(audience('a-newsletter'), { mcs_name: 'Readers' });
  await show(true);
  await row('Readers').waitFor();
});

test('rows can be found by status and by name', async () => {
  await open();
  await row('Board').waitFor();
  await page.getByRole('searchbox', { name: 'Search audiences' }).fill('partner');
  await row('Board').waitFor({ state: 'detached' });
  await row('Partners').waitFor();
  await page.getByRole('searchbox', { name: 'Search audiences' }).fill('');
  await page.getByRole('combobox', { name: 'Filter by status' }).click();
  await page.getByRole('option', { name: 'Error' }).click();
  await row('Partners').waitFor({ state: 'detached' });
  await row('Board').waitFor();
});

/** Brings the page to the front, or puts another tab before it; whatever it was asking for has arrived then. */
async function show(visible: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !visible);
  // A reading is three requests; one that was under way ends first.
  do await page.evaluate(async () => (await fetch('app.css')).text());
  while (fake.reads() % 3 !== 0);
}
