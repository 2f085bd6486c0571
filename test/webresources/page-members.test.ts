/** The page of members: who belongs to an audience, how it stands with them, and one person's story. */
import type { Locator } from 'playwright-core';
import { choices } from '../../webresources/schema.generated';
import { addMembers } from './sample-members';
import { change, complaints, fake, lastRun, open, page, setStage } from './stage';

setStage();

const openMembers = (more = ''): Promise<unknown> => open(`page=members&audience=a-partners${more}`);
const line = (text: string): Locator => page.getByRole('row').filter({ hasText: text });
const facet = (name: string): Locator => page.getByRole('tab', { name: new RegExp(`^${name} `) });
const story = (name: string): Locator => page.getByRole('dialog', { name });

test('everybody stands there with both sides, the outcome and the reason', async () => {
  addMembers(fake.tables);
  await openMembers();
  await page.getByRole('heading', { name: 'Members: Partners' }).waitFor();
  await line('Wilma Flint').getByText('Unsubscribed').waitFor();
  await line('Wilma Flint').getByText('On the list').waitFor();
  await line('Wilma Flint').getByText('Left out').waitFor();
  await line('Wilma Flint').getByText('Said no').waitFor();
  await line('Fred Quarry').getByText('no address').waitFor();
  await page.getByText('5 people').waitFor();
  expect(complaints).toEqual([]);
});

test('names and addresses are shown only of records that the user may read', async () => {
  addMembers(fake.tables);
  await openMembers();
  await line('A contact you may not see').waitFor();
  expect(await page.getByText('carla').count()).toBe(0);
  await page.getByRole('searchbox', { name: 'Search name or address' }).fill('carla');
  await page.getByText('Nobody matches.').waitFor();
});

test('the outcomes have their numbers, and narrow the rows on the server', async () => {
  addMembers(fake.tables);
  await openMembers();
  await facet('Left out').waitFor();
  expect(await page.getByRole('tab').allInnerTexts()).toEqual([
    'Everybody (5)',
    'In sync (2)',
    'Waiting (0)',
    'Left out (2)',
    'Needs attention (1)',
  ]);
  await facet('Left out').click();
  await page.getByText('2 people').waitFor();
  await page.getByRole('combobox', { name: 'Filter by reason' }).click();
  expect(await page.getByRole('option').allInnerTexts()).toEqual(['All', 'Said no (1)', 'No e-mail address (1)']);
  await page.getByRole('option', { name: 'No e-mail address (1)' }).click();
  await line('Wilma Flint').waitFor({ state: 'detached' });
  await line('Fred Quarry').waitFor();
  const { mcs_outcome, mcs_reason } = choices;
  expect(fake.asked.at(-1)).not.toContain('mcs_outcome eq null');
  expect(
    fake.asked.some((path) =>
      path.includes(`mcs_outcome eq ${mcs_outcome['left-out']} and mcs_reason eq ${mcs_reason['no-address']}`),
    ),
  ).toBe(true);
});

test('a link can open them narrowed', async () => {
  addMembers(fake.tables);
  await openMembers('&outcome=attention');
  await line('stranger@example').waitFor();
  expect(await facet('Needs attention').getAttribute('aria-selected')).toBe('true');
  expect(await line('Barney Stone').count()).toBe(0);
});

test('200,000 members are read a page at a time', async () => {
  addMembers(fake.tables, 199_995);
  await openMembers();
  await page.getByText('People 1–50 of 200,000').waitFor();
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByText('People 51–100 of 200,000').waitFor();
  await page.getByRole('button', { name: 'Previous page' }).click();
  await page.getByText('People 1–50 of 200,000').waitFor();
  const read = fake.asked.filter((path) => path.includes('/mcs_audiencemembers?$select=mcs_audiencememberid,mcs_name'));
  expect(read).toHaveLength(2);
  await page.getByRole('searchbox', { name: 'Search name or address' }).fill('person-199994');
  await line('Person 199994').waitFor();
  await page.getByText('1 person').waitFor();
});

