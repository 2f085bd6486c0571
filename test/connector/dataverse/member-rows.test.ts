import type { MemberRow } from '../../../connector/dataverse/port';
import { administratorId } from '../../../sandbox/dataverse/users';
import { contactSeed, idOf, newId, startConnection, type Connection } from './connection';

let connection: Connection;
let audienceId: string;
let runId: string;

beforeEach(async () => {
  connection = await startConnection({
    seed: { contacts: [contactSeed(1), contactSeed(2)], leads: [{ leadid: idOf('lead', 1), lastname: 'Lead' }] },
  });
  const accountId = await connection.crm.saveAccount({
    name: 'Contoso',
    mailchimpAccountId: 'contoso1',
    secretName: 'MAILCHIMP_API_KEY',
    organizationId: null,
    connectionStatus: 'connected',
    datacentre: 'us1',
    error: null,
    checkedOn: '2026-01-05T09:00:00Z',
  });
  await connection.crm.saveAudiences(accountId, [{ listId: 'a1', name: 'News', doubleOptIn: false, memberCount: 0 }]);
  audienceId = (await connection.crm.audiences())[0]?.id ?? '';
  runId = await connection.crm.createRun({
    audienceId,
    mode: 'sync',
    trigger: 'schedule',
    consentConfirmed: false,
    name: 'Sync',
  });
});
afterEach(() => connection.close());

function memberRow(more: Partial<MemberRow> = {}): MemberRow {
  return {
    id: newId(),
    address: 'Fred@contoso.test',
    memberId: 'a'.repeat(32),
    mailchimpContactId: 'b'.repeat(32),
    webId: '123',
    personId: idOf('contact', 1),
    personType: 'contact',
    personName: 'Fred Flint',
    addressColumn: 'emailaddress2',
    status: 'subscribed',
    onList: true,
    listChangedOn: '2026-01-01T00:00:00Z',
    mailchimpChangedOn: '2026-01-02T00:00:00Z',
    tags: ['VIP', 'Press'],
    outcome: 'in-sync',
    reason: 'agreed',
    last: {
      crm: { onList: true, changedOn: '2026-01-01T00:00:00Z', firstName: 'Fred', lastName: 'Flint' },
      mailchimp: { status: 'subscribed', changedOn: null, by: 'unknown', firstName: 'Fred', lastName: '' },
    },
    no: {
      kind: 'unsubscribed',
      since: '2025-01-01T00:00:00Z',
      seenOn: '2025-01-02T00:00:00Z',
      askedOn: '2025-01-03T00:00:00Z',
    },
    wasIn: true,
    retryDue: '2026-01-06T00:00:00Z',
    ...more,
  };
}

const owner = () => ({ id: audienceId, ownerId: administratorId, ownerType: 'systemuser' as const });

async function readRows(): Promise<MemberRow[]> {
  const rows: MemberRow[] = [];
  for await (const page of connection.crm.memberRows(audienceId)) rows.push(...page);
  return rows;
}

const empty: Partial<MemberRow> = {
  address: '',
  memberId: null,
  mailchimpContactId: null,
  webId: null,
  addressColumn: null,
  status: 'absent',
  onList: false,
  listChangedOn: null,
  mailchimpChangedOn: null,
  tags: [],
  outcome: 'left-out',
  reason: 'no-address',
  last: { crm: null, mailchimp: null },
  no: null,
  wasIn: false,
  retryDue: null,
};

test('a row says tomorrow what it was told today', async () => {
  const rows = [
    memberRow(),
    memberRow({ ...empty, personName: 'Ann @ Home' }),
    memberRow({
      ...empty,
      address: 'x@contoso.test',
      personId: null,
      personType: null,
      personName: '',
      reason: 'stranger-pending',
    }),
    memberRow({ personId: idOf('lead', 1), personType: 'lead' }),
  ];
  await expect(connection.crm.createMemberRows(owner(), runId, rows)).resolves.toEqual([]);
  const read = new Map((await readRows()).map((row) => [row.id, row]));
  for (const row of rows) expect(read.get(row.id)).toEqual(row);
  expect(connection.crm.traffic().writes).toBe(4);
});

test('a row points at its audience, person, run and owner, and carries its tags as text', async () => {
  const row = memberRow();
  await connection.crm.createMemberRows(owner(), runId, [row]);
  const [stored] = await connection.rows('mcs_audiencemembers');
  expect(stored).toMatchObject({
    mcs_name: 'Fred@contoso.test',
    mcs_tags: '; VIP; Press;',
    _mcs_audienceid_value: audienceId,
    _mcs_contactid_value: idOf('contact', 1),
    _mcs_leadid_value: null,
    _mcs_lastrunid_value: runId,
    _ownerid_value: administratorId,
  });
});

