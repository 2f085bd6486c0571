/** The situations that are measured, and what is promised for each at 10,000 people. */

export interface PromisedRequests {
  mailchimp: number;
  dataverse: number;
}

export interface Scenario {
  name: string;
  what: string;
  seed(): unknown;
  /** Runs before the measured one. */
  before: 'nothing' | 'first-run';
  /** What happens on the other side between the two. */
  meanwhile?: 'unsubscribe-100' | 'remove-100';
  /** Most requests per service, whatever the latency. */
  promised: PromisedRequests;
  /** People on both sides, where they are not the usual number; such a scenario is measured without latency alone. */
  people?: number;
  /** Most memory of the connector, in MB. */
  memoryMb?: number;
}

export const size = 10_000;

const list = { listname: 'Readers', createdfromcode: 2 };
const listId = '0be00000-0000-4000-8000-000000000001';
const audience = { id: 'be0c0de5e1', name: 'Bench', date_created: '2025-01-01T00:00:00Z' };
const key = 'stand-in-us1';
const accountId = 'bench000000000000000001';

const first = ['Anna', 'Željko', 'Zoë', 'Jean-Luc', 'Łukasz', 'Müge', 'Ólafur', 'Ngọc', 'Mary Ann', ''];
const last = [
  'Müller',
  "O'Neil",
  'García Márquez',
  'van der Berg',
  'Šimić',
  'Nguyễn',
  'Smith',
  '李',
  'de la Cruz',
  'Æbelø',
];
const person = (index: number) => ({
  first: first[index % first.length] ?? '',
  last: last[Math.floor(index / first.length) % last.length] ?? '',
  address: `${index % 3 === 0 ? 'Person' : 'person'}.${index}@bench${index % 7}.example`,
});

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

/** 2,500 members changed in the same second, as after an import. */
const changedOn = (index: number) =>
  new Date(Date.UTC(2025, 5, 1) + (index < 2_500 ? 0 : index * 1000)).toISOString().replace('.000', '');

function members(allSubscribed: boolean, count = size) {
  return Array.from({ length: count }, (_, index) => {
    const { first: firstName, last: lastName, address } = person(index);
    return {
      email_address: address,
      status: allSubscribed ? 'subscribed' : (statuses[index % statuses.length] ?? 'subscribed'),
      merge_fields: { FNAME: firstName, LNAME: lastName },
      tags: [`Tag ${index % 20}`, index % 2 === 0 ? 'Even' : 'Odd'],
      timestamp_opt: changedOn(index),
      last_changed: changedOn(index),
    };
  });
}

const contacts = (count: number, createdon?: string) =>
  Array.from({ length: count }, (_, index) => {
    const { first: firstname, last: lastname, address } = person(index);
    return { firstname, lastname: lastname || 'Unknown', emailaddress1: address.toLowerCase(), createdon };
  });

function seed(parts: { members: ReturnType<typeof members>; contacts: ReturnType<typeof contacts>; onList: boolean }) {
  const addedOn = '2025-03-01T00:00:00Z';
  return {
    mailchimp: {
      accounts: [{ id: accountId, name: 'Bench Ltd', key, audiences: [{ ...audience, members: parts.members }] }],
    },
    dataverse: {
      contacts: parts.contacts,
      lists: [
        {
          ...list,
          listid: listId,
          members: parts.onList ? parts.contacts.map(({ emailaddress1 }) => ({ email: emailaddress1, addedOn })) : [],
        },
      ],
      rows: tie(),
    },
  };
}

function tie() {
  const account = '0be00000-0000-4000-8000-0000000000a1';
  return {
    mcs_accounts: [
      {
        mcs_accountid: account,
        mcs_name: 'Bench Ltd',
        mcs_mailchimpaccountid: accountId,
        mcs_secretname: 'MAILCHIMP_API_KEY',
      },
    ],
    mcs_audiences: [
      {
        mcs_audienceid: '0be00000-0000-4000-8000-0000000000a2',
        mcs_name: audience.name,
        mcs_mailchimplistid: audience.id,
        'mcs_accountid@odata.bind': `/mcs_accounts(${account})`,
        'mcs_marketinglistid@odata.bind': `/lists(${listId})`,
        mcs_tiestate: 937500001,
        mcs_createpeople: true,
      },
    ],
  };
}

const mixed = () => seed({ members: members(false), contacts: contacts(3_000), onList: false });
const synced =
  (count = size, createdon?: string) =>
  () =>
    seed({ members: members(true, count), contacts: contacts(count, createdon), onList: true });

export const marketingListId = listId;
export const audienceName = audience.name;

export const scenarios: Scenario[] = [
  {
    name: 'first-from-mailchimp',
    what: '10,000 members of all statuses into an empty list; 3,000 are contacts already',
    seed: mixed,
    before: 'nothing',
    promised: { mailchimp: 20, dataverse: 100 },
  },
  {
    name: 'first-to-mailchimp',
    what: '10,000 contacts on the list into an empty audience',
    seed: () => seed({ members: [], contacts: contacts(size), onList: true }),
    before: 'nothing',
    // Each part reads again who was added within the same second, to learn Mailchimp's contact ids: 55 pages when all of them
    // were, and 10 with a service that takes its time.
    promised: { mailchimp: 85, dataverse: 50 },
  },
  {
    name: 'nothing-changed',
    what: 'the run right after',
    seed: mixed,
    before: 'first-run',
    promised: { mailchimp: 6, dataverse: 25 },
  },
  {
    name: '100-unsubscribes',
    what: '100 people unsubscribe in Mailchimp',
    seed: synced(),
    before: 'first-run',
    meanwhile: 'unsubscribe-100',
    promised: { mailchimp: 8, dataverse: 40 },
  },
  {
    name: '100-removals',
    what: '100 people are taken off the list, and nobody told the service',
    seed: synced(),
    before: 'first-run',
    meanwhile: 'remove-100',
    promised: { mailchimp: 25, dataverse: 55 },
  },
  {
    name: '100000-people',
    what: 'both sides of 100,000 people read whole, the first time',
    seed: synced(100_000),
    before: 'nothing',
    promised: { mailchimp: 110, dataverse: 400 },
    people: 100_000,
    memoryMb: 512,
  },
  {
    name: '100000-unchanged',
    what: 'the run after that, when nothing changed',
    // Whoever was edited within minutes of the first run is looked at once more by the second.
    seed: synced(100_000, '2025-03-01T00:00:00Z'),
    before: 'first-run',
    promised: { mailchimp: 6, dataverse: 25 },
    people: 100_000,
    memoryMb: 512,
  },
];
