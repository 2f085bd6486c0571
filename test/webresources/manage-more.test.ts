/** "Fields and lists" of Manage in the shell, before the Dataverse stand-in with the packed solution, as a user of the product. */
import type { Locator } from 'playwright-core';
import { ordinaryUserId } from '../../sandbox/dataverse/users';
import { findingsOn } from './findings';
import { codeFor, complaints, open, page, rowsOf, setShellStage, signInAs } from './shell-stage';

const audienceId = '11111111-0000-4000-8000-000000000001';
const listId = '22222222-0000-4000-8000-000000000001';
const vipListId = '22222222-0000-4000-8000-000000000002';

setShellStage({ seed, width: 1280, height: 1000 });

beforeEach(async () => {
  await signInAs('user');
  await open();
  await page.getByRole('row').filter({ hasText: 'Newsletter' }).getByRole('radio').check();
  await page.getByRole('button', { name: 'Manage', exact: true }).click();
  await panel().getByRole('tab', { name: 'Fields and lists' }).click();
});
const panel = (): Locator => page.getByRole('dialog', { name: 'Manage Newsletter' });
const section = (name: string): Locator => panel().getByRole('region', { name });

test('the usual fields are shown, and choosing one more keeps them', async () => {
  const fields = section('Fields');
  await fields.getByText('The usual fields are kept in step.').waitFor();
  await fields.getByText('FNAME').waitFor();
  await fields.getByText('First Name').waitFor();

  await fields.getByRole('button', { name: 'Add a field' }).click();
  await fields.getByRole('combobox', { name: 'Merge field in Mailchimp' }).click();
  await page.getByRole('option', { name: 'City (CITY, text)' }).click();
  await fields.getByRole('combobox', { name: 'Column in Dynamics 365' }).fill('job');
  await page.getByRole('option', { name: /jobtitle/ }).click();
  await fields.getByRole('button', { name: 'Save field' }).click();

  await fields.getByRole('button', { name: 'Edit CITY' }).waitFor();
  const columns = (await rowsOf('mcs_fieldmappings')).map((row) => [row['mcs_mergetag'], row['mcs_column']]);
  expect(Object.fromEntries(columns)).toEqual({ CITY: 'jobtitle', FNAME: 'firstname', LNAME: 'lastname' });

  await fields.getByRole('button', { name: 'Remove CITY' }).click();
  await fields.getByRole('button', { name: 'Edit CITY' }).waitFor({ state: 'detached' });
  expect(await rowsOf('mcs_fieldmappings')).toHaveLength(2);
  expect(complaints).toEqual([]);
});

test('columns that do not fit a merge field are not offered, and an empty form says what is missing', async () => {
  const fields = section('Fields');
  await fields.getByRole('button', { name: 'Add a field' }).click();
  await fields.getByRole('button', { name: 'Save field' }).click();
  await fields.getByText('Choose a merge field.').waitFor();
  await fields.getByText('Choose a column.').waitFor();
  await fields.getByRole('combobox', { name: 'Merge field in Mailchimp' }).click();
  await page.getByRole('option', { name: 'Children (CHILDREN, number)' }).click();
  await fields.getByRole('combobox', { name: 'Column in Dynamics 365' }).fill('birth');
  await page.getByRole('option', { name: 'No column that fits has this in its name' }).waitFor();
  expect(await rowsOf('mcs_fieldmappings')).toEqual([]);
});

test('people of the list are given a tag, and no longer', async () => {
  const tag = section('Tag of the list');
  await tag.getByRole('combobox', { name: 'Tag' }).fill('vi');
  await page.getByRole('option', { name: /VIP/ }).click();
  await tag.getByRole('button', { name: 'No tag' }).waitFor();
  expect(await listRow(listId)).toMatchObject({ _mcs_tagid_value: expect.any(String) });
  await tag.getByRole('button', { name: 'No tag' }).click();
  await tag.getByRole('button', { name: 'No tag' }).waitFor({ state: 'detached' });
  expect(await listRow(listId)).toMatchObject({ _mcs_tagid_value: null });
});

