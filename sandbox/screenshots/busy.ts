/** Rows for the states that a healthy sync does not go through. */
import { busyDay } from '../seeds/busy-day';
import { parseSeed, type Seed } from '../seeds/seed';
import { choiceValue, type Choices } from '../solution-file';

export const busyIds = {
  account: '5eed0000-0000-4000-8000-0000000000a1',
  donors: '5eed0000-0000-4000-8000-0000000b0000',
  heldRun: '5eed0000-0000-4000-8000-0000000d0001',
} as const;

const volunteers = '5eed0000-0000-4000-8000-0000000b0104';

type Rows = Record<string, Record<string, unknown>[]>;

/** The busy day with the statuses that it lacks, and what people are told in the app. */
export function everyStatusSeed(choices: Choices, requestedMinutesAgo = 1): Seed['dataverse'] {
  const now = new Date();
  const day = busyDay(choices, now);
  const status = (code: string): number => choiceValue(choices, 'mcs_syncstatus', code);
  const tie = (code: string): number => choiceValue(choices, 'mcs_tiestate', code);
  const minutesAgo = (count: number): string => new Date(now.getTime() - count * 60_000).toISOString();
  const audience = (index: number, name: string, state: string, tied: string, sentence?: string) => ({
    mcs_audienceid: `5eed0000-0000-4000-8000-0000000b01${String(index).padStart(2, '0')}`,
    mcs_name: name,
    mcs_mailchimplistid: `further${index}`,
    'mcs_accountid@odata.bind': `/mcs_accounts(${busyIds.account})`,
    'mcs_marketinglistid@odata.bind': `/lists(5eed0000-0000-4000-8000-0000000c01${String(index).padStart(2, '0')})`,
    mcs_tiestate: tie(tied),
    mcs_syncstatus: status(state),
    mcs_insynccount: 12,
    mcs_mailablecount: 12,
    mcs_leftoutcount: 0,
    mcs_attentioncount: 0,
    mcs_lastsynced: minutesAgo(300),
    ...(sentence === undefined ? {} : { mcs_statussentence: sentence }),
  });
  const further = [
    audience(1, 'Board', 'error', 'running', 'The marketing list is locked. Unlock it, then sync again.'),
    audience(
      2,
      'Alumni',
      'paused',
      'paused',
      'Paused by Alex Admin on 12 Nov. 4 people who said no are waiting to be passed on.',
    ),
    audience(3, 'Members', 'ready', 'ready', 'Nothing has been changed yet. Look at the numbers, then start.'),
    audience(4, 'Volunteers', 'requested', 'running', 'Waiting for the sync service.'),
    audience(5, '<img src=x onerror=alert(1)>', 'synced', 'running', 'Both sides agree.'),
  ];
  const rows: Rows = { ...day.rows };
  const runs = rows['mcs_syncruns'] ?? [];
  return parseSeed(
    {
      dataverse: {
        ...day,
        lists: [
          ...day.lists,
          ...further.map(({ mcs_name }, index) => ({
            listid: `5eed0000-0000-4000-8000-0000000c01${String(index + 1).padStart(2, '0')}`,
            listname: mcs_name,
            createdfromcode: 2,
          })),
        ],
        rows: {
          ...rows,
          mcs_audiences: [...(rows['mcs_audiences'] ?? []), ...further],
          mcs_syncruns: [
            ...runs.map((run, index) => (index === 0 ? { ...run, ...held(choices, minutesAgo(40)) } : run)),
            {
              mcs_name: 'Volunteers: sync',
              'mcs_audienceid@odata.bind': `/mcs_audiences(${volunteers})`,
              mcs_mode: choiceValue(choices, 'mcs_runmode', 'sync'),
              mcs_trigger: choiceValue(choices, 'mcs_runtrigger', 'person'),
              mcs_status: choiceValue(choices, 'mcs_runstatus', 'requested'),
              overriddencreatedon: minutesAgo(requestedMinutesAgo),
            },
          ],
          appnotifications: notices,
        },
      },
    },
    'every status',
  ).dataverse;
}

/** An account and what is wrong with it, without an audience unless one is given. */
export function accountSeed(
  choices: Choices,
  connection: string,
  more: Record<string, unknown> = {},
): Seed['dataverse'] {
  const account = {
    mcs_accountid: busyIds.account,
    mcs_name: 'Contoso Ltd',
    mcs_mailchimpaccountid: 'contoso00000000000000001',
    mcs_connectionstatus: choiceValue(choices, 'mcs_connectionstatus', connection),
    mcs_lastcheck: new Date().toISOString(),
    mcs_heartbeat: new Date().toISOString(),
    ...more,
  };
  return parseSeed({ dataverse: { rows: { mcs_accounts: [account] } } }, 'account').dataverse;
}

/** A service that has not been heard of for a while, with a request that waits for it. */
export function silentSeed(choices: Choices): Seed['dataverse'] {
  const early = new Date(Date.now() - 12 * 60_000).toISOString();
  const day = everyStatusSeed(choices, 11);
  const accounts = (day.rows['mcs_accounts'] ?? []).map((row) => ({
    ...row,
    mcs_heartbeat: early,
    mcs_lastcheck: early,
  }));
  return { ...day, rows: { ...day.rows, mcs_accounts: accounts } };
}

function held(choices: Choices, at: string) {
  return {
    mcs_syncrunid: busyIds.heldRun,
    mcs_status: choiceValue(choices, 'mcs_runstatus', 'needs-approval'),
    mcs_sentence: '949 people would leave. Everything else is done.',
    mcs_startedon: at,
    mcs_counts: JSON.stringify({ join: 12, held: 949, leftOut: 12, inSync: 2001 }),
  };
}

const notices = [
  {
    title: 'Donors waits for your approval',
    body: '949 people would leave. Everything else is done.',
    icontype: 100_000_003,
    data: JSON.stringify({
      actions: [
        {
          title: 'Review',
          data: {
            url: `?pagetype=webresource&webresourceName=mcs_/sync/index.html&data=${encodeURIComponent(`page=run&run=${busyIds.heldRun}`)}`,
          },
        },
      ],
    }),
  },
  {
    title: 'Board could not be synced',
    body: 'The marketing list is locked. Unlock it, then sync again.',
    icontype: 100_000_002,
    data: '{}',
  },
];