test('a change writes everything that is known now', async () => {
  const row = memberRow();
  await connection.crm.createMemberRows(owner(), runId, [row]);
  const changed = memberRow({
    ...empty,
    id: row.id,
    address: 'New@contoso.test',
    personId: idOf('lead', 1),
    personType: 'lead',
    personName: 'Lee',
  });
  await expect(connection.crm.changeMemberRows(runId, [changed])).resolves.toEqual([]);
  await expect(readRows()).resolves.toEqual([changed]);
  const [stored] = await connection.rows('mcs_audiencemembers?$select=_mcs_contactid_value,_mcs_leadid_value');
  expect(stored).toMatchObject({ _mcs_contactid_value: null, _mcs_leadid_value: idOf('lead', 1) });
});

test('a person who was deleted meanwhile stays in the row as text', async () => {
  const gone = idOf('contact', 99);
  const row = memberRow({ personId: gone });
  const other = memberRow({ personId: idOf('contact', 2) });
  await expect(connection.crm.createMemberRows(owner(), runId, [row, other])).resolves.toEqual([]);
  const tombstone = { ...other, personId: gone, reason: 'deleted', outcome: 'left-out' } as const;
  await expect(connection.crm.changeMemberRows(runId, [tombstone])).resolves.toEqual([]);
  expect((await readRows()).map(({ personId }) => personId)).toEqual([gone, gone]);
});

test('a row that is gone comes back as a refusal', async () => {
  const row = memberRow({ personId: null, personType: null });
  await expect(connection.crm.changeMemberRows(runId, [row])).resolves.toMatchObject([{ id: row.id }]);
  await expect(connection.crm.existing('mcs_audiencemember', [row.id])).resolves.toEqual(new Set());
});

test('rows are deleted, those that are gone already included', async () => {
  const [stays, goes] = [memberRow(), memberRow({ personId: idOf('contact', 2) })];
  await connection.crm.createMemberRows(owner(), runId, [stays, goes]);
  await connection.crm.deleteMemberRows([goes.id, memberRow().id]);
  expect((await readRows()).map(({ id }) => id)).toEqual([stays.id]);
});

test('12,000 rows are written by thousands and read in pages of 5,000', async () => {
  const rows = Array.from({ length: 12_000 }, (_, index) => memberRow({ address: `m${index}@contoso.test` }));
  const before = connection.crm.traffic().requests;
  await connection.crm.createMemberRows(owner(), runId, rows);
  expect(connection.crm.traffic().requests - before).toBe(12);
  await expect(readRows()).resolves.toHaveLength(12_000);
  expect(connection.crm.traffic().requests - before).toBe(15);
});

test('rows of people off the list are found by a change of their lead, while they may be mailed', async () => {
  const lead = { personId: idOf('lead', 1), personType: 'lead', onList: false } as const;
  const rows = [
    memberRow({ ...lead, status: 'pending' }),
    memberRow({ ...lead, status: 'unsubscribed' }),
    memberRow({ ...lead, onList: true }),
  ];
  await connection.crm.createMemberRows(owner(), runId, rows);
  connection.clock.advance(60);
  const since = connection.clock.now().toISOString();
  const found = async () => (await connection.crm.mailableRowsOffList(audienceId, 'lead', since)).map(({ id }) => id);
  await expect(found()).resolves.toEqual([]);
  await connection.send('PATCH', `/api/data/v9.2/leads(${idOf('lead', 1)})`, { donotbulkemail: true });
  await expect(found()).resolves.toEqual([rows[0]?.id]);
});

describe('memory that cannot be read counts as a no and never as nothing', () => {
  test.each([
    ['broken text', { mcs_consent: '{"wasIn":true' }],
    ['another shape', { mcs_consent: '{"wasIn":true,"no":{"kind":"maybe"}}' }],
    ['last words of another shape', { mcs_lastmailchimp: '{"status":"happy"}' }],
    ['a no that somebody took out by hand', { mcs_consent: '{"wasIn":true,"no":null}' }],
    ['everything emptied by hand', { mcs_lastcrm: null, mcs_lastmailchimp: null, mcs_consent: null }],
  ])('%s', async (_name, columns) => {
    const row = memberRow();
    await connection.crm.createMemberRows(owner(), runId, [row]);
    connection.clock.advance(60);
    await connection.send('PATCH', `/api/data/v9.2/mcs_audiencemembers(${row.id})`, columns);
    await expect(readRows()).resolves.toMatchObject([
      {
        unreadable: true,
        last: { crm: null, mailchimp: null },
        wasIn: false,
        no: { kind: 'unsubscribed', since: '2026-01-05T09:01:00Z', seenOn: '2026-01-05T09:01:00Z' },
      },
    ]);
  });

  test('a row that never remembered anything is no unreadable one', async () => {
    await connection.send('POST', '/api/data/v9.2/mcs_audiencemembers', {
      mcs_name: 'x@contoso.test',
      'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})`,
    });
    await expect(readRows()).resolves.toMatchObject([{ no: null, last: { crm: null, mailchimp: null }, wasIn: false }]);
    expect((await readRows())[0]).not.toHaveProperty('unreadable');
  });
});
