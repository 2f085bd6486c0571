import { administratorId, nobodyId, ordinaryUserId, serviceUserId, tokens } from '../../../sandbox/dataverse/users';
import { idOf, startConnection, type Connection } from './connection';

let connection: Connection;
let accountId: string;

const account = {
  name: 'Contoso Ltd',
  mailchimpAccountId: 'contoso1',
  secretName: 'MAILCHIMP_API_KEY',
  organizationId: 'org',
  connectionStatus: 'connected',
  datacentre: 'us1',
  error: null,
  checkedOn: '2026-01-05T09:00:00Z',
} as const;

beforeEach(async () => {
  connection = await startConnection();
  accountId = await connection.crm.saveAccount(account);
});
afterEach(() => connection.close());

const news = { listId: 'a1b2c3', name: 'News', doubleOptIn: true, memberCount: 7 };

async function savedAudience() {
  await connection.crm.saveAudiences(accountId, [news]);
  const [audience] = await connection.crm.audiences();
  if (audience === undefined) throw new Error('no audience');
  return audience;
}

test('the service knows itself', async () => {
  await expect(connection.crm.me()).resolves.toEqual({
    userId: serviceUserId,
    organizationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test.each([
  ['few calls', 2, 2],
  ['more calls than we ever make', 50, 8],
])('%s at a time, as the environment likes it', async (_, degreeOfParallelism, peak) => {
  await connection.control('PATCH', '/switches', { degreeOfParallelism });
  await connection.crm.me();
  await Promise.all(Array.from({ length: 24 }, () => connection.crm.accounts()));
  expect(connection.crm.traffic().peakConnections).toBe(peak);
});

test('an account is one row however often it is saved', async () => {
  await expect(connection.crm.saveAccount({ ...account, connectionStatus: 'key-refused', error: 'No.' })).resolves.toBe(
    accountId,
  );
  await connection.crm.heartbeat(accountId, '2026-01-05T10:00:00Z');
  await expect(connection.crm.accounts()).resolves.toEqual([
    {
      id: accountId,
      name: 'Contoso Ltd',
      mailchimpAccountId: 'contoso1',
      secretName: 'MAILCHIMP_API_KEY',
      organizationId: 'org',
      connectionStatus: 'key-refused',
    },
  ]);
  const [row] = await connection.rows('mcs_accounts?$select=mcs_error,mcs_heartbeat');
  expect(row).toMatchObject({ mcs_error: 'No.', mcs_heartbeat: '2026-01-05T10:00:00Z' });
});

test('a new audience starts as not tied, with the careful choices', async () => {
  await expect(savedAudience()).resolves.toEqual({
    id: expect.any(String),
    name: 'News',
    listId: 'a1b2c3',
    accountId,
    marketingListId: null,
    ownerId: serviceUserId,
    tieState: 'not-tied',
    direction: 'both',
    createPeople: true,
    trustOverride: 'none',
    removalRule: 'archive',
    resubscribeRule: 'leave-out',
    newMemberRule: 'ask',
    optOutRule: 'all',
    limitPercent: 10,
    limitPeople: 10,
    limitMost: 500,
    scheduleMinutes: 60,
    syncStatus: 'not-tied',
    lastSynced: null,
    nextCheck: null,
    doubleOptIn: true,
    consentConfirmedOn: null,
    consentConfirmedBy: null,
    mergeFields: null,
    webhookState: null,
    watermarks: null,
    counts: { audience: 7, list: 0, inSync: 0, mailable: 0, waiting: 0, leftOut: 0, attention: 0, byReason: {} },
  });
});

test('saving what Mailchimp says changes nothing that people chose, and writes only differences', async () => {
  const { id } = await savedAudience();
  await connection.crm.changeAudience(id, { tieState: 'running', syncStatus: 'synced' });
  await connection.crm.saveAudiences(accountId, [
    { ...news, name: 'Newsletter' },
    { ...news, listId: 'other' },
  ]);
  const audiences = await connection.crm.audiences();
  expect(audiences.map(({ listId, name, tieState }) => `${listId} ${name} ${tieState}`).toSorted()).toEqual([
    'a1b2c3 Newsletter running',
    'other News not-tied',
  ]);
  const before = connection.crm.traffic().requests;
  await connection.crm.saveAudiences(accountId, [
    { ...news, name: 'Newsletter' },
    { ...news, listId: 'other' },
  ]);
  expect(connection.crm.traffic().requests - before).toBe(1);
});

test('what a run writes on an audience, and nothing else', async () => {
  const { id } = await savedAudience();
  const byReason = { agreed: 5, 'said-no': 1 };
  const counts = { audience: 8, list: 6, inSync: 5, mailable: 6, waiting: 1, leftOut: 1, attention: 2, byReason };
  const watermarks = {
    mailchimp: '2026-01-05T08:50:00Z',
    crm: '2026-01-05T08:49:00Z',
    full: '2026-01-04T00:00:00Z',
    settings: 'f'.repeat(64),
  };
  await connection.crm.changeAudience(id, {
    syncStatus: 'synced-with-issues',
    statusSentence: 'x'.repeat(2_000),
    lastSynced: '2026-01-05T09:00:00Z',
    nextCheck: null,
    counts,
    watermarks,
    consentConfirmedBy: 'Alex Admin',
    consentConfirmedOn: '2026-01-05T08:00:00Z',
  });
  await expect(connection.crm.audience(id)).resolves.toMatchObject({
    syncStatus: 'synced-with-issues',
    lastSynced: '2026-01-05T09:00:00Z',
    consentConfirmedBy: 'Alex Admin',
    consentConfirmedOn: '2026-01-05T08:00:00Z',
    tieState: 'not-tied',
    counts,
    watermarks,
  });
  const [row] = await connection.rows(
    'mcs_audiences?$select=mcs_reasoncounts,mcs_insynccount,mcs_statussentence,mcs_audiencecount',
  );
  expect(row).toMatchObject({
    mcs_reasoncounts: '{"agreed":5,"said-no":1}',
    mcs_insynccount: 5,
    mcs_audiencecount: 8,
    mcs_statussentence: 'x'.repeat(1_000),
  });
});

test('a watermark that cannot be read is none, so that the next run reads everything', async () => {
  const { id } = await savedAudience();
  await connection.crm.changeAudience(id, {
    watermarks: { mailchimp: 'yesterday', crm: '2026-01-05T08:49:00Z', full: '2026-01-04T00:00:00Z', settings: 'f' },
  });
  await expect(connection.crm.audience(id)).resolves.toMatchObject({ watermarks: null });
});

test('an audience that does not exist is null and is not made by a change', async () => {
  await expect(connection.crm.audience(idOf('other', 1))).resolves.toBeNull();
  await expect(connection.crm.changeAudience(idOf('other', 1), { statusSentence: 'Nobody.' })).rejects.toMatchObject({
    kind: 'not-found',
  });
  await expect(connection.crm.audiences()).resolves.toEqual([]);
});

test('who may write an audience is what Dynamics 365 says', async () => {
  const { id } = await savedAudience();
  const answers = await Promise.all(
    [administratorId, ordinaryUserId, nobodyId, idOf('other', 5)].map((userId) =>
      connection.crm.mayWrite(userId, 'mcs_audience', id),
    ),
  );
  expect(answers).toEqual([true, true, false, false]);
  await expect(connection.crm.mayWrite(administratorId, 'mcs_audience', idOf('other', 6))).resolves.toBe(false);
});

test('tags become what Mailchimp has, and only differences are written', async () => {
  const { id } = await savedAudience();
  const vip = { tagId: '1', name: 'VIP', memberCount: 2 };
  const press = { tagId: '2', name: 'Press', memberCount: 1 };
  await expect(connection.crm.saveTags(id, [vip, press])).resolves.toBe(2);
  await expect(connection.crm.saveTags(id, [vip, press])).resolves.toBe(0);
  await expect(
    connection.crm.saveTags(id, [
      { ...vip, name: 'Very important' },
      { ...press, tagId: '3' },
    ]),
  ).resolves.toBe(3);
  const rows = await connection.rows('mcs_tags?$select=mcs_mailchimptagid,mcs_name,mcs_membercount');
  expect(
    rows
      .map((row) => `${String(row['mcs_mailchimptagid'])} ${String(row['mcs_name'])} ${String(row['mcs_membercount'])}`)
      .toSorted(),
  ).toEqual(['1 Very important 2', '3 Press 1']);
  expect(connection.crm.traffic().writes).toBe(5);
});

describe('runs', () => {
  const run = { audienceId: null, mode: 'sync', trigger: 'schedule', consentConfirmed: false, name: 'Sync' } as const;

  test('a run that a person asked for in Dynamics 365', async () => {
    const { id } = await savedAudience();
    const created = await connection.send(
      'POST',
      '/api/data/v9.2/mcs_syncruns',
      {
        mcs_name: 'Sync Now',
        mcs_mode: 937500000,
        mcs_trigger: 937500000,
        mcs_consentconfirmed: true,
        'mcs_audienceid@odata.bind': `/mcs_audiences(${id})`,
      },
      tokens.user,
    );
    const runId = /\(([^)]+)\)$/.exec(created.headers.get('odata-entityid') ?? '')?.[1] ?? '';
    await expect(connection.crm.run(runId)).resolves.toEqual({
      id: runId,
      audienceId: id,
      mode: 'sync',
      trigger: 'person',
      status: 'requested',
      requestedBy: ordinaryUserId,
      requestedByName: 'Uma User',
      createdOn: '2026-01-05T09:00:00Z',
      modifiedOn: '2026-01-05T09:00:00Z',
      consentConfirmed: true,
      proposedSettings: null,
      attempts: 0,
      sentence: null,
      counts: null,
    });
  });

  test('open runs: people first, then the oldest; finished ones are not open', async () => {
    const ids: string[] = [];
    for (const trigger of ['schedule', 'webhook', 'command', 'person', 'schedule'] as const) {
      ids.push(await connection.crm.createRun({ ...run, trigger }));
      connection.clock.advance(60);
    }
    await connection.crm.changeRun(ids[4] ?? '', { status: 'completed' });
    await connection.crm.changeRun(ids[1] ?? '', { status: 'in-progress' });
    const open = await connection.crm.openRuns();
    expect(open.map(({ id }) => ids.indexOf(id))).toEqual([2, 3, 0, 1]);
  });

  test('what a run says of itself, dated by the server', async () => {
    const id = await connection.crm.createRun(run);
    connection.clock.advance(90);
    await connection.crm.changeRun(id, {
      status: 'completed-with-issues',
      progress: 100,
      counts: { added: 3 },
      sentence: 'Done.',
      startedOn: '2026-01-05T09:00:30Z',
      finishedOn: '2026-01-05T09:01:30Z',
      attempts: 2,
      correlationId: idOf('other', 1),
    });
    await expect(connection.crm.run(id)).resolves.toMatchObject({
      status: 'completed-with-issues',
      attempts: 2,
      sentence: 'Done.',
      counts: { added: 3 },
      modifiedOn: '2026-01-05T09:01:30Z',
    });
  });

  test('a run that does not exist is null', async () => {
    await expect(connection.crm.run(idOf('other', 1))).resolves.toBeNull();
  });
});
