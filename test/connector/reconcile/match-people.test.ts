import {
  matchPeople,
  type MatchMember,
  type MatchPerson,
  type MatchRow,
} from '../../../connector/reconcile/match-people';

const person = (
  id: string,
  addresses: (string | null)[] = [`${id}@contoso.example`],
  more: Partial<MatchPerson> = {},
): MatchPerson => ({
  id,
  createdOn: '2025-01-01T00:00:00Z',
  addresses: {
    emailaddress1: addresses[0] ?? null,
    emailaddress2: addresses[1] ?? null,
    emailaddress3: addresses[2] ?? null,
  },
  state: 'active',
  masterId: null,
  ...more,
});

const member = (address: string, more: Partial<MatchMember> = {}): MatchMember => ({
  id: `md5 of ${address.toLowerCase()}`,
  contactId: `contact of ${address.toLowerCase()}`,
  address,
  status: 'subscribed',
  ...more,
});

const row = (address: string, personId: string | null, more: Partial<MatchRow> = {}): MatchRow => ({
  address,
  memberId: `md5 of ${address.toLowerCase()}`,
  mailchimpContactId: `contact of ${address.toLowerCase()}`,
  personId,
  ...more,
});

const waiting = { memberId: null, mailchimpContactId: null };

function match(told: {
  members?: MatchMember[];
  rows?: MatchRow[];
  people?: MatchPerson[];
  onList?: string[];
  withHistory?: string[];
}) {
  return matchPeople({
    members: told.members ?? [],
    rows: told.rows ?? [],
    people: told.people ?? [],
    onList: new Set(told.onList),
    withHistory: new Set(told.withHistory),
  });
}

const shared = 'office@contoso.example';

describe('who a member is', () => {
  test('I1: somebody who was deleted keeps the link, so that nobody is created again', () => {
    const groups = match({ members: [member(shared)], rows: [row(shared, 'gone'), row('', 'gone too', waiting)] });
    expect(groups.map(({ personId, person, preferredAddress }) => ({ personId, person, preferredAddress }))).toEqual([
      { personId: 'gone', person: null, preferredAddress: null },
      { personId: 'gone too', person: null, preferredAddress: null },
    ]);
  });

  test.each([
    ['I2', 'the only owner of the address', [person('ann', [shared])], {}, 'ann'],
    [
      'I2, ours',
      'the owner, whatever the case and the blanks',
      [person('ann', [' OFFICE@Contoso.example '])],
      {},
      'ann',
    ],
    ['I3', 'the owner who has the address twice', [person('ann', [shared, shared])], {}, 'ann'],
    [
      'I3, ours',
      'the owner who has it in the third column',
      [person('ann', [null, 'a@contoso.example', shared])],
      {},
      'ann',
    ],
    [
      'I4',
      'the owner who is on the list',
      [person('ann', [shared]), person('bob', [shared])],
      { onList: ['bob'], withHistory: ['ann'] },
      'bob',
    ],
    [
      'I5',
      'the owner with history on the list',
      [person('ann', [shared]), person('bob', [shared])],
      { withHistory: ['bob'] },
      'bob',
    ],
    [
      'I6',
      'the oldest',
      [person('ann', [shared]), person('bob', [shared], { createdOn: '2024-01-01T00:00:00Z' })],
      {},
      'bob',
    ],
    [
      'I6, ours',
      'the lowest id of those created in the same second',
      [person('bob', [shared]), person('ann', [shared])],
      {},
      'ann',
    ],
    [
      'I6, ours',
      'an active one before an older inactive one',
      [person('ann', [shared], { state: 'inactive', createdOn: '2020-01-01T00:00:00Z' }), person('bob', [shared])],
      {},
      'bob',
    ],
    ['I7', 'nobody', [person('ann')], {}, null],
  ] as [string, string, MatchPerson[], { onList?: string[]; withHistory?: string[] }, string | null][])(
    '%s: %s',
    (_id, _story, people, list, expected) => {
      const [first] = match({ members: [member(shared)], people, ...list });
      expect(first?.personId).toBe(expected);
      expect(first?.entries).toHaveLength(1);
    },
  );

  test('I8: of two members, the linked one keeps its person and the other one is a stranger', () => {
    const groups = match({
      members: [member('linked@contoso.example'), member('new@contoso.example')],
      rows: [row('linked@contoso.example', 'ann')],
      people: [person('ann')],
    });
    expect(groups.map(({ personId }) => personId)).toEqual(['ann', null]);
  });

  test('I9: one person only on the list, another only in Mailchimp', () => {
    const groups = match({ members: [member(shared)], people: [person('ann')], onList: ['ann'] });
    expect(groups).toMatchObject([
      { personId: null, entries: [{ member: { address: shared }, row: null }] },
      { personId: 'ann', entries: [], preferredAddress: 'ann@contoso.example' },
    ]);
  });

  test('X5: when the linked record is gone, another owner of the address takes its place', () => {
    const groups = match({ members: [member(shared)], rows: [row(shared, 'gone')], people: [person('bob', [shared])] });
    expect(groups.map(({ personId }) => personId)).toEqual(['bob']);
  });

  test('the stored link is stronger than the address', () => {
    const [first] = match({
      members: [member(shared)],
      rows: [row(shared, 'ann')],
      people: [person('ann'), person('bob', [shared])],
      onList: ['bob'],
    });
    expect(first).toMatchObject({ personId: 'ann', related: ['bob'] });
  });

  test('a member whose address changed in Mailchimp is known by its contact id', () => {
    const changed = member('new@contoso.example', { contactId: 'stable' });
    const [first] = match({
      members: [changed],
      rows: [row('old@contoso.example', 'ann', { mailchimpContactId: 'stable' })],
      people: [person('ann')],
    });
    expect(first).toMatchObject({
      personId: 'ann',
      entries: [{ address: 'new@contoso.example', row: { address: 'old@contoso.example' } }],
    });
  });

  test('after a merge the survivor has the link and the place', () => {
    const people = [person('ann', [shared], { masterId: 'bob', state: 'inactive' }), person('bob')];
    const groups = match({ members: [member(shared)], rows: [row(shared, 'ann')], people, onList: ['ann'] });
    expect(groups).toMatchObject([{ personId: 'bob', listedAs: ['ann'] }]);
  });

  test('two addresses of one person are one group', () => {
    const groups = match({
      members: [member('one@contoso.example'), member('two@contoso.example')],
      people: [person('ann', ['one@contoso.example', 'two@contoso.example'])],
    });
    expect(groups.map(({ entries }) => entries.length)).toEqual([2]);
  });
});

