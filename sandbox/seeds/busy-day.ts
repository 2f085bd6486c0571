/** Audiences in every state that a person may meet, without a Mailchimp behind them: what the picture in the README shows. */
import { choiceValue, type Choices } from '../solution-file';
import { parseSeed, type Seed } from './seed';

export function busyDay(choices: Choices, now: Date): Seed['dataverse'] {
  const minutesAgo = (count: number): string => new Date(now.getTime() - count * 60_000).toISOString();
  const status = (code: string): number => choiceValue(choices, 'mcs_syncstatus', code);
  const tie = (code: string): number => choiceValue(choices, 'mcs_tiestate', code);
  const run = (index: number, state: string, more: object) => ({
    mcs_name: `${audiences[index]?.name}: sync`,
    'mcs_audienceid@odata.bind': `/mcs_audiences(${idOf('b', index)})`,
    mcs_mode: choiceValue(choices, 'mcs_runmode', 'sync'),
    mcs_trigger: choiceValue(choices, 'mcs_runtrigger', 'person'),
    mcs_status: choiceValue(choices, 'mcs_runstatus', state),
    ...more,
  });
  const dataverse = {
    lists: audiences.flatMap(({ list }, index) =>
      list === undefined
        ? []
        : [{ listid: idOf('c', index), listname: list.name, createdfromcode: list.of === 'leads' ? 4 : 2 }],
    ),
    rows: {
      mcs_accounts: [
        {
          mcs_accountid: accountId,
          mcs_name: 'Contoso Ltd',
          mcs_mailchimpaccountid: 'contoso00000000000000001',
          mcs_connectionstatus: choiceValue(choices, 'mcs_connectionstatus', 'connected'),
          mcs_lastcheck: minutesAgo(2),
          mcs_heartbeat: minutesAgo(0),
        },
      ],
      mcs_audiences: audiences.map(({ list, name, numbers, sentence, since, state }, index) => ({
        mcs_audienceid: idOf('b', index),
        mcs_name: name,
        mcs_mailchimplistid: `audience${index}`,
        'mcs_accountid@odata.bind': `/mcs_accounts(${accountId})`,
        ...(list === undefined ? {} : { 'mcs_marketinglistid@odata.bind': `/lists(${idOf('c', index)})` }),
        mcs_tiestate: tie(list === undefined ? 'not-tied' : 'running'),
        mcs_syncstatus: status(state),
        ...(sentence === undefined ? {} : { mcs_statussentence: sentence }),
        ...(numbers === undefined
          ? {}
          : {
              mcs_insynccount: numbers[0],
              mcs_mailablecount: numbers[1],
              mcs_leftoutcount: numbers[2],
              mcs_attentioncount: numbers[3],
            }),
        ...(since === undefined ? {} : { mcs_lastsynced: minutesAgo(since), mcs_nextcheck: minutesAgo(since - 60) }),
      })),
      mcs_syncruns: [
        run(0, 'needs-approval', {}),
        run(2, 'in-progress', {
          mcs_progress: 62,
          mcs_sentence: 'Writing contacts, 1,000 of 1,214.',
          mcs_startedon: minutesAgo(3),
        }),
      ],
    },
  };
  return parseSeed({ dataverse }, 'busy day').dataverse;
}

const accountId = '5eed0000-0000-4000-8000-0000000000a1';

interface SampleAudience {
  name: string;
  list?: { name: string; of: 'contacts' | 'leads' };
  state: string;
  sentence?: string;
  /** In sync, may be mailed, left out, need attention. */
  numbers?: [number, number, number, number];
  /** Minutes since the last sync. */
  since?: number;
}

const audiences: readonly SampleAudience[] = [
  {
    name: 'Donors',
    list: { name: 'Donors 2026', of: 'contacts' },
    state: 'needs-approval',
    sentence: '949 people would leave. Everything else is done.',
    numbers: [2001, 2950, 12, 0],
    since: 34,
  },
  {
    name: 'Events DE',
    list: { name: 'Event visitors', of: 'leads' },
    state: 'synced',
    numbers: [1204, 1204, 6, 0],
    since: 18,
  },
  {
    name: 'Newsletter',
    list: { name: 'Newsletter readers', of: 'contacts' },
    state: 'in-progress',
    numbers: [9412, 9530, 118, 0],
    since: 61,
  },
  { name: 'Old customers', state: 'not-tied' },
  {
    name: 'Partners',
    list: { name: 'Partner contacts', of: 'contacts' },
    state: 'synced-with-issues',
    numbers: [310, 318, 5, 3],
    since: 20,
  },
];

/** The same from picture to picture. */
function idOf(kind: 'b' | 'c', index: number): string {
  return `5eed0000-0000-4000-8000-0000000${kind}${String(index).padStart(4, '0')}`;
}
