/** Names that would like to be markup: they stay text on forms, in views, in what buttons answer and in the panel beside a form. */
import { codeFor, complaints, page, rowsOf, setShellStage, shell } from './shell-stage';

const name = '<img src=x onerror=alert(1)>';
const audienceId = '11111111-0000-4000-8000-000000000001';
const listId = '22222222-0000-4000-8000-000000000001';
const personId = '33333333-0000-4000-8000-000000000001';

let taken: string[];
// While the page is still there.
afterEach(async () => {
  for (const frame of page.frames()) expect(await frame.locator('img[src=x]').count()).toBe(0);
  expect(taken).toEqual([]);
  expect(complaints).toEqual([]);
});

setShellStage({ seed, width: 1280, height: 900 });
beforeEach(() => {
  taken = [];
  page.on('dialog', (dialog) => {
    taken.push(dialog.message());
    void dialog.dismiss();
  });
});

const go = (query: string): Promise<unknown> => page.goto(`${shell.url}/main.aspx?${query}`);

test.each(['mcs_audience', 'mcs_tag', 'list', 'contact', 'mcs_audiencemember'])('in the view of %s', async (table) => {
  await go(`pagetype=entitylist&etn=${table}`);
  await page.getByRole('row').getByText(name).first().waitFor();
});

test('on the form of an audience, and in the answer of its button', async () => {
  await go(`pagetype=entityrecord&etn=mcs_audience&id=${audienceId}`);
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByRole('button', { name: 'Sync Now' }).click();
  await page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByText(/has started/)
    .first()
    .waitFor();
  expect(await rowsOf('mcs_syncruns')).toHaveLength(1);
});

test.each([
  ['contact', personId],
  ['list', listId],
])('in the panel beside the form of a %s', async (table, id) => {
  await go(`pagetype=entityrecord&etn=${table}&id=${id}`);
  await page.getByRole('button', { name: 'Mailchimp' }).click();
  const pane = page.frameLocator('iframe');
  await pane.getByRole('group', { name }).getByText(name).first().waitFor();
});

function seed() {
  const audience = { 'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})` };
  return {
    contacts: [{ contactid: personId, firstname: 'Wilma', lastname: name, emailaddress1: 'wilma@example.com' }],
    lists: [
      {
        listid: listId,
        listname: name,
        createdfromcode: 2,
        members: [{ id: personId, addedOn: '2026-01-05T09:00:00Z' }],
      },
    ],
    rows: {
      mcs_audiences: [
        {
          mcs_audienceid: audienceId,
          mcs_name: name,
          mcs_mailchimplistid: 'a1b2c3d4e5',
          mcs_tiestate: codeFor('mcs_tiestate', 'running'),
          mcs_syncstatus: codeFor('mcs_syncstatus', 'synced'),
          'mcs_marketinglistid@odata.bind': `/lists(${listId})`,
        },
      ],
      mcs_tags: [{ mcs_name: name, mcs_mailchimptagid: '1', ...audience }],
      mcs_audiencemembers: [
        {
          mcs_name: name,
          mcs_personid: personId,
          mcs_persontype: codeFor('mcs_persontype', 'contact'),
          mcs_memberstatus: codeFor('mcs_memberstatus', 'subscribed'),
          mcs_onlist: true,
          mcs_tags: `; ${name};`,
          'mcs_contactid@odata.bind': `/contacts(${personId})`,
          ...audience,
        },
      ],
    },
  };
}
