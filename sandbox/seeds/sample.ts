/**
 * The sample data: five people who show how a first sync decides, a second audience that is not tied yet, and marketing lists
 * that can and cannot be tied.
 */
import { parseSeed, type Seed } from './seed';

export type PersonType = 'contact' | 'lead';

/** Ids are fixed so that links into the sample stay the same from start to start. */
export const sampleIds = {
  account: 'contoso00000000000000001',
  key: 'stand-in-us1',
  newsletter: 'a1b2c3d4e5',
  events: 'b2c3d4e5f6',
  newsletterList: '5eed0000-0000-4000-8000-000000000001',
} as const;

export const sampleNames = {
  account: 'Contoso Ltd',
  newsletter: 'Newsletter',
  newsletterList: 'Newsletter readers',
} as const;

export function sampleSeed(personType: PersonType): Seed {
  const people = peopleInCrm(personType);
  return parseSeed(
    {
      mailchimp: {
        accounts: [
          {
            id: sampleIds.account,
            name: sampleNames.account,
            key: sampleIds.key,
            audiences: [
              {
                id: sampleIds.newsletter,
                name: sampleNames.newsletter,
                date_created: '2025-06-01T08:00:00Z',
                members: newsletterMembers,
              },
              { id: sampleIds.events, name: 'Events DE', date_created: '2025-09-01T08:00:00Z', members: eventsMembers },
            ],
          },
        ],
      },
      dataverse: {
        contacts: personType === 'contact' ? people : [],
        leads: personType === 'lead' ? people : [],
        lists: lists(personType),
      },
      history: [
        {
          at: '2026-01-02T10:00:00Z',
          mailchimp: 'unsubscribe',
          audience: sampleNames.newsletter,
          by: 'person',
          email: 'barney.rubble@flintstone.example',
        },
        {
          at: '2026-01-04T15:00:00Z',
          crm: 'remove',
          list: sampleNames.newsletterList,
          email: 'fred.flintstone@flintstone.example',
        },
      ],
    },
    'sample seed',
  );
}

function subscribed(first: string, last: string, at: string, tags: string[]) {
  return {
    email_address: addressOf(first, last),
    status: 'subscribed',
    merge_fields: { FNAME: first, LNAME: last },
    tags,
    timestamp_opt: at,
    last_changed: at,
  };
}

const newsletterMembers = [
  subscribed('Wilma', 'Flintstone', '2026-01-01T09:00:00Z', ['VIP', 'Press']),
  subscribed('Barney', 'Rubble', '2025-12-20T09:00:00Z', []),
  subscribed('Fred', 'Flintstone', '2026-01-03T09:00:00Z', ['Press']),
  subscribed('Pebbles', 'Flintstone', '2026-01-01T11:00:00Z', ['VIP']),
];

const eventsMembers = [
  subscribed('Bamm-Bamm', 'Rubble', '2025-10-05T09:00:00Z', []),
  subscribed('Pearl', 'Slaghoople', '2025-11-11T09:00:00Z', ['Speaker']),
];

function peopleInCrm(personType: PersonType) {
  return [
    ['Wilma', 'Flintstone'],
    ['Barney', 'Rubble'],
    ['Fred', 'Flintstone'],
    ['Betty', 'Rubble'],
  ].map(([first = '', last = '']) => ({
    firstname: first,
    lastname: last,
    emailaddress1: addressOf(first, last),
    createdon: '2025-12-01T08:00:00Z',
    ...(personType === 'lead' ? { subject: 'Newsletter' } : {}),
  }));
}

function lists(personType: PersonType) {
  const member = (first: string, last: string, addedOn: string) => ({ email: addressOf(first, last), addedOn });
  return [
    {
      listid: sampleIds.newsletterList,
      listname: sampleNames.newsletterList,
      createdfromcode: personType === 'contact' ? 2 : 4,
      purpose: 'Everybody who reads the newsletter',
      createdon: '2025-12-01T08:00:00Z',
      members: [
        member('Wilma', 'Flintstone', '2026-01-05T09:00:00Z'),
        member('Barney', 'Rubble', '2026-01-01T09:00:00Z'),
        member('Fred', 'Flintstone', '2026-01-02T09:00:00Z'),
        member('Betty', 'Rubble', '2026-01-04T09:00:00Z'),
      ],
    },
    { listname: 'Event visitors', createdfromcode: 4, purpose: 'Leads from fairs and events' },
    { listname: 'Bedrock customers', createdfromcode: 2, purpose: 'Contacts with an order' },
    { listname: 'Everybody in Bedrock', createdfromcode: 2, type: true, query: everybodyInBedrock },
    { listname: 'Suppliers', createdfromcode: 1, purpose: 'Accounts that we buy from' },
    { listname: 'Founders', createdfromcode: 2, lockstatus: true },
    { listname: 'Newsletter 2019', createdfromcode: 2, statecode: 1, statuscode: 1 },
  ];
}

const everybodyInBedrock =
  '<fetch><entity name="contact"><attribute name="contactid"/><filter><condition attribute="address1_city" operator="eq" value="Bedrock"/></filter></entity></fetch>';

function addressOf(first: string, last: string): string {
  return `${first}.${last}@flintstone.example`.toLowerCase();
}
