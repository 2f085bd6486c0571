/** Sync Audiences beyond one sync: many audiences, backups, what waits, what failed, and starting from a marketing list. */
import { choices } from '../../webresources/schema.generated';
import { audience, change, command, complaints, expectText, fake, lastRun, open, page, row, setStage } from './stage';

setStage();

test('the numbers lead to the people', async () => {
  await open();
  const link = row('Partners').getByRole('link', { name: '310 of 318 in sync, Partners: show the people' });
  expect(await link.getAttribute('href')).toContain(
    encodeURIComponent('page=members&audience=a-partners&outcome=in-sync'),
  );
  await row('Partners').getByRole('button', { name: '3 Needs attention, Partners: show why' }).click();
  await page.getByText('2 have addresses that Mailchimp refuses').waitFor();
  expect(await page.getByRole('link', { name: 'Show the people', exact: true }).getAttribute('href')).toContain(
    encodeURIComponent('page=members&audience=a-partners&outcome=attention'),
  );
});

test('what waits for approval is one step away', async () => {
  await open();
  const review = row('Donors').getByRole('link', { name: 'Review what waits for approval in Donors' });
  expect(await review.getAttribute('href')).toContain(encodeURIComponent('page=run&run=r-donors'));
});

test('an error says what to do, and the sync can be tried from there', async () => {
  fake.tables['mcs_syncruns']?.push({
    mcs_syncrunid: 'r-board',
    _mcs_audienceid_value: 'a-board',
    mcs_mode: choices.mcs_runmode.sync,
    mcs_status: choices.mcs_runstatus.failed,
    mcs_correlationid: 'c-board',
    createdon: '2026-01-01T00:00:00Z',
  });
  await open();
  await row('Board').getByRole('button', { name: 'What to do about Board' }).click();
  const dialog = page.getByRole('dialog', { name: 'What to do: Board' });
  await dialog.getByText('The marketing list is locked. Unlock it, then sync again.').waitFor();
  await dialog.getByText('Correlation id c-board').waitFor();
  expect(await dialog.getByRole('link', { name: 'Open the last run' }).getAttribute('href')).toContain(
    encodeURIComponent('page=run&run=r-board'),
  );
  await dialog.getByRole('button', { name: 'Sync now' }).click();
  await page.getByRole('dialog', { name: 'The sync has started' }).waitFor();
  expect(lastRun()).toMatchObject({ _mcs_audienceid_value: 'a-board', mcs_mode: choices.mcs_runmode.sync });
  expect(complaints).toEqual([]);
});

test('a backup is asked for, and its file downloaded when it is done', async () => {
  fake.tables['annotations'] = [];
  await open();
  await row('Events DE').getByRole('radio').click();
  await command('Backup').click();
  await page.getByText('The backup of Events DE has started.').first().waitFor();
  expect(lastRun()).toMatchObject({ mcs_mode: choices.mcs_runmode.backup, _mcs_audienceid_value: 'a-events' });
  fake.tables['annotations'].push({
    annotationid: 'n-backup',
    _objectid_value: lastRun()['mcs_syncrunid'],
    filename: 'backup.zip',
    mimetype: 'application/zip',
    documentbody: Buffer.from('zip').toString('base64'),
  });
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_sentence: 'The files are on this run.' });
  await page.getByText('The backup of Events DE is done. The files are on this run.').first().waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download backup' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('backup.zip');
  expect(complaints).toEqual([]);
});

test('more audiences than fit are searched and narrowed on the server', async () => {
  for (let index = 0; index < 70; index += 1) {
    fake.tables['mcs_audiences']?.push({
      ...audience('a-events'),
      mcs_audienceid: `a-${index}`,
      mcs_name: `Region ${String(index).padStart(2, '0')}`,
    });
  }
  await open();
  await page.getByText('50 of 76 audiences').waitFor();
  expect(await row('Region 60').count()).toBe(0);
  await page.getByRole('searchbox', { name: 'Search audiences' }).fill('region 6');
  await row('Region 60').waitFor();
  await row('Region 00').waitFor({ state: 'detached' });
  expect(fake.asked.some((path) => path.includes("contains(mcs_name,'region 6')"))).toBe(true);
  await page.getByRole('searchbox', { name: 'Search audiences' }).fill('');
  await page.getByText('50 of 76 audiences').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await row('Region 69').waitFor();
  await page.getByRole('combobox', { name: 'Filter by status' }).click();
  await page.getByRole('option', { name: 'Error' }).click();
  await row('Board').waitFor();
  await row('Region 69').waitFor({ state: 'detached' });
});

