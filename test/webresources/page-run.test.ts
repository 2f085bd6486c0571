/** The page of one run: what it did, what waits, and what can be done about it. */
import type { Locator } from 'playwright-core';
import { changesCsv } from '../../connector/sync/recording/changes-csv';
import { choices } from '../../webresources/schema.generated';
import { addRun, change as changeLine, note, runId } from './sample-run';
import { change, command, complaints, fake, lastRun, open, page, setStage } from './stage';

setStage();

const openRun = (): Promise<unknown> => open(`page=run&run=${runId}`);
const line = (text: string): Locator => page.getByRole('row').filter({ hasText: text });
const tile = (name: string): Locator =>
  page.getByRole('list', { name: 'Counts' }).getByRole('listitem').filter({ hasText: name });

test('the head says whose run it is, and its numbers are tiles', async () => {
  addRun(fake.tables);
  await openRun();
  await page.getByRole('heading', { name: 'Sync: Donors' }).waitFor();
  await page.getByText('3 people would leave. Everything else is done. Waits until 28 Nov.').waitFor();
  await page.getByText('Alex Admin').waitFor();
  await page.getByText('4 min').waitFor();
  expect(await tile('Waits for approval').innerText()).toMatch(/^3\s/);
  expect(await page.getByRole('link', { name: 'Donors' }).getAttribute('href')).toContain(
    encodeURIComponent('page=members&audience=a-donors'),
  );
  expect(complaints).toEqual([]);
});

test('names are shown only of records that the user may read, and a name stays text', async () => {
  addRun(fake.tables);
  await openRun();
  await line('ana.bell@example.com').waitFor();
  await page.getByText('A contact you may not see').first().waitFor();
  expect(await page.getByText('Carla').count()).toBe(0);
  expect(await page.getByText('carla.diaz@example.com').count()).toBe(0);
  await page.getByRole('combobox', { name: 'Filter by state' }).click();
  await page.getByRole('option', { name: 'Done' }).click();
  await page.getByText('<img src=x onerror=alert(1)>').waitFor();
  expect(await page.locator('img').count()).toBe(0);
});

test('numbers that lead to people are links, and the others are not blue', async () => {
  addRun(fake.tables);
  await openRun();
  await tile('Left out').getByRole('link', { name: '12' }).waitFor();
  expect(await tile('Created').getByRole('link').count()).toBe(0);
  const colour = (name: string): Promise<string> =>
    tile(name)
      .getByText(/^\d+$/)
      .evaluate((element) => getComputedStyle(element).color);
  expect(await colour('Created')).not.toBe(await colour('Left out'));
});

test('a moment is not told in seconds', async () => {
  const run = addRun(fake.tables);
  change(run, { mcs_finishedon: run['mcs_startedon'] });
  await openRun();
  await page.getByText('under a second').waitFor();
  await page.getByText('Asked for on').waitFor();
});

test('a run that was undone says so, and is not undone again', async () => {
  const run = addRun(fake.tables);
  change(run, { mcs_status: choices.mcs_runstatus.completed });
  await openRun();
  expect(await command('Undo').getAttribute('aria-disabled')).toBeNull();
  const undo = {
    _mcs_audienceid_value: run['_mcs_audienceid_value'],
    mcs_mode: choices.mcs_runmode.undo,
    mcs_status: choices.mcs_runstatus.completed,
    mcs_finishedon: new Date().toISOString(),
    '_createdby_value@OData.Community.Display.V1.FormattedValue': 'Uma User',
  };
  const wish = { undo: runId };
  fake.tables['mcs_syncruns']?.push(
    { ...undo, mcs_syncrunid: 'r-look', mcs_proposedsettings: JSON.stringify({ ...wish, preview: true }) },
    { ...undo, mcs_syncrunid: 'r-undo', mcs_proposedsettings: JSON.stringify(wish) },
  );
  await openRun();
  await page.getByText(/^Undone by Uma User, \d\d:\d\d\.$/).waitFor();
  expect(await command('Undo').getAttribute('aria-disabled')).toBe('true');
});

test('the last run of an audience is found by the audience', async () => {
  addRun(fake.tables);
  await open('page=last-run&audience=a-donors');
  await page.getByRole('heading', { name: 'Sync: Donors' }).waitFor();
  await open('page=last-run&audience=a-board');
  await page.getByRole('heading', { name: 'No run yet' }).waitFor();
});

