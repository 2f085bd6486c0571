/** The Mailchimp panel in the shell, before the Dataverse stand-in with the packed solution and its roles. */
import { findingsOn } from './findings';
import { change, codeFor, complaints, open, page, rowsOf, setShellStage, signInAs, speakGerman } from './shell-stage';

const audienceId = '11111111-0000-4000-8000-000000000001';
const listId = '22222222-0000-4000-8000-000000000001';
const furtherListId = '22222222-0000-4000-8000-000000000002';
const loneListId = '22222222-0000-4000-8000-000000000003';
const dynamicListId = '22222222-0000-4000-8000-000000000004';
const wilmaId = '33333333-0000-4000-8000-000000000001';
const strangerId = '33333333-0000-4000-8000-000000000002';
const wilmaRowId = '44444444-0000-4000-8000-000000000001';
const hostileName = '<img src=x onerror=alert(1)>';

setShellStage({ seed, width: 400, height: 768 });

const card = (audience: string) => page.getByRole('group', { name: audience });

test('a contact shows how she stands in each audience, and why', async () => {
  await open(`page=panel&table=contact&id=${wilmaId}`);
  await card('Newsletter').getByText('In sync').waitFor();
  await card('Newsletter').getByText('Subscribed · on the list').waitFor();
  await card(hostileName).getByText('Left out').waitFor();
  await card(hostileName)
    .getByText(/ · since \S*16\S*/)
    .waitFor();
  await card(hostileName).getByText('The person unsubscribed and is not subscribed again by a sync.').waitFor();
  expect(await findingsOn(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('the title, which the pane shows, is there to be read out and takes no room', async () => {
  await open(`page=panel&table=contact&id=${wilmaId}`);
  const title = page.getByRole('heading', { level: 1, name: 'Mailchimp' });
  await title.waitFor();
  expect(await page.locator('header').filter({ has: title }).boundingBox()).toMatchObject({ width: 1, height: 1 });
});

test('a tag is given and taken away, and stands in the row', async () => {
  await open(`page=panel&table=contact&id=${wilmaId}`);
  const newsletter = card('Newsletter');
  await newsletter.getByRole('combobox', { name: 'Add a tag' }).fill('Press');
  await newsletter.getByRole('button', { name: 'Add', exact: true }).click();
  await newsletter.getByRole('button', { name: /^Press/ }).waitFor();
  await page.getByText('Saved. The tags reach Newsletter with the next sync.').first().waitFor();
  expect(await tagsOfWilma()).toBe('; VIP; Press;');

  await newsletter.getByRole('button', { name: /^VIP/ }).click();
  await newsletter.getByRole('button', { name: /^VIP/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Dismiss' }).waitFor();
  expect(await tagsOfWilma()).toBe('; Press;');
});

test.each([
  ['a;b', 'A tag cannot contain a semicolon.'],
  ['vip', 'vip is there already.'],
  ['x'.repeat(101), 'A tag has at most 100 characters.'],
])('the tag %s is refused with the reason and nothing is written', async (tag, reason) => {
  await open(`page=panel&table=contact&id=${wilmaId}`);
  const newsletter = card('Newsletter');
  await newsletter.getByRole('combobox', { name: 'Add a tag' }).fill(tag);
  await newsletter.getByRole('button', { name: 'Add', exact: true }).click();
  await newsletter.getByText(reason).waitFor();
  expect(await tagsOfWilma()).toBe('; VIP;');
});

test('the audience offers its own tags while somebody types', async () => {
  await open(`page=panel&table=contact&id=${wilmaId}`);
  await card('Newsletter').getByRole('combobox', { name: 'Add a tag' }).fill('do');
  await page.getByRole('option', { name: 'Donor' }).click();
  await card('Newsletter')
    .getByRole('button', { name: /^Donor/ })
    .waitFor();
});

test('one person is synced, and the answer of the service appears by itself', async () => {
  await open(`page=panel&table=contact&id=${wilmaId}`);
  await card('Newsletter').getByRole('button', { name: 'Sync this person' }).click();
  await page.getByText('The sync of wilma@example.com in Newsletter has started.').first().waitFor();
  const [run] = await rowsOf('mcs_syncruns');
  expect(run).toMatchObject({
    mcs_mode: codeFor('mcs_runmode', 'sync'),
    _mcs_audienceid_value: audienceId,
    mcs_proposedsettings: JSON.stringify({ people: [wilmaRowId] }),
  });
  await change(`mcs_syncruns(${String(run?.['mcs_syncrunid'])})`, {
    mcs_status: codeFor('mcs_runstatus', 'completed'),
    mcs_sentence: 'Both sides agree.',
  });
  await page.getByText('Both sides agree.').first().waitFor();
});

test('somebody in no audience is told so', async () => {
  await open(`page=panel&table=contact&id=${strangerId}`);
  await page.getByRole('heading', { name: 'In no audience' }).waitFor();
});

test('a marketing list shows its audience with status and numbers, and starts a sync', async () => {
  await open(`page=panel&table=list&id=${listId}`);
  const newsletter = card('Newsletter');
  await newsletter.getByText('Synced', { exact: true }).waitFor();
  await newsletter.getByRole('link', { name: '9,412 / 9,530' }).waitFor();
  await newsletter.getByRole('button', { name: 'Sync now' }).click();
  await page.getByText('The sync of Newsletter has started.').first().waitFor();
  expect(await rowsOf('mcs_syncruns')).toHaveLength(1);
});

test('Germans read in German what the service wrote', async () => {
  await speakGerman();
  await change(`mcs_audiences(${audienceId})`, { mcs_statussentence: '3 people need attention.' });
  await open(`page=panel&table=list&id=${listId}`);
  await card('Newsletter').getByText('3 Personen sind zu klären.').waitFor();
  await card('Newsletter').getByRole('button', { name: 'Jetzt synchronisieren' }).click();
  await page.getByText('Die Synchronisierung von Newsletter hat begonnen.').first().waitFor();
  const [run] = await rowsOf('mcs_syncruns');
  await change(`mcs_syncruns(${String(run?.['mcs_syncrunid'])})`, {
    mcs_status: codeFor('mcs_runstatus', 'failed'),
    mcs_sentence: 'The marketing list Newsletter readers is locked. Unlock it, then sync again.',
  });
  await page
    .getByText('Die Marketingliste Newsletter readers ist gesperrt. Entsperren Sie sie', { exact: false })
    .first()
    .waitFor();
});

test('a further list names the tag that it follows', async () => {
  await open(`page=panel&table=list&id=${furtherListId}`);
  await card('Newsletter').getByText('Further list: whoever has the tag VIP.').waitFor();
});

test('a list without audience offers Manage, a dynamic one says why it cannot be tied', async () => {
  await open(`page=panel&table=list&id=${loneListId}`);
  await page.getByRole('heading', { name: 'Not tied to a Mailchimp audience' }).waitFor();
  await page.getByRole('link', { name: 'Manage' }).waitFor();
  await open(`page=panel&table=list&id=${dynamicListId}`);
  await page.getByText('A dynamic list cannot be tied', { exact: false }).waitFor();
  expect(await page.getByRole('link', { name: 'Manage' }).count()).toBe(0);
});

test('who may not read the product is told so', async () => {
  await signInAs('nobody');
  await open(`page=panel&table=contact&id=${wilmaId}`);
  await page.getByText('Your security role does not allow this. Ask an administrator.').first().waitFor();
});

function seed() {
  const status = (code: string): number => codeFor('mcs_syncstatus', code);
  const running = codeFor('mcs_tiestate', 'running');
  const otherId = '11111111-0000-4000-8000-000000000002';
  const member = (of: string, values: Record<string, unknown>) => ({
    mcs_name: 'wilma@example.com',
    mcs_persontype: codeFor('mcs_persontype', 'contact'),
    mcs_personid: wilmaId,
    'mcs_contactid@odata.bind': `/contacts(${wilmaId})`,
    'mcs_audienceid@odata.bind': `/mcs_audiences(${of})`,
    ...values,
  });
  return {
    contacts: [
      { contactid: wilmaId, firstname: 'Wilma', lastname: 'Flint', emailaddress1: 'wilma@example.com' },
      { contactid: strangerId, firstname: 'Barney', lastname: 'Rubble', emailaddress1: 'barney@example.com' },
    ],
    lists: [
      { listid: listId, listname: 'Newsletter readers', createdfromcode: 2 },
      { listid: furtherListId, listname: 'VIPs', createdfromcode: 2 },
      { listid: loneListId, listname: 'Lonely', createdfromcode: 2 },
      { listid: dynamicListId, listname: 'Everybody', createdfromcode: 2, type: true },
    ],
    rows: {
      mcs_audiences: [
        {
          mcs_audienceid: audienceId,
          mcs_name: 'Newsletter',
          mcs_mailchimplistid: 'a1b2c3d4e5',
          mcs_tiestate: running,
          mcs_syncstatus: status('synced'),
          mcs_insynccount: 9412,
          mcs_mailablecount: 9530,
          'mcs_marketinglistid@odata.bind': `/lists(${listId})`,
        },
        { mcs_audienceid: otherId, mcs_name: hostileName, mcs_mailchimplistid: 'b1b2c3d4e5', mcs_tiestate: running },
      ],
      mcs_tags: [
        {
          mcs_name: 'VIP',
          mcs_mailchimptagid: '1',
          'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})`,
          'mcs_marketinglistid@odata.bind': `/lists(${furtherListId})`,
        },
        { mcs_name: 'Donor', mcs_mailchimptagid: '2', 'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})` },
      ],
      mcs_audiencemembers: [
        member(audienceId, {
          mcs_audiencememberid: wilmaRowId,
          mcs_memberstatus: codeFor('mcs_memberstatus', 'subscribed'),
          mcs_onlist: true,
          mcs_tags: '; VIP;',
          mcs_outcome: codeFor('mcs_outcome', 'in-sync'),
          mcs_reason: codeFor('mcs_reason', 'agreed'),
        }),
        member(otherId, {
          mcs_memberstatus: codeFor('mcs_memberstatus', 'unsubscribed'),
          mcs_mailchimpchangedon: '2024-05-16T10:00:00Z',
          mcs_onlist: true,
          mcs_outcome: codeFor('mcs_outcome', 'left-out'),
          mcs_reason: codeFor('mcs_reason', 'said-no'),
        }),
      ],
    },
  };
}

async function tagsOfWilma(): Promise<unknown> {
  const rows = await rowsOf('mcs_audiencemembers');
  return rows.find((row) => row['mcs_audiencememberid'] === wilmaRowId)?.['mcs_tags'];
}
