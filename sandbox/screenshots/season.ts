/**
 * What both sides hold before a first sync that is worth a picture: a newsletter with people on one side, on the other, on
 * both and in every state, an audience for leads, and lists that can and cannot be tied. The same from picture to picture.
 */
import { ordinaryUserId } from '../dataverse/users';
import { parseSeed, type Seed } from '../seeds/seed';

export const seasonIds = {
  key: 'stand-in-us1',
  account: 'contoso00000000000000001',
  newsletter: 'a1b2c3d4e5',
  newsletterList: '5eed0000-0000-4000-8000-000000000001',
  pressList: '5eed0000-0000-4000-8000-000000000002',
} as const;

const first =
  'Ana Ben Carla David Elena Felix Greta Hugo Ines Jonas Karla Leo Mara Nils Olga Paul Rosa Sven Tessa Uwe'.split(' ');
const last = 'Adler Bauer Costa Dahl Eriksen Ferrari Garcia Haas Ivanova Jensen Keller Lopez Moreau Novak Olsen'.split(
  ' ',
);

/** Mailchimp refuses addresses at example.com, so one person needs attention. */
const domainOf = (index: number): string => (index === 100 ? 'example.com' : 'adatum.example');

interface Person {
  firstname: string;
  lastname: string;
  emailaddress1: string;
}

function person(index: number): Person {
  const firstname = first[index % first.length] ?? '';
  const lastname = last[(index * 7) % last.length] ?? '';
  return { firstname, lastname, emailaddress1: `${firstname}.${lastname}.${index}@${domainOf(index)}`.toLowerCase() };
}

const people = (from: number, count: number): Person[] =>
  Array.from({ length: count }, (_, index) => person(from + index));

const onBoth = people(0, 84);
const onListOnly = people(100, 13);
const inMailchimpOnly = people(200, 21);
const unsubscribed = people(300, 9);
const leads = people(400, 17);

export function seasonSeed(): Seed {
  return parseSeed(
    {
      mailchimp: {
        accounts: [
          {
            id: seasonIds.account,
            name: 'Contoso Ltd',
            key: seasonIds.key,
            audiences: [
              {
                id: seasonIds.newsletter,
                name: 'Newsletter',
                date_created: '2025-03-01T08:00:00Z',
                interest_categories: [{ title: 'Topics', interests: ['Products', 'Events', 'Jobs'] }],
                members: [
                  ...onBoth.map((one, index) => member(one, 'subscribed', index % 6 === 0 ? ['VIP'] : [])),
                  ...inMailchimpOnly.map((one) => member(one, 'subscribed', ['Press'])),
                  ...unsubscribed.map((one) => ({ ...member(one, 'unsubscribed', []), unsubscribed_by: 'person' })),
                  member(person(390), 'cleaned', []),
                ],
              },
              {
                id: 'b2c3d4e5f6',
                name: 'Events DE',
                date_created: '2025-05-01T08:00:00Z',
                double_optin: true,
                members: leads.map((one) => member(one, 'subscribed', [])),
              },
              { id: 'c3d4e5f6a7', name: 'Old customers', date_created: '2024-05-01T08:00:00Z', members: [] },
            ],
          },
        ],
      },
      dataverse: {
        contacts: [
          ...onBoth,
          ...onListOnly,
          ...unsubscribed,
          person(390),
          { firstname: 'Ida', lastname: 'Nomail' },
        ].map((one) => ({ ...one, createdon: '2025-02-01T09:00:00Z' })),
        leads: leads.map((one) => ({ ...one, subject: 'Trade fair', createdon: '2025-02-01T09:00:00Z' })),
        lists: [
          {
            listid: seasonIds.newsletterList,
            listname: 'Newsletter readers',
            createdfromcode: 2,
            purpose: 'Everybody who gets the monthly newsletter',
            'ownerid@odata.bind': `/systemusers(${ordinaryUserId})`,
            members: [...onBoth, ...onListOnly, ...unsubscribed, person(390)].map(({ emailaddress1 }) => ({
              email: emailaddress1,
              addedOn: '2025-04-01T09:00:00Z',
            })),
          },
          { listid: seasonIds.pressList, listname: 'Press contacts', createdfromcode: 2 },
          {
            listname: 'Event visitors (leads)',
            createdfromcode: 4,
            members: leads.map(({ emailaddress1 }) => ({ email: emailaddress1, addedOn: '2025-06-01T09:00:00Z' })),
          },
          { listname: 'Newsletter candidates', createdfromcode: 2, type: true },
          { listname: 'News for companies', createdfromcode: 1 },
          { listname: 'News archive 2024', createdfromcode: 2, lockstatus: true },
        ],
      },
    },
    'season',
  );
}

function member(one: Person, status: string, tags: string[]): object {
  return {
    email_address: one.emailaddress1,
    status,
    merge_fields: { FNAME: one.firstname, LNAME: one.lastname },
    tags,
    timestamp_opt: '2025-03-05T10:00:00Z',
    last_changed: '2025-03-05T10:00:00Z',
  };
}