describe('which address is pushed', () => {
  test.each([
    ['the first one', ['a@contoso.example', 'b@contoso.example'], [], 'a@contoso.example'],
    [
      'the one that is a member already',
      ['a@contoso.example', 'b@contoso.example'],
      [member('b@contoso.example', { status: 'archived' })],
      'b@contoso.example',
    ],
    [
      'another one than the one that bounced',
      ['a@contoso.example', 'b@contoso.example'],
      [member('a@contoso.example', { status: 'cleaned' })],
      'b@contoso.example',
    ],
    ['none', [], [], null],
  ] as [string, string[], MatchMember[], string | null][])('%s', (_story, addresses, members, expected) => {
    const [first] = match({ members, people: [person('ann', addresses)], onList: ['ann'] });
    expect(first?.preferredAddress).toBe(expected);
  });

  test('of two people on the list with one address the older one is synced, and the other one is told for whom', () => {
    const people = [person('ann', [shared]), person('bob', [shared], { createdOn: '2024-01-01T00:00:00Z' })];
    const groups = match({ people, onList: ['ann', 'bob'] });
    expect(groups).toMatchObject([
      { personId: 'ann', preferredAddress: null, sharedWith: 'bob' },
      { personId: 'bob', preferredAddress: shared, sharedWith: null },
    ]);
  });

  test('the other one is synced by an address of its own', () => {
    const people = [
      person('ann', [shared, 'ann@contoso.example']),
      person('bob', [shared], { createdOn: '2024-01-01T00:00:00Z' }),
    ];
    expect(match({ people, onList: ['ann', 'bob'] })[0]).toMatchObject({
      preferredAddress: 'ann@contoso.example',
      sharedWith: null,
    });
  });
});

test('a stranger who got a new address in Mailchimp is the person whose record has the former one', () => {
  const renamed = member('new@contoso.example', { contactId: 'contact of ann@contoso.example' });
  const [first] = match({ members: [renamed], rows: [row('ann@contoso.example', null)], people: [person('ann')] });
  expect(first).toMatchObject({ personId: 'ann', entries: [{ address: 'new@contoso.example' }] });
});

describe('rows without a member', () => {
  test('a member that was deleted in Mailchimp is still answered', () => {
    const [first] = match({ rows: [row('ann@contoso.example', 'ann')], people: [person('ann')] });
    expect(first?.entries).toMatchObject([{ address: 'ann@contoso.example', member: null }]);
  });

  test('the row of somebody without an address follows to the address that was entered', () => {
    const [first] = match({ rows: [row('', 'ann', waiting)], people: [person('ann')], onList: ['ann'] });
    expect(first?.entries).toMatchObject([{ address: 'ann@contoso.example', row: { address: '' } }]);
  });

  test('a row that waited for a member is surplus once the person has one', () => {
    const [first] = match({
      members: [member('ann@contoso.example')],
      rows: [row('ann@contoso.example', 'ann'), row('', 'ann', waiting)],
      people: [person('ann')],
    });
    expect(first?.entries).toHaveLength(1);
    expect(first?.surplusRows).toMatchObject([{ address: '' }]);
  });

  test('after a merge the row of an address that was never in Mailchimp keeps what it remembers beside the one that is there', () => {
    const [first] = match({
      members: [member('bob@contoso.example')],
      rows: [row('bob@contoso.example', 'bob'), row('ann@contoso.example', 'ann', waiting)],
      people: [person('ann', [], { state: 'inactive', masterId: 'bob' }), person('bob')],
    });
    expect(first?.entries).toMatchObject([{ address: 'bob@contoso.example' }, { address: 'ann@contoso.example' }]);
    expect(first?.surplusRows).toEqual([]);
  });
});

test('every member, every row and everybody on the list is in exactly one place, and 100,000 are no effort', () => {
  const count = 100_000;
  const people = Array.from({ length: count }, (_, index) => person(`p${index}`));
  const members = people
    .filter((_, index) => index % 3 > 0)
    .map(({ id }) => member(`${id.toUpperCase()}@contoso.example`));
  const rows = people.filter((_, index) => index % 2 > 0).map(({ id }) => row(`${id}@contoso.example`, id));
  const groups = match({ people, members, rows, onList: people.map(({ id }) => id) });
  const entries = groups.flatMap(({ entries }) => entries);
  expect(groups).toHaveLength(count);
  expect(new Set(groups.map(({ personId }) => personId)).size).toBe(count);
  expect(entries.filter((entry) => entry.member !== null)).toHaveLength(members.length);
  expect(entries.filter((entry) => entry.row !== null)).toHaveLength(rows.length);
});
