/** Starting syncs from the page and watching them. */
import { choices } from '../../webresources/schema.generated';
import { previewCounts } from './sample-rows';
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

test('from an untied audience to its first sync, without reloading', async () => {
  await open();
  await expectText(row('Newsletter'), 'Not tied');
  await row('Newsletter').getByRole('button', { name: 'Manage Newsletter' }).click();

  await panel().getByRole('combobox', { name: 'Marketing list' }).fill('newsletter');
  await page.getByRole('option', { name: /Newsletter readers/ }).waitFor();
  expect(await page.getByRole('option').allInnerTexts()).toEqual([
    'Newsletter readers\nContacts · 9,412 members · Alex Admin',
    'Newsletter VIP leads\nLeads · 212 members · Alex Admin',
    'Events (newsletter)\nAlready tied to Events DE',
    'Newsletter 2019\nInactive list',
    'Newsletter archive\nLocked',
    'Newsletter companies\nAccount lists cannot be synced',
    'Newsletter prospects\nDynamic list: members follow a query and cannot be added',
  ]);
  expect(await page.getByRole('option', { name: /Newsletter archive/ }).getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('option', { name: /Newsletter readers/ }).click();
  await panel().getByText('Mailchimp members will be created as contacts.').waitFor();

  await panel().getByRole('button', { name: 'Next' }).click();
  await panel().getByRole('radio', { name: 'Both ways' }).waitFor();
  await panel().getByRole('button', { name: 'Next: what will happen' }).click();
  await panel().getByRole('progressbar', { name: 'Progress of the preview' }).waitFor();
  await previewAsked();
  expect(fake.writes).toEqual([
    {
      method: 'PATCH',
      path: 'mcs_audiences(a-newsletter)',
      body: {
        'mcs_marketinglistid@odata.bind': '/lists(l-readers)',
        mcs_tiestate: choices.mcs_tiestate.ready,
      },
    },
    { method: 'POST', path: 'mcs_syncruns', body: expect.objectContaining({ mcs_mode: choices.mcs_runmode.preview }) },
  ]);

  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_counts: previewCounts });
  await panel().getByText('people will be created as contacts (37 are already leads).').waitFor();
  const start = panel().getByRole('button', { name: 'Start', exact: true });
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  await panel().getByText('Start needs the box under the numbers').waitFor();
  await panel().getByRole('checkbox', { name: 'The 87 people agreed to receive this mailing.' }).check();
  await panel().getByText('Start needs the box under the numbers').waitFor({ state: 'detached' });
  await start.click();

  await page.getByText('The sync of Newsletter has started. You can leave this page; it goes on.').first().waitFor();
  expect(fake.writes.at(-1)?.body).toMatchObject({
    mcs_mode: choices.mcs_runmode.full,
    mcs_trigger: choices.mcs_runtrigger.person,
    mcs_consentconfirmed: true,
    mcs_proposedsettings: JSON.stringify({
      approved: {
        create: 1214,
        join: 212,
        leaveList: 2,
        leaveMailchimp: 1,
        confirmations: 0,
        renames: 0,
        optOuts: 0,
        overwrites: 0,
      },
    }),
    'mcs_audienceid@odata.bind': '/mcs_audiences(a-newsletter)',
  });
  await expectText(row('Newsletter'), 'Requested');

  change(lastRun(), {
    mcs_status: choices.mcs_runstatus['in-progress'],
    mcs_progress: 62,
    mcs_sentence: 'Writing contacts, 1,000 of 1,214.',
  });
  await expectText(row('Newsletter'), 'In progress');
  await expectText(row('Newsletter'), 'Writing contacts, 1,000 of 1,214.');
  await expectText(row('Newsletter'), '62%');

  change(audience('a-newsletter'), {
    mcs_tiestate: choices.mcs_tiestate.running,
    mcs_syncstatus: choices.mcs_syncstatus.synced,
    mcs_insynccount: 9412,
    mcs_mailablecount: 9530,
    mcs_leftoutcount: 118,
    mcs_lastsynced: new Date().toISOString(),
  });
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_sentence: 'Both sides agree.' });
  await expectText(row('Newsletter'), 'Synced');
  await expectText(row('Newsletter'), '9,412 / 9,530');
  await page.getByRole('status').getByText('The sync of Newsletter is done. Both sides agree.').waitFor();
  expect(complaints).toEqual([]);
});

test('Sync now answers with a dialog, and a second press follows the run that is under way', async () => {
  await open();
  await row('Events DE').getByRole('radio').click();
  await command('Sync now').click();
  const dialog = page.getByRole('dialog', { name: 'The sync has started' });
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expectText(row('Events DE'), 'Requested');
  await page.waitForFunction(() => document.activeElement?.textContent === 'Sync now');
  expect(fake.writes).toHaveLength(1);
  expect(fake.writes[0]?.body).toMatchObject({ mcs_mode: choices.mcs_runmode.sync });

  await command('Sync now').click();
  await page.getByText('A sync of Events DE is already under way.').waitFor();
  expect(fake.writes).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test('Sync now on a tie that is ready shows the numbers first', async () => {
  change(audience('a-newsletter'), {
    _mcs_marketinglistid_value: 'l-vip',
    mcs_tiestate: choices.mcs_tiestate.ready,
    mcs_syncstatus: choices.mcs_syncstatus.ready,
  });
  await open();
  await row('Newsletter').getByRole('radio').click();
  await command('Sync now').click();
  await previewAsked();
  change(lastRun(), {
    mcs_status: choices.mcs_runstatus.completed,
    mcs_counts: '{"plan":{"create":2,"join":1}}',
  });
  await panel().getByText('people will be created as leads.').waitFor();
  await panel().getByRole('button', { name: 'Start', exact: true }).click();
  await expectText(row('Newsletter'), 'Requested');
  expect(fake.writes.map(({ body }) => body['mcs_mode'])).toEqual([
    choices.mcs_runmode.preview,
    choices.mcs_runmode.full,
  ]);
});

test('a sync that somebody else started meanwhile is joined, not doubled', async () => {
  change(audience('a-newsletter'), {
    _mcs_marketinglistid_value: 'l-readers',
    mcs_tiestate: choices.mcs_tiestate.ready,
    mcs_syncstatus: choices.mcs_syncstatus.ready,
  });
  await open();
  await row('Newsletter').getByRole('radio').click();
  await command('Preview').click();
  await previewAsked();
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_counts: '{"plan":{"join":1}}' });
  fake.tables['mcs_syncruns']?.push({
    mcs_syncrunid: 'r-other',
    _mcs_audienceid_value: 'a-newsletter',
    mcs_mode: choices.mcs_runmode.full,
    mcs_status: choices.mcs_runstatus['in-progress'],
    mcs_progress: 5,
    createdon: new Date().toISOString(),
  });
  await page.getByText('In progress', { exact: true }).waitFor();
  await panel().getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('A sync of Newsletter is already under way.').waitFor();
  expect(fake.writes).toHaveLength(1);
});
