import fc from 'fast-check';

import { startWorld, type World } from '../../world';
import { backedUp, readBackup } from './backed-up';

let world: World;
let other: World;
beforeAll(async () => {
  [world, other] = await Promise.all([startWorld(), startWorld()]);
});
afterAll(() => Promise.all([world.close(), other.close()]));

const account = { id: 'backup', name: 'Backup Ltd', key: 'stand-in-us1' };
const hour = (number: number) =>
  `2026-01-${String(1 + Math.floor(number / 24)).padStart(2, '0')}T${String(number % 24).padStart(2, '0')}:30:00Z`;

const mergeFields = [
  { tag: 'FNAME', name: 'First Name', type: 'text' },
  { tag: 'LNAME', name: 'Last Name', type: 'text' },
  { tag: 'HOME', name: 'Address', type: 'address' },
  { tag: 'TEL', name: 'Phone, "private"', type: 'phone' },
  { tag: 'SHOP', name: 'TAGS', type: 'dropdown', options: { choices: ['Köln', 'León'] } },
  { tag: 'POINTS', name: 'Points', type: 'number' },
  { tag: 'OTHER', name: 'points', type: 'text', required: true },
];

const members = [
  {
    email_address: 'Wilma@Bedrock.example',
    status: 'subscribed',
    merge_fields: {
      FNAME: '"Wilma", called; \'W\'',
      LNAME: "'t Hooft\r\nsecond line\nthird",
      HOME: { addr1: 'Cave 1', addr2: '2nd floor', city: 'Bedrock', state: 'BR', zip: '70777', country: 'US' },
      TEL: '+49 30 1',
      SHOP: 'Köln',
      POINTS: 12.5,
      OTHER: ' blanks around ',
    },
    tags: ['VIP', 'Fair, hall 3', 'Says "yes"', "'quoted'", 'a;b'],
    interests: ['Colours: Red, dark', 'Colours: Blue'],
    timestamp_signup: hour(1),
    timestamp_opt: hour(2),
    last_changed: hour(3),
  },
  {
    email_address: 'gone@bedrock.example',
    status: 'unsubscribed',
    merge_fields: { HOME: { addr1: 'Cave 2', addr2: '', city: 'Köln', state: '', zip: '50667', country: 'DE' } },
    tags: Array.from({ length: 60 }, (_, index) => `tag ${index}`),
    unsubscribed_by: 'admin',
    last_changed: hour(4),
  },
  { email_address: 'no@bedrock.example', status: 'unsubscribed', unsubscribed_by: 'person', last_changed: hour(5) },
  { email_address: 'bounced@bedrock.example', status: 'cleaned', last_changed: hour(6) },
  { email_address: 'asked@bedrock.example', status: 'pending', last_changed: hour(7) },
  { email_address: 'buyer@bedrock.example', status: 'transactional', last_changed: hour(8) },
  { email_address: 'away@bedrock.example', status: 'archived', tags: ['VIP'], last_changed: hour(9) },
];