test('one row opened is the story in order', async () => {
  addMembers(fake.tables);
  await openMembers();
  await page.getByRole('button', { name: 'Show the story of Wilma Flint' }).click();
  const opened = story('Wilma Flint');
  await opened.getByText('The person unsubscribed and is not subscribed again by a sync.').waitFor();
  await opened.getByText('The rule is: leave out and say so.').waitFor();
  expect(await opened.getByRole('listitem').allInnerTexts()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/1 Dec.*\s+A sync first saw the person\./),
      expect.stringMatching(/2 Jan.*\s+Unsubscribed in Mailchimp by the person\./),
      expect.stringMatching(/3 Jan.*\s+A sync first saw the no\./),
      expect.stringMatching(/5 Jan.*\s+Added to the marketing list\./),
    ]),
  );
  await opened.getByText('VIP').waitFor();
  await opened.getByRole('link', { name: /Wilma Flint-Stone/ }).waitFor();
  expect(await opened.getByRole('link', { name: 'Open in Mailchimp' }).getAttribute('href')).toBe(
    'https://us1.admin.mailchimp.com/lists/members/view?id=123456',
  );
  expect(await opened.getByRole('link', { name: 'Open contact' }).getAttribute('href')).toContain(
    'etn=contact&id=c-wilma',
  );
  await page.keyboard.press('Escape');
  await opened.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent === 'Wilma Flint');
  expect(complaints).toEqual([]);
});

test('one person is synced alone', async () => {
  addMembers(fake.tables);
  await openMembers();
  await page.getByRole('button', { name: 'Show the story of Wilma Flint' }).click();
  await story('Wilma Flint').getByRole('button', { name: 'Sync this person' }).click();
  await story('Wilma Flint').getByText('The sync of this person has started.').waitFor();
  expect(lastRun()).toMatchObject({
    mcs_mode: choices.mcs_runmode.sync,
    mcs_proposedsettings: JSON.stringify({ people: ['m-wilma'] }),
    _mcs_audienceid_value: 'a-partners',
  });
  change(lastRun(), { mcs_status: choices.mcs_runstatus.completed, mcs_sentence: 'Both sides agree.' });
  await story('Wilma Flint').getByText('Both sides agree.').waitFor();
});

test('whoever was refused can be tried again, and nobody without the right', async () => {
  addMembers(fake.tables);
  fake.userSettings = { userId: 'u-uma', languageId: 1033 };
  await openMembers('&outcome=attention');
  await page.getByRole('button', { name: 'Show the story of stranger@example' }).click();
  await story('stranger@example').getByRole('button', { name: 'Retry' }).waitFor();
  await story('stranger@example').getByText('What can be done: Correct the address in Dynamics 365.').waitFor();
  fake.lacks.add('prvCreatemcs_syncrun');
  await page.reload();
  await page.getByRole('button', { name: 'Show the story of stranger@example' }).click();
  await story('stranger@example').getByText('What can be done').waitFor();
  expect(await story('stranger@example').getByRole('button', { name: 'Retry' }).count()).toBe(0);
});

test('an audience without rows, an unknown one and a forbidden one say so', async () => {
  addMembers(fake.tables);
  fake.tables['mcs_audiencemembers'] = [];
  await openMembers();
  // The last run counted people, so there are some whom the user may not see.
  await page.getByText('Nobody here whom you may see.').waitFor();
  for (const audience of fake.tables['mcs_audiences'] ?? []) change(audience, { mcs_reasoncounts: null });
  await openMembers();
  await page.getByText('Nobody here yet.').waitFor();
  await open('page=members&audience=a-none');
  await page.getByRole('heading', { name: 'This audience does not exist' }).waitFor();
  fake.refuse('/mcs_audiences', 403, 'prvReadmcs_audience', 100);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'You may not see these members' }).waitFor();
});

test('the page is German for Germans', async () => {
  addMembers(fake.tables);
  fake.userSettings = { languageId: 1031 };
  await openMembers();
  await page.getByRole('heading', { name: 'Mitglieder: Partners' }).waitFor();
  await line('Wilma Flint').getByText('Hat Nein gesagt').waitFor();
  expect(await page.getByText(/\{\w+\}/).count()).toBe(0);
});