test('a tag is tied to a further list, and untied', async () => {
  const lists = section('Further lists');
  await lists.getByRole('button', { name: 'Tie a tag or interest' }).click();
  await lists.getByRole('combobox', { name: 'Tag or interest' }).fill('vip');
  await page.getByRole('option', { name: /Tag VIP/ }).click();
  await lists.getByRole('combobox', { name: 'Its marketing list' }).click();
  await page.getByRole('option', { name: /Readers/ }).waitFor();
  // The audience's own list, and one of the other type, cannot be chosen.
  expect(await page.getByRole('option', { name: /Readers/ }).getAttribute('aria-disabled')).toBe('true');
  expect(await page.getByRole('option', { name: /Leads/ }).innerText()).toContain('Not a list of contacts');
  await page.getByRole('option', { name: /VIPs/ }).click();
  await lists.getByRole('button', { name: 'Tie', exact: true }).click();

  await lists.getByText('Tied to VIPs').waitFor();
  await lists.getByRole('switch', { name: /Subscribe people who join/ }).click();
  await lists.getByRole('switch', { name: /Subscribe people who join/, checked: true }).waitFor();
  expect((await rowsOf('mcs_tags')).find((row) => row['mcs_name'] === 'VIP')).toMatchObject({
    _mcs_marketinglistid_value: vipListId,
    mcs_subscribestrangers: true,
  });

  await lists.getByRole('button', { name: 'Untie VIP' }).click();
  await lists.getByText('Tied to VIPs').waitFor({ state: 'detached' });
});

test('the webhook and the whole step stand up to an accessibility check', async () => {
  await section('Webhook').getByText('Registered in Mailchimp and pointing here.').waitFor();
  await section('Fields').getByText('FNAME').waitFor();
  expect(await findingsOn(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

function seed() {
  const audience = { 'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})` };
  const mergeField = (tag: string, name: string, type = 'text') => ({ tag, name, type, required: false });
  return {
    lists: [
      // A user may change the lists that she owns.
      {
        listid: listId,
        listname: 'Readers',
        createdfromcode: 2,
        'ownerid@odata.bind': `/systemusers(${ordinaryUserId})`,
      },
      { listid: vipListId, listname: 'VIPs', createdfromcode: 2 },
      { listname: 'Leads of the fair', createdfromcode: 4 },
    ],
    rows: {
      mcs_audiences: [
        {
          mcs_audienceid: audienceId,
          mcs_name: 'Newsletter',
          mcs_mailchimplistid: 'a1b2c3d4e5',
          mcs_tiestate: codeFor('mcs_tiestate', 'running'),
          mcs_syncstatus: codeFor('mcs_syncstatus', 'synced'),
          mcs_webhookstate: 'Registered in Mailchimp and pointing here.',
          mcs_mergefields: JSON.stringify([
            mergeField('FNAME', 'First Name'),
            mergeField('LNAME', 'Last Name'),
            mergeField('CITY', 'City'),
            mergeField('CHILDREN', 'Children', 'number'),
          ]),
          'mcs_marketinglistid@odata.bind': `/lists(${listId})`,
        },
      ],
      mcs_tags: [
        { mcs_name: 'VIP', mcs_mailchimptagid: '1', mcs_membercount: 12, ...audience },
        { mcs_name: 'Press', mcs_mailchimptagid: '2', ...audience },
      ],
      mcs_interests: [{ mcs_name: 'Wine', mcs_category: 'Topics', mcs_mailchimpinterestid: 'i1', ...audience }],
    },
  };
}

async function listRow(id: string): Promise<Record<string, unknown> | undefined> {
  return (await rowsOf('lists')).find((row) => row['listid'] === id);
}
