/** The rows of a small organization, as the service would have left them: one audience in every state. */
import { choices } from '../../webresources/schema.generated';
import type { FakeRow } from './fake-web-api';

const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString();

const status = choices.mcs_syncstatus;
const tie = choices.mcs_tiestate;

export function sampleTables(): Record<string, FakeRow[]> {
  return {
    mcs_accounts: [
      account('account-us', 'Contoso Ltd', choices.mcs_connectionstatus.connected),
      account('account-de', 'Contoso DE', choices.mcs_connectionstatus.connected),
    ],
    mcs_audiences: [
      audience('a-newsletter', 'Newsletter', { mcs_syncstatus: status['not-tied'], mcs_tiestate: tie['not-tied'] }),
      audience('a-events', 'Events DE', {
        _mcs_accountid_value: 'account-de',
        _mcs_marketinglistid_value: 'l-events',
        mcs_syncstatus: status.synced,
        ...numbers(1204, 1204, 6, 0),
        mcs_reasoncounts: JSON.stringify({ agreed: 1204, 'said-no': 4, 'no-address': 2 }),
      }),
      audience('a-partners', 'Partners', {
        _mcs_marketinglistid_value: 'l-partners',
        mcs_syncstatus: status['synced-with-issues'],
        ...numbers(310, 318, 5, 3),
        mcs_reasoncounts: JSON.stringify({ 'said-no': 5, 'address-refused': 2, 'refused-by-crm': 1 }),
      }),
      audience('a-donors', 'Donors', {
        _mcs_marketinglistid_value: 'l-donors',
        mcs_syncstatus: status['needs-approval'],
        mcs_statussentence: '949 people would leave. Everything else is done. Waits until 28 Nov.',
        ...numbers(2001, 2950, 12, 0),
      }),
      audience('a-board', 'Board', {
        _mcs_marketinglistid_value: 'l-board',
        mcs_syncstatus: status.error,
        mcs_statussentence: 'The marketing list is locked. Unlock it, then sync again.',
        ...numbers(12, 12, 0, 0),
      }),
      audience('a-press', 'Press', {
        _mcs_marketinglistid_value: 'l-press',
        mcs_syncstatus: status.paused,
        mcs_tiestate: tie.paused,
        mcs_statussentence: 'Paused by Alex Admin on 12 Nov. 4 people who said no are waiting to be passed on.',
        ...numbers(88, 90, 2, 0),
      }),
    ],
    mcs_syncruns: [
      {
        mcs_syncrunid: 'r-donors',
        mcs_name: 'Donors: sync',
        _mcs_audienceid_value: 'a-donors',
        mcs_mode: choices.mcs_runmode.sync,
        mcs_status: choices.mcs_runstatus['needs-approval'],
        createdon: minutes(-90),
      },
    ],
    lists: [
      list('l-readers', 'Newsletter readers', { membercount: 9412 }),
      list('l-vip', 'Newsletter VIP leads', { createdfromcode: 4, membercount: 212 }),
      list('l-dynamic', 'Newsletter prospects', { type: true }),
      list('l-accounts', 'Newsletter companies', { createdfromcode: 1 }),
      list('l-locked', 'Newsletter archive', { lockstatus: true }),
      list('l-inactive', 'Newsletter 2019', { statecode: 1 }),
      list('l-events', 'Events (newsletter)', { createdfromcode: 4 }),
      list('l-partners', 'Partner contacts'),
      list('l-donors', 'Donors'),
      list('l-board', 'Board'),
      list('l-press', 'Press'),
    ],
  };
}

function account(id: string, name: string, connection: number): FakeRow {
  return {
    mcs_accountid: id,
    mcs_name: name,
    mcs_connectionstatus: connection,
    mcs_lastcheck: minutes(-5),
    mcs_heartbeat: minutes(-1),
  };
}

function audience(id: string, name: string, more: FakeRow): FakeRow {
  return {
    mcs_audienceid: id,
    mcs_name: name,
    _mcs_accountid_value: 'account-us',
    _mcs_marketinglistid_value: null,
    mcs_tiestate: tie.running,
    mcs_createpeople: true,
    mcs_doubleoptin: false,
    ...more,
  };
}

function numbers(inSync: number, mailable: number, leftOut: number, attention: number): FakeRow {
  return {
    mcs_insynccount: inSync,
    mcs_mailablecount: mailable,
    mcs_leftoutcount: leftOut,
    mcs_attentioncount: attention,
    mcs_lastsynced: minutes(-18),
    mcs_nextcheck: minutes(42),
  };
}

function list(id: string, name: string, more: FakeRow = {}): FakeRow {
  return {
    listid: id,
    listname: name,
    createdfromcode: 2,
    type: false,
    lockstatus: false,
    statecode: 0,
    membercount: 40,
    _ownerid_value: 'u-alex',
    '_ownerid_value@OData.Community.Display.V1.FormattedValue': 'Alex Admin',
    ...more,
  };
}

/** What the service writes into the counts of a preview. */
export const previewCounts = JSON.stringify({
  plan: {
    create: 1214,
    join: 212,
    add: 87,
    leaveList: 2,
    leaveMailchimp: 1,
    leftOut: 118,
    leftOutBy: { 'said-no': 96, 'no-address': 22 },
    waiting: 0,
    attention: 0,
    confirmations: 0,
    namesToCrm: 3,
    namesToMailchimp: 2,
    renames: 0,
    optOuts: 0,
    otherType: 37,
    inSync: 100,
    held: 0,
  },
  seconds: 4,
});