const id = (number: number) => `b0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const contacts = [
  {
    contactid: id(1),
    firstname: '"Wilma", called; \'W\'',
    lastname: "'t Hooft\nsecond line",
    emailaddress1: 'Wilma@Bedrock.example',
    emailaddress2: 'w@second.example',
    telephone1: "'+49 30 1",
    mobilephone: '+49 170 1',
    birthdate: '1980-02-29',
    address1_line1: 'Cave 1, "left"',
    address1_city: 'Bedrock',
    donotbulkemail: true,
    createdon: hour(1),
  },
  { contactid: id(2), lastname: '=SUM(A1)', emailaddress1: 'gone@bedrock.example', statecode: 1, createdon: hour(2) },
  { contactid: id(3), firstname: '2020-01-01T00:00:00Z', lastname: 'Date', donotemail: true, createdon: hour(3) },
  { contactid: id(4), lastname: 'Off the list', emailaddress1: 'buyer@bedrock.example', createdon: hour(4) },
];

const seed = {
  mailchimp: {
    accounts: [
      {
        ...account,
        audiences: [
          {
            id: 'bac0000001',
            name: 'Copied',
            merge_fields: mergeFields,
            interest_categories: [{ title: 'Colours', interests: ['Red, dark', 'Blue', 'Green'] }],
            members,
          },
        ],
      },
    ],
  },
  dataverse: {
    contacts,
    lists: [
      {
        listname: 'Copied readers',
        createdfromcode: 2,
        members: [1, 2, 3].map((number) => ({ id: id(number), addedOn: hour(10 + number) })),
      },
    ],
  },
};

/** Both sides as their own front doors tell them, without what a stand-in makes up itself. */
async function sides(of: World, listId: string, listName: string) {
  const answer = async (path: string) => {
    const url = `${of.mailchimpUrl}/3.0/lists/${listId}/${path}`;
    return (await fetch(url, { headers: { authorization: `Basic ${btoa('any:stand-in-us1')}` } })).json();
  };
  const tagsOf = async (member: string) => {
    const { tags } = (await answer(`members/${member}/tags?count=1000`)) as { tags: { name: string }[] };
    return tags.map(({ name }) => name).sort();
  };
  const categories = (await answer('interest-categories')) as { categories: { id: string; title: string }[] };
  const interests = new Map<string, string>();
  for (const category of categories.categories) {
    const found = (await answer(`interest-categories/${category.id}/interests`)) as {
      interests: { id: string; name: string }[];
    };
    for (const interest of found.interests) interests.set(interest.id, `${category.title}: ${interest.name}`);
  }
  const people = [];
  for (const status of ['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional', 'archived']) {
    const page = (await answer(`members?count=1000&status=${status}`)) as { members: Record<string, unknown>[] };
    for (const member of page.members) {
      const has = Object.entries((member['interests'] ?? {}) as Record<string, boolean>).filter(([, chosen]) => chosen);
      people.push({
        address: member['email_address'],
        status: member['status'],
        mergeFields: member['merge_fields'],
        reason: member['unsubscribe_reason'],
        changed: member['last_changed'],
        signedUp: member['timestamp_signup'],
        tags: await tagsOf(String(member['id'])),
        interests: has.map(([interest]) => interests.get(interest) ?? '').toSorted(),
      });
    }
  }
  const fields = (await answer('merge-fields?count=100')) as { merge_fields: Record<string, unknown>[] };
  const columns = `${Object.keys(contacts[0] ?? {}).join(',')},donotemail,statecode`;
  const [list] = await of.get<{ listid: string }>(`lists?$select=listid&$filter=listname eq '${listName}'`);
  const onList = await of.get(
    `listmembers?$select=_entityid_value,createdon&$filter=_listid_value eq ${list?.listid}&$orderby=createdon asc`,
  );
  return {
    people,
    fields: fields.merge_fields.map(({ tag, name, type, required }) => ({ tag, name, type, required })),
    interests: [...interests.values()],
    contacts: (await of.get(`contacts?$select=${columns}&$orderby=createdon asc`)).map((row) => ({
      ...row,
      '@odata.etag': '',
    })),
    list: onList.map((row) => [row['_entityid_value'], row['createdon']]),
  };
}

test('a stand-in that is filled from a backup holds the same members, people and list', async () => {
  await world.seed(seed);
  await world.tie('Copied', 'Copied readers');
  // The fourth is on no list; a member row says that the audience knows her.
  const audienceId = (await world.audience('Copied')).id;
  await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/mcs_audiencemembers`, {
    mcs_name: 'buyer@bedrock.example',
    'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})`,
    'mcs_contactid@odata.bind': `/contacts(${id(4)})`,
    mcs_personid: id(4),
    mcs_persontype: 937_500_000,
  });
  const { folder, files } = await backedUp(world, 'Copied');
  expect(Object.fromEntries(files.map(({ name, rows }) => [name.split('_')[0], rows]))).toEqual({
    subscribed: 1,
    unsubscribed: 2,
    cleaned: 1,
    pending: 1,
    nonsubscribed: 1,
    archived: 1,
    fields: 8,
    'contacts.csv': 4,
    'list-members.csv': 3,
  });

  const { seed: read, remarks } = await readBackup(folder);
  expect(remarks).toEqual(['contacts.csv, list-members.csv: not from Mailchimp, and left out of the audience.']);
  const who = new Map(read.mailchimp.accounts[0]?.audiences[0]?.members.map((one) => [one.email_address, one]));
  expect(who.get('gone@bedrock.example')?.unsubscribed_by).toBe('admin');
  expect(who.get('no@bedrock.example')?.unsubscribed_by).toBe('person');
  await other.seed(read);
  const before = await sides(world, 'bac0000001', 'Copied readers');
  const after = await sides(other, read.mailchimp.accounts[0]?.audiences[0]?.id ?? '', 'Newsletter readers');
  expect(after).toEqual(before);
  expect(before.people).toHaveLength(7);
  expect(before.list).toHaveLength(3);
});

