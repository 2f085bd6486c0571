import type { Run } from '../../webresources/requests/run';
import { statusSentence, statusTones, statusWord, statuses } from '../../webresources/standing/status-words';
import { audienceStatus } from '../../webresources/sync/audience-status';
import type { Account, Audience, Board } from '../../webresources/sync/board';

const now = new Date('2026-01-10T10:45:00Z');
const time = (at: string): string =>
  new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));

test.each<[string, Partial<Audience>, Partial<Run> | null, string, string]>([
  ['has no list', { tie: 'not-tied' }, null, 'not-tied', 'Choose the marketing list that belongs to this audience.'],
  [
    'was tied a moment ago, before the service wrote its status',
    { tie: 'ready', status: 'not-tied' },
    null,
    'ready',
    'Nothing has been changed yet. Look at the numbers, then start.',
  ],
  [
    'was asked to sync four minutes ago by nobody who listened',
    {},
    { status: 'requested', requestedOn: new Date('2026-01-10T10:41:00Z') },
    'requested',
    `The sync service has not answered since ${time('2026-01-10T10:31:00Z')}. Your request is kept.`,
  ],
  [
    'was asked to sync a minute ago',
    {},
    { status: 'requested', requestedOn: new Date('2026-01-10T10:44:00Z') },
    'requested',
    `Waiting for the sync service since ${time('2026-01-10T10:44:00Z')}.`,
  ],
  [
    'is being synced',
    {},
    { status: 'in-progress', progress: 62, sentence: 'Writing contacts, 1,000 of 1,214.' },
    'in-progress',
    'Writing contacts, 1,000 of 1,214.',
  ],
  ['agrees', { leftOut: 0 }, null, 'synced', 'Both sides agree.'],
  ['agrees but for one', { leftOut: 1 }, null, 'synced', 'Both sides agree, except 1 person who is left out.'],
  ['agrees but for some', { leftOut: 118 }, null, 'synced', 'Both sides agree, except 118 people who are left out.'],
  [
    'has issues',
    { status: 'synced-with-issues', attention: 3 },
    null,
    'synced-with-issues',
    '3 people need attention.',
  ],
  [
    'failed',
    { status: 'error', sentence: 'The marketing list is locked. Unlock it, then sync again.' },
    null,
    'error',
    'The marketing list is locked. Unlock it, then sync again.',
  ],
  [
    'was paused here, before the service wrote its status',
    { tie: 'paused', sentence: 'Both sides agree.' },
    null,
    'paused',
    'Paused: nothing is carried over until you resume it.',
  ],
  [
    'was taken back',
    {
      tie: 'paused',
      status: 'paused',
      sentence:
        '9 people were put back as before: 4 places on the list. Mails that were sent meanwhile stay sent. The audience is paused; resume it in Manage.',
    },
    null,
    'paused',
    'Paused after an undo: nothing is carried over until you resume it.',
  ],
  ['failed in its first sync', { tie: 'ready', status: 'error', sentence: 'No.' }, null, 'error', 'No.'],
])('an audience that %s', (_, audience, run, status, sentence) => {
  const shown = audienceStatus({ ...sample, ...audience }, boardWith(run), now);
  expect([shown.status, shown.sentence]).toEqual([status, sentence]);
});

test('a request that waits behind a run under way does not hide it', () => {
  const board = boardWith({ status: 'requested' });
  const [waiting] = board.runs;
  if (waiting !== undefined) board.runs.push({ ...waiting, id: 'running', status: 'in-progress' });
  expect(audienceStatus(sample, board, now).status).toBe('in-progress');
});

test('looking at numbers does not turn the row', () => {
  const preview: Partial<Run> = { mode: 'preview', status: 'in-progress' };
  expect(audienceStatus(sample, boardWith(preview), now).status).toBe('synced');
});

test('every status has a word, a colour and a sentence', () => {
  const about = { leftOut: 0, attention: 0, requestedAt: null, silentSince: null };
  for (const status of statuses) {
    expect(statusWord(status)).not.toBe('');
    expect(statusSentence(status, about)).toMatch(/\.$/);
  }
  expect([...statuses].sort()).toEqual(Object.keys(statusTones).sort());
});

const account: Account = {
  id: 'account',
  name: 'Contoso Ltd',
  connection: 'connected',
  checkedOn: null,
  error: null,
  heartbeat: new Date('2026-01-10T10:31:00Z'),
};

const sample: Audience = {
  id: 'newsletter',
  name: 'Newsletter',
  accountId: 'account',
  list: { id: 'list', name: 'Readers', personType: 'contact' },
  tie: 'running',
  rules: {
    direction: 'both',
    createPeople: true,
    trust: 'none',
    removal: 'archive',
    resubscribe: 'leave-out',
    newMembers: 'ask',
    limitPercent: 10,
    limitPeople: 10,
    limitMost: 500,
    scheduleMinutes: 60,
  },
  doubleOptIn: false,
  status: 'synced',
  sentence: null,
  lastSynced: now,
  nextCheck: null,
  inSync: 10,
  mailable: 10,
  leftOut: 0,
  attention: 0,
  reasons: {},
};

function boardWith(run: Partial<Run> | null): Board {
  const runs = run === null ? [] : [{ ...anyRun, ...run }];
  return { accounts: [account], audiences: [sample], runs };
}

const anyRun: Run = {
  id: 'run',
  audienceId: 'newsletter',
  mode: 'sync',
  status: 'requested',
  progress: 0,
  sentence: null,
  counts: null,
  correlationId: null,
  requestedOn: now,
  startedOn: null,
};