test('changes are narrowed and searched, the search on the server', async () => {
  addRun(fake.tables);
  await openRun();
  await page.getByRole('combobox', { name: 'Filter by state' }).click();
  await page.getByRole('option', { name: 'All' }).click();
  await page.getByText('9 changes').waitFor();
  await page.getByRole('searchbox', { name: 'Search people' }).fill('emil');
  await page.getByText('3 changes').waitFor();
  expect(fake.asked.some((path) => path.includes("contains(fullname,'emil')"))).toBe(true);
  await page.getByRole('searchbox', { name: 'Search people' }).fill('carla');
  await page.getByText('No change matches.').waitFor();
  await page.getByRole('button', { name: 'Show all changes' }).click();
  await page.getByText('9 changes').waitFor();
});

test('some of the people are approved, and the run is looked at again', async () => {
  const run = addRun(fake.tables);
  await openRun();
  await page.getByRole('checkbox', { name: 'Tick Ana Bell' }).check();
  await command('Approve 1 person').click();
  await page.getByRole('alertdialog', { name: 'Approve 1 person?' }).getByRole('button', { name: 'Approve' }).click();
  await page.getByText('The approval is on its way.').first().waitFor();
  expect(fake.writes.at(-1)?.body).toMatchObject({
    mcs_mode: choices.mcs_runmode.sync,
    mcs_proposedsettings: JSON.stringify({ approve: runId, people: ['m-ana-bell'] }),
    'mcs_audienceid@odata.bind': '/mcs_audiences(a-donors)',
  });
  change(lastRun(), {
    mcs_status: choices.mcs_runstatus.completed,
    mcs_sentence: 'What waited was approved and is done.',
  });
  change(run, { mcs_sentence: '2 people would leave.' });
  await page.getByText('What waited was approved and is done.').first().waitFor();
  await page.getByText('2 people would leave.').waitFor();
  expect(complaints).toEqual([]);
});

test('all that waits is approved at once, or dropped', async () => {
  addRun(fake.tables);
  await openRun();
  await command('Approve all').click();
  await page
    .getByRole('alertdialog', { name: 'Approve all that waits?' })
    .getByRole('button', { name: 'Approve' })
    .click();
  await page.getByText('The approval is on its way.').first().waitFor();
  expect(fake.writes.at(-1)?.body['mcs_proposedsettings']).toBe(JSON.stringify({ approve: runId, people: 'all' }));
  change(lastRun(), { mcs_status: choices.mcs_runstatus.failed, mcs_sentence: 'Nothing of that run waits any more.' });
  await page.getByText('Nothing of that run waits any more.').first().waitFor();
  await command('Drop what waits').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Drop' }).click();
  await page.getByText('What waits is being dropped.').first().waitFor();
  expect(lastRun()).toMatchObject({
    mcs_mode: choices.mcs_runmode.cancel,
    mcs_proposedsettings: JSON.stringify({ cancel: runId }),
  });
});

test('somebody who was decided anew meanwhile cannot be ticked', async () => {
  addRun(fake.tables);
  const row = fake.tables['mcs_audiencemembers']?.[0] ?? {};
  change(row, { mcs_reason: choices.mcs_reason.agreed });
  await openRun();
  await line('ana.bell@example.com').getByText('No longer waits').waitFor();
});

test('progress goes on by itself, and a service that is silent is said to be', async () => {
  const run = addRun(fake.tables);
  fake.tables['annotations'] = [];
  const time = new Date(Date.now() - 10 * 60_000);
  change(run, {
    mcs_status: choices.mcs_runstatus.requested,
    createdon: time.toISOString(),
    mcs_startedon: null,
    mcs_finishedon: null,
  });
  change(fake.tables['mcs_accounts']?.[0] ?? {}, { mcs_heartbeat: new Date(Date.now() - 20 * 60_000).toISOString() });
  await openRun();
  await page.getByText(/^The sync service has not answered since \d\d:\d\d\. Your request is kept\.$/).waitFor();
  await page.getByText('The changes are listed here when the run is over.').waitFor();
  change(run, {
    mcs_status: choices.mcs_runstatus['in-progress'],
    mcs_progress: 40,
    mcs_startedon: new Date(Date.now() - 120_000).toISOString(),
    mcs_sentence: 'Writing contacts, 1,000 of 1,214.',
  });
  await page.getByText('Writing contacts, 1,000 of 1,214.').waitFor();
  await page.getByText(/^40%, about 3 min left$/).waitFor();
  addRun(fake.tables);
  change(run, { mcs_status: choices.mcs_runstatus.completed, mcs_sentence: 'Both sides agree.' });
  await line('Dora Evans').first().waitFor();
  await page.getByRole('status').getByText('The run is over: Completed.').waitFor();
  expect(complaints).toEqual([]);
});