test('a link opens Manage for an audience wherever it stands', async () => {
  for (let index = 0; index < 60; index += 1) {
    fake.tables['mcs_audiences']?.push({
      ...audience('a-events'),
      mcs_audienceid: `a-${index}`,
      mcs_name: `A ${index}`,
    });
  }
  await open('page=audiences&audience=a-newsletter&manage=1');
  await page.getByRole('dialog', { name: 'Manage Newsletter' }).waitFor();
  await page.keyboard.press('Escape');
  await row('Newsletter').waitFor();
});

test('whoever starts from a marketing list chooses its audience, and goes on in Manage', async () => {
  await open('page=audiences&list=l-readers');
  const dialog = page.getByRole('dialog', { name: 'Choose the audience for Newsletter readers' });
  await dialog.getByRole('button', { name: 'Choose Newsletter' }).click();
  const panel = page.getByRole('dialog', { name: 'Manage Newsletter' });
  await panel.getByText('Mailchimp members will be created as contacts.').waitFor();
  await panel.getByText('Newsletter readers').first().waitFor();
  expect(fake.writes).toEqual([]);
});

test('a marketing list that is tied already leads to its audience, and one that cannot be tied says why', async () => {
  await open('page=audiences&list=l-events');
  await page.getByRole('dialog', { name: 'Manage Events DE' }).waitFor();
  await open('page=audiences&list=l-dynamic');
  await page.getByText('This marketing list cannot be tied: Dynamic list').waitFor();
});

test.each([
  ['key-refused', 'Mailchimp refuses the key of Contoso Ltd.'],
  ['copied', 'This environment is a copy. Confirm which one owns the Mailchimp account Contoso Ltd.'],
] as const)('%s is one bar for the account', async (state, sentence) => {
  change(fake.tables['mcs_accounts']?.[0] ?? {}, { mcs_connectionstatus: choices.mcs_connectionstatus[state] });
  await open();
  await page.getByText(sentence).waitFor();
  expect(await page.getByText(sentence).count()).toBe(1);
  expect(await page.getByRole('link', { name: 'Open the account' }).getAttribute('href')).toContain('etn=mcs_account');
});

test.each(['key-refused', 'copied'] as const)('without audiences, %s is all there is to say', async (state) => {
  fake.tables['mcs_audiences'] = [];
  change(fake.tables['mcs_accounts']?.[0] ?? {}, { mcs_connectionstatus: choices.mcs_connectionstatus[state] });
  await open();
  await page.getByRole('heading', { name: 'The audiences cannot be fetched yet' }).waitFor();
  expect(await page.getByRole('link', { name: 'Open the account' }).count()).toBe(1);
  expect(await page.getByText('Mailchimp has no audience yet').count()).toBe(0);
  // A service that has a new key looks at the account when it is asked to.
  await page.getByRole('button', { name: 'Get audiences from Mailchimp' }).click();
  await page.getByText('The audiences are being fetched from Mailchimp.').first().waitFor();
});

test('who may only look is offered nothing that would be refused', async () => {
  fake.userSettings = { userId: 'u-uma' };
  fake.lacks.add('prvCreatemcs_syncrun');
  await open();
  await row('Events DE').getByRole('radio').click();
  await command('Members').waitFor();
  for (const name of ['Sync now', 'Manage', 'Preview', 'Backup', 'Get audiences from Mailchimp'])
    expect(await command(name).count()).toBe(0);
  fake.lacks.clear();
  fake.lacks.add('mcs_audiences(a-events)');
  await page.reload();
  await row('Events DE').getByRole('radio').click();
  await page.waitForFunction(
    () => document.querySelector('[role=toolbar] button')?.getAttribute('aria-disabled') === 'true',
  );
  expect(await command('Sync now').getAttribute('aria-disabled')).toBe('true');
  await expectText(row('Events DE'), 'Synced');
});

test('the page is German for Germans', async () => {
  fake.userSettings = { languageId: 1031 };
  await open();
  await page.getByRole('heading', { name: 'Zielgruppen synchronisieren' }).waitFor();
  await row('Newsletter').getByRole('button', { name: 'Newsletter verwalten' }).click();
  await page.getByRole('dialog', { name: 'Newsletter verwalten' }).getByText('Welche Marketingliste gehört').waitFor();
  expect(await page.getByText(/\{\w+\}/).count()).toBe(0);
});
