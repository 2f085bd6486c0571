import { administratorId, teamId } from '../../../sandbox/dataverse/users';
import { contactSeed, idOf, newId, startConnection, type Connection } from './connection';

let connection: Connection;
afterEach(() => connection.close());

const listId = idOf('list', 1);
const many = (count: number) => Array.from({ length: count }, (_, index) => contactSeed(index));

test('everybody on a list with names, addresses and state', async () => {
  connection = await startConnection({
    seed: {
      contacts: [
        contactSeed(1, { emailaddress2: 'second@contoso.test', donotbulkemail: true }),
        contactSeed(2, { statecode: 1, statuscode: 2, firstname: null }),
        contactSeed(3),
      ],
      lists: [
        {
          listid: listId,
          listname: 'Customers',
          createdfromcode: 2,
          members: [
            { id: idOf('contact', 1), addedOn: '2026-01-02T00:00:00Z' },
            { id: idOf('contact', 2), addedOn: '2026-01-03T00:00:00Z' },
          ],
        },
      ],
    },
  });
  const pages = [];
  for await (const page of connection.crm.peopleOnList(listId, 'contact')) pages.push(...page);
  expect(pages.toSorted((one, other) => one.id.localeCompare(other.id))).toMatchObject([
    {
      id: idOf('contact', 1),
      type: 'contact',
      firstName: 'First 1',
      lastName: 'Last 1',
      addresses: { emailaddress1: 'c1@contoso.test', emailaddress2: 'second@contoso.test', emailaddress3: null },
      state: 'active',
      masterId: null,
      optedOut: true,
    },
    { id: idOf('contact', 2), firstName: '', state: 'inactive', optedOut: false },
  ]);
  const members = [];
  for await (const page of connection.crm.listMembers(listId)) members.push(...page);
  expect(members.toSorted((one, other) => one.addedOn.localeCompare(other.addedOn))).toEqual([
    { personId: idOf('contact', 1), addedOn: '2026-01-02T00:00:00Z' },
    { personId: idOf('contact', 2), addedOn: '2026-01-03T00:00:00Z' },
  ]);
  await expect(connection.crm.listMembersAmong(listId, [idOf('contact', 2), idOf('contact', 3)])).resolves.toEqual([
    { personId: idOf('contact', 2), addedOn: '2026-01-03T00:00:00Z' },
  ]);
});

test('12,000 on a list come in pages of 5,000', async () => {
  const members = Array.from({ length: 12_000 }, (_, index) => ({
    id: idOf('contact', index),
    addedOn: '2026-01-02T00:00:00Z',
  }));
  connection = await startConnection({
    seed: { contacts: many(12_000), lists: [{ listid: listId, listname: 'Customers', createdfromcode: 2, members }] },
  });
  const people = [];
  for await (const page of connection.crm.peopleOnList(listId, 'contact')) people.push(...page);
  expect(new Set(people.map(({ id }) => id)).size).toBe(12_000);
  expect(connection.crm.traffic().requests).toBe(3);
  const ids = [];
  for await (const page of connection.crm.listMembers(listId)) ids.push(...page);
  expect(ids).toHaveLength(12_000);
  expect(connection.crm.traffic().requests).toBe(6);
});

test('10,000 addresses are looked up in at most eight requests, whatever their case and column', async () => {
  connection = await startConnection({
    seed: {
      contacts: [
        ...many(500),
        contactSeed(600, { emailaddress1: 'Mixed.Case@Contoso.test' }),
        contactSeed(601, { emailaddress1: null, emailaddress3: 'third@contoso.test' }),
        contactSeed(602, { emailaddress1: "o'brien+tag&co@contoso.test" }),
      ],
    },
  });
  const addresses = Array.from({ length: 10_000 }, (_, index) => `c${index}@contoso.test`);
  addresses.push(' mixed.case@contoso.TEST', 'third@contoso.test', "O'Brien+tag&co@contoso.test", '');
  const people = await connection.crm.peopleByAddress('contact', addresses);
  expect(people).toHaveLength(503);
  expect(people.map(({ id }) => id)).toEqual(
    expect.arrayContaining([600, 601, 602].map((index) => idOf('contact', index))),
  );
  expect(connection.crm.traffic().requests).toBeLessThanOrEqual(8);
});

test('1,500 people by id in one request, and those who are gone are left out', async () => {
  connection = await startConnection({ seed: { contacts: many(1_500) } });
  const ids = Array.from({ length: 1_501 }, (_, index) => idOf('contact', index));
  const people = await connection.crm.peopleById('contact', ids);
  expect(people).toHaveLength(1_500);
  expect(connection.crm.traffic().requests).toBe(1);
  await expect(connection.crm.existing('contact', ids.slice(1_499))).resolves.toEqual(
    new Set([idOf('contact', 1_499)]),
  );
  await expect(connection.crm.peopleById('contact', [])).resolves.toEqual([]);
});

