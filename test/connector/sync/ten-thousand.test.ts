import { startWorld, type World } from '../../world';

const listId = '0be00000-0000-4000-8000-0000000000e1';
const size = 10_000;
const contactsAlready = 3_000;

const firstNames = [
  'Anna',
  'Željko',
  'Zoë',
  'Jean-Luc',
  'Łukasz',
  'Müge',
  'Ólafur',
  'Ngọc',
  'Maximiliane-Friederike '.repeat(4),
  '',
];
const lastNames = [
  'Müller',
  "O'Neil",
  'García Márquez',
  'van der Berg',
  'Šimić',
  'Nguyễn',
  'Smith "Jr"',
  '李',
  'de la Cruz 😀'.repeat(6),
  '',
];
const statuses = [
  'subscribed',
  'subscribed',
  'subscribed',
  'subscribed',
  'subscribed',
  'unsubscribed',
  'cleaned',
  'pending',
  'transactional',
  'archived',
];

const addressOf = (index: number) => `${index % 3 === 0 ? 'Some.One' : 'some.one'}+${index}@Messy${index % 7}.example`;
const statusOf = (index: number) => statuses[(index * 7) % statuses.length] ?? 'subscribed';

/** The first 2,500 changed in the same second, as after an import: more than two pages of the API. */
const changedOn = (index: number) => new Date(Date.UTC(2025, 5, 1) + (index < 2_500 ? 0 : index * 1000)).toISOString();

const members = Array.from({ length: size }, (_, index) => ({
  email_address: addressOf(index),
  status: statusOf(index),
  merge_fields: {
    FNAME: (firstNames[index % firstNames.length] ?? '').slice(0, 255),
    LNAME: lastNames[Math.floor(index / 10) % lastNames.length] ?? '',
  },
  tags: [`Tag ${index % 20}`, index % 2 === 0 ? 'Even, with comma' : 'Odd'],
  timestamp_opt: changedOn(index),
  last_changed: changedOn(index),
}));

/** The same people as the first 3,000 members, spelt in another case, some by their second address. */
const contacts: { firstname: string; lastname: string; emailaddress1: string; emailaddress2?: string }[] = Array.from(
  { length: contactsAlready },
  (_, index) => ({
    firstname: 'Already',
    lastname: `Here ${index}`,
    ...(index % 5 === 0
      ? { emailaddress1: `other.${index}@elsewhere.example`, emailaddress2: addressOf(index).toUpperCase() }
      : { emailaddress1: addressOf(index).toLowerCase() }),
  }),
);

describe('ten thousand messy members into an empty list', () => {
  let world: World;
  let report: Awaited<ReturnType<World['sync']>>;

  beforeAll(async () => {
    world = await startWorld();
    await world.seed({
      mailchimp: {
        accounts: [
          {
            id: 'messy',
            name: 'Messy Ltd',
            key: 'stand-in-us1',
            audiences: [{ id: '3e55700001', name: 'Messy', members }],
          },
        ],
      },
      dataverse: { contacts, lists: [{ listid: listId, listname: 'Tidy', createdfromcode: 2, members: [] }] },
    });
    await world.tie('Messy', 'Tidy');
    report = await world.sync('Messy');
  });
  afterAll(() => world.close());

  const subscribed = new Set(
    members.flatMap((member, index) => (statusOf(index) === 'subscribed' ? [member.email_address.toLowerCase()] : [])),
  );

  test('ends well, in bulk', () => {
    expect(report.status).toBe('completed');
    expect(report.dataverse.requests).toBeLessThanOrEqual(120);
    expect(report.mailchimp.requests).toBeLessThanOrEqual(30);
    // Blank names of people whom Dynamics 365 knew by name are filled, and nothing else.
    const isBlank = ({ FNAME, LNAME }: { FNAME: string; LNAME: string }) => FNAME === '' || LNAME === '';
    const filled = members.filter(
      ({ status, merge_fields }, index) => index < contactsAlready && status === 'subscribed' && isBlank(merge_fields),
    );
    expect(report.mailchimp.writes).toBe(filled.length);
    expect(report.mailchimp.peakConnections).toBeLessThanOrEqual(8);
  });

  test('doubles nobody', async () => {
    const found = await world.get<{ emailaddress1: string; emailaddress2: string | null }>(
      'contacts?$select=emailaddress1,emailaddress2',
    );
    const addresses = found
      .flatMap((contact) => [contact.emailaddress1, contact.emailaddress2])
      .flatMap((address) => address?.toLowerCase() ?? []);
    expect(new Set(addresses).size).toBe(addresses.length);
    const strangers = [...subscribed].filter(
      (address) =>
        !contacts.some((one) =>
          [one.emailaddress1, one.emailaddress2 ?? ''].some((known) => known.toLowerCase() === address),
        ),
    );
    expect(found).toHaveLength(contactsAlready + strangers.length);
  });

  test('puts every subscribed person on the list once, and nobody else', async () => {
    const people = await world.get<{ contactid: string; emailaddress1: string; emailaddress2: string | null }>(
      `lists(${listId})/listcontact_association?$select=contactid,emailaddress1,emailaddress2`,
    );
    const places = await world.get<{ _entityid_value: string }>(
      `listmembers?$select=_entityid_value&$filter=_listid_value eq ${listId}`,
    );
    expect(new Set(places.map((place) => place._entityid_value)).size).toBe(places.length);
    expect(places).toHaveLength(people.length);
    const onList = people.map(({ emailaddress1, emailaddress2 }) =>
      [emailaddress2, emailaddress1]
        .map((address) => address?.toLowerCase() ?? '')
        .find((address) => subscribed.has(address)),
    );
    expect(onList.filter((address) => address === undefined)).toHaveLength(0);
    expect([...subscribed].filter((address) => !onList.includes(address))).toHaveLength(0);
    expect(people).toHaveLength(subscribed.size);
  });

  test('creates nobody without a name', async () => {
    const unnamed = await world.get('contacts?$select=contactid&$filter=fullname eq null');
    expect(unnamed).toHaveLength(0);
  });

  test('writes the tags of each member and of the audience', async () => {
    const tags = await world.get<{ mcs_name: string; mcs_membercount: number }>(
      'mcs_tags?$select=mcs_name,mcs_membercount',
    );
    expect(tags).toHaveLength(22);
    const rows = await world.get<{ mcs_name: string; mcs_tags: string }>(
      'mcs_audiencemembers?$select=mcs_name,mcs_tags',
    );
    expect(rows).toHaveLength(size);
    const tagsOf = new Map(members.map((member) => [member.email_address.toLowerCase(), member.tags]));
    for (const row of rows) {
      for (const tag of tagsOf.get(row.mcs_name.toLowerCase()) ?? ['?']) expect(row.mcs_tags).toContain(tag);
    }
  });

  test('has nothing left to write right after, in few calls', async () => {
    const again = await world.sync('Messy');
    expect(again).toMatchObject({ status: 'completed', mailchimp: { writes: 0 }, dataverse: { writes: 0 } });
    expect(again.dataverse.requests).toBeLessThanOrEqual(40);
  });
});