test('an undo says first what comes back and what cannot', async () => {
  const run = addRun(fake.tables);
  change(run, { mcs_status: choices.mcs_runstatus.completed });
  await openRun();
  await command('Undo').click();
  const dialog = page.getByRole('dialog', { name: 'Undo this run' });
  await dialog.getByRole('progressbar').waitFor();
  await page.waitForFunction(() => true);
  expect(lastRun()).toMatchObject({
    mcs_mode: choices.mcs_runmode.undo,
    mcs_proposedsettings: JSON.stringify({ undo: runId, preview: true }),
  });
  change(lastRun(), {
    mcs_status: choices.mcs_runstatus.completed,
    mcs_counts: JSON.stringify({
      undo: { people: 4, back: { list: 4, tags: 1 }, moved: 0, law: 1, created: 2, mails: 0, impossible: 0 },
    }),
  });
  await dialog.getByText('4 people are put back as before: 4 places on the list, 1 tag.').waitFor();
  await dialog.getByText('1 person said no or is left out and is not subscribed again.').waitFor();
  await dialog.getByText('2 created records stay, off the list.').waitFor();
  await dialog.getByText(/The audience is paused after it/).waitFor();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The undo has started.').first().waitFor();
  expect(lastRun()['mcs_proposedsettings']).toBe(JSON.stringify({ undo: runId }));
  expect(complaints).toEqual([]);
});

test('nobody is offered what would be refused', async () => {
  addRun(fake.tables);
  fake.userSettings = { userId: '{0000-UMA}', languageId: 1033 };
  fake.lacks.add('mcs_audiences(a-donors)');
  await openRun();
  await command('Download CSV').waitFor();
  await line('Ana Bell').waitFor();
  expect(await command('Approve all').count()).toBe(0);
  expect(await page.getByRole('checkbox').count()).toBe(0);
  fake.lacks.clear();
  await page.reload();
  await command('Approve all').waitFor();
});

test('the file to download tells no more than the page', async () => {
  addRun(fake.tables);
  await openRun();
  await line('Ana Bell').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), command('Download CSV').click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  expect(text).toContain(
    'Ben Cole,ben.cole@example.com,Mailchimp,Would be archived,Subscribed,Archived,Waits for approval,Waits for approval',
  );
  expect(text).toContain('A contact you may not see,,Mailchimp,Would be archived,,,');
  expect(text).not.toContain('Carla');
});

test('a run of very many changes shows them page by page', async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => changeLine(index, {}));
  addRun(fake.tables, lines);
  fake.tables['annotations']?.push(
    note(
      'n-2',
      'changes-02-of-02.csv',
      'text/csv',
      changesCsv([changeLine(0, { what: 'left list', side: 'Dynamics 365' })]),
    ),
  );
  await openRun();
  await page.getByText('1–50 of 20,000 changes').waitFor();
  expect(await page.getByRole('row').count()).toBe(51);
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByText('51–100 of 20,000 changes').waitFor();
});

test('a run that does not exist, and one that may not be seen, say so', async () => {
  await open('page=run&run=r-none');
  await page.getByRole('heading', { name: 'This run does not exist' }).waitFor();
  await page.getByRole('heading', { name: 'Run', exact: true }).waitFor();
  fake.refuse('/mcs_syncruns', 403, 'prvReadmcs_syncrun', 100);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'You may not see this run' }).waitFor();
});

test('the page is German for Germans', async () => {
  addRun(fake.tables);
  fake.userSettings = { languageId: 1031 };
  await openRun();
  await page.getByRole('heading', { name: 'Synchronisierung: Donors' }).waitFor();
  await line('ana.bell@example.com').getByText('Wartet auf Freigabe').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
});