test.each(['2020-01-01T00:00:00Z', '2020-01-01T00:00:00+02:00'])(
  'a person with the first name %s keeps it',
  async (firstname) => {
    connection = await startConnection({ seed: { contacts: [contactSeed(1, { firstname })] } });
    const [person] = await connection.crm.peopleById('contact', [idOf('contact', 1)]);
    expect(person?.firstName).toBe(firstname);
  },
);

test('a lead is active, qualified or disqualified', async () => {
  connection = await startConnection({
    seed: {
      leads: [0, 1, 2].map((statecode) => ({
        leadid: idOf('lead', statecode),
        lastname: 'Lead',
        emailaddress1: `l${statecode}@contoso.test`,
        statecode,
        statuscode: [1, 3, 4][statecode],
      })),
    },
  });
  const leads = await connection.crm.peopleByAddress('lead', ['l0@contoso.test', 'l1@contoso.test', 'l2@contoso.test']);
  const states = new Map(leads.map(({ id, state }) => [id, state]));
  expect([0, 1, 2].map((index) => states.get(idOf('lead', index)))).toEqual(['active', 'qualified', 'disqualified']);
});

const owner = { ownerId: administratorId, ownerType: 'systemuser' } as const;

function newPerson(id: string, more: object = {}) {
  return { id, firstName: 'Ann', lastName: 'Lee', address: `${id}@contoso.test`, ...owner, ...more };
}

test('people are created under the ids of the plan, owned as told', async () => {
  connection = await startConnection();
  const [one, two] = [newId(), newId()];
  await expect(
    connection.crm.createPeople('lead', [
      newPerson(one, { topic: 'Newsletter' }),
      newPerson(two, { firstName: '', ownerId: teamId, ownerType: 'team' }),
    ]),
  ).resolves.toEqual([]);
  const rows = await connection.rows('leads?$select=leadid,firstname,lastname,subject,emailaddress1,_ownerid_value');
  expect(rows).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        leadid: one,
        firstname: 'Ann',
        subject: 'Newsletter',
        _ownerid_value: administratorId,
      }),
      expect.objectContaining({ leadid: two, firstname: null, lastname: 'Lee', _ownerid_value: teamId }),
    ]),
  );
  expect(connection.crm.traffic().writes).toBe(2);
});

test('whoever is refused is named, and everybody else is created', async () => {
  connection = await startConnection();
  const people = Array.from({ length: 1_000 }, () => newPerson(newId()));
  for (const index of [0, 499, 999]) {
    const person = people[index];
    if (person !== undefined) person.lastName = 'x'.repeat(60);
  }
  const refused = await connection.crm.createPeople('contact', people);
  expect(new Set(refused.map(({ id }) => id))).toEqual(new Set([0, 499, 999].map((index) => people[index]?.id)));
  expect(refused.every(({ code, message }) => code === '0x80044331' && message.includes('exceeded the maximum'))).toBe(
    true,
  );
  expect(await connection.rows('contacts?$select=contactid')).toHaveLength(997);
  expect(connection.crm.traffic().writes).toBe(997);
  expect(connection.crm.traffic().requests).toBeLessThan(40);
});

test('a creation that is repeated meets its own records', async () => {
  connection = await startConnection();
  const people = Array.from({ length: 10 }, () => newPerson(newId()));
  await connection.crm.createPeople('contact', people.slice(0, 4));
  await expect(connection.crm.createPeople('contact', people)).resolves.toEqual([]);
  expect(await connection.rows('contacts?$select=contactid')).toHaveLength(10);
});

test('a creation whose answer is lost is not doubled', async () => {
  connection = await startConnection();
  await connection.control('POST', '/faults', {
    pathContains: 'CreateMultiple',
    times: 1,
    reset: true,
    afterApply: true,
  });
  const people = Array.from({ length: 5 }, () => newPerson(newId()));
  await expect(connection.crm.createPeople('contact', people)).resolves.toEqual([]);
  expect(await connection.rows('contacts?$select=contactid')).toHaveLength(5);
});

test('only the names that changed are written, and people who are gone come back as refusals', async () => {
  connection = await startConnection({ seed: { contacts: many(3) } });
  const refused = await connection.crm.changePeople('contact', [
    { id: idOf('contact', 0), firstName: 'Ann' },
    { id: idOf('contact', 77), firstName: 'Nobody' },
    { id: idOf('contact', 2), lastName: 'Lee' },
  ]);
  expect(refused).toMatchObject([{ id: idOf('contact', 77) }]);
  const people = await connection.crm.peopleById(
    'contact',
    [0, 2, 77].map((index) => idOf('contact', index)),
  );
  expect(people.map(({ firstName, lastName }) => `${firstName} ${lastName}`).toSorted()).toEqual([
    'Ann Last 0',
    'First 2 Lee',
  ]);
});