/** What breaks files: signs of CSV, of spreadsheets and of other encodings. */
const sign = fc.constantFrom(
  '"',
  ',',
  ';',
  '\n',
  '\r\n',
  '\t',
  "'",
  '=',
  '+',
  '@',
  '\\',
  ' ',
  'a',
  'ß',
  '山',
  '😀',
  '\uFEFF',
  '|',
);
const text = fc.array(sign, { minLength: 1, maxLength: 12 }).map((signs) => signs.join(''));
const visible = (value: string) => value.trim() !== '';
const tag = text.map((value) => value.trim()).filter((value) => value !== '');

let round = 0;

test('every name and tag comes back from a backup as it was', async () => {
  const person = fc.record({
    first: text.filter(visible),
    last: text.filter(visible),
    tags: fc.uniqueArray(tag, { maxLength: 3, selector: (value) => value.toLowerCase() }),
    phone: text.filter(visible),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('contact', 'lead'),
      async (people, type) => {
        round += 1;
        const listname = `Round ${round}`;
        const idOf = (index: number) => id(round * 100 + index);
        const rows = people.map(({ first, last, phone }, index) => ({
          [`${type}id`]: idOf(index),
          firstname: first,
          lastname: last,
          emailaddress1: `p${round}.${index}@round.example`,
          telephone1: phone,
        }));
        await world.seed({
          mailchimp: {
            accounts: [
              {
                ...account,
                audiences: [
                  {
                    id: `bac1${String(round).padStart(6, '0')}`,
                    name: listname,
                    members: people.map(({ first, last, tags, phone }, index) => ({
                      email_address: `p${round}.${index}@round.example`,
                      status: 'subscribed',
                      merge_fields: { FNAME: first, LNAME: last, PHONE: phone },
                      tags,
                    })),
                  },
                ],
              },
            ],
          },
          dataverse: {
            [`${type}s`]: rows,
            lists: [
              {
                listname,
                createdfromcode: type === 'contact' ? 2 : 4,
                members: rows.map((_, index) => ({ id: idOf(index) })),
              },
            ],
          },
        });
        await world.tie(listname, listname);
        const { folder } = await backedUp(world, listname);
        const { seed: read } = await readBackup(folder, type);
        const byAddress = (one: { email_address: string }, two: { email_address: string }) =>
          one.email_address.localeCompare(two.email_address);
        const copied = (read.mailchimp.accounts[0]?.audiences[0]?.members ?? []).toSorted(byAddress);
        expect(copied.map(({ merge_fields, tags }) => ({ ...merge_fields, tags: tags?.toSorted() }))).toEqual(
          people.map(({ first, last, phone, tags }) => ({
            FNAME: first,
            LNAME: last,
            PHONE: phone,
            tags: tags.toSorted(),
          })),
        );
        const inCrm = new Map(
          (type === 'contact' ? read.dataverse.contacts : read.dataverse.leads).map((row) => [row[`${type}id`], row]),
        );
        expect(rows.map((row) => inCrm.get(row[`${type}id`]))).toEqual(rows.map((row) => expect.objectContaining(row)));
        expect(read.dataverse.lists[0]?.members).toHaveLength(rows.length);
      },
    ),
    { numRuns: 12 },
  );
});
