/** One Dynamics 365 environment, spoken to through dynamics-web-api. */

import { createPace, type Pace, type PaceOptions } from '../pacing/pace';
import { mayWrite, readMe, usualDataverseConnections } from './access';
import { readAccounts, saveAccount, saveHeartbeat } from './accounts';
import { addNotification } from './app-notifications';
import { changeAudience, readAudienceRow, readAudienceRows, saveAudiences } from './audiences';
import { createDataverseClient } from './client';
import type { DataverseContext } from './context';
import { readEditedMemberRows, readTaggedMemberRows } from './edited-rows';
import { judgeDataverseError } from './errors';
import { saveInterests } from './interests';
import { readFieldMappings } from './field-mappings';
import { hasMemberRowOf } from './known-people';
import { audiencesTiedTo, readLabels, saveLabelSentences } from './labels';
import {
  deleteListEvents,
  readListEventPage,
  readListEvents,
  readListEventsOf,
  readOldListEvents,
  saveListEvents,
} from './list-events';
import { addToList, readListMemberPage, readListMembers, readListMembersAmong, removeFromList } from './list-members';
import { lookUpIn } from './lookup-in';
import { readMappableColumns } from './mappable-columns';
import { markList, readListsMarkedWith, readMarketingList } from './marketing-lists';
import {
  changeMemberRows,
  deleteMemberRows,
  createMemberRows,
  readMemberRowPage,
  readMemberRows,
  readMemberRowsById,
  readMemberRowsDue,
  readMemberRowsOf,
  readMemberRowsOfPeople,
} from './member-rows';
import { addNote, readNoteBody, readNoteLimit, readNotes } from './notes';
import { readMailableRowsOffList } from './off-list-rows';
import { changePeople, createPeople, peopleByAddress, peopleById, peopleOnList, peopleOnListPage } from './people';
import { peopleCopies, peopleCopiesOnList } from './people-copies';
import type { Crm } from './port';
import { readQuery } from './query';
import { requiredId } from './row';
import { changeRun, createRun, readOpenRuns, readRun, readRunsOf } from './runs';
import { tables } from './schema.generated';
import type { DataverseSettings } from './settings';
import { personTables } from './standard-tables';
import { saveTags } from './tags';
import { createTokenSource, type TokenSource } from './token';

export interface DataverseConnection {
  settings: DataverseSettings;
  /** By default one that signs in as the settings say. */
  token?: TokenSource;
  pace?: Pace;
  timeoutMs?: number;
}

export function connectDataverse(connection: DataverseConnection): Crm {
  const pace = connection.pace ?? createDataversePace();
  const client = createDataverseClient({
    url: connection.settings.url,
    token: connection.token ?? createTokenSource(connection.settings),
    pace,
    // Dynamics 365 ends every operation after two minutes.
    timeoutMs: connection.timeoutMs ?? 125_000,
  });
  let writes = 0;
  const context: DataverseContext = {
    client,
    countWrites(records) {
      writes += records;
    },
  };
  // Who we are, and where, does not change over the life of a connection; a failure to learn it does.
  let me: ReturnType<typeof readMe> | undefined;
  const crm: Crm = {
    me() {
      me ??= readMe(context).catch((error: unknown) => {
        me = undefined;
        throw error;
      });
      return me;
    },
    accounts: () => readAccounts(context),
    saveAccount: (account) => saveAccount(context, account),
    heartbeat: (accountId, at) => saveHeartbeat(context, accountId, at),
    audiences: () => readAudienceRows(context),
    audience: (id) => readAudienceRow(context, id),
    saveAudiences: (accountId, audiences) => saveAudiences(context, accountId, audiences),
    changeAudience: (id, change) => changeAudience(context, id, change),
    mayWrite: (userId, table, id) => mayWrite(context, userId, table, id),
    marketingList: (id) => readMarketingList(context, id),
    listsMarkedWith: (audienceId) => readListsMarkedWith(context, audienceId),
    markList: (listId, audienceId) => markList(context, listId, audienceId),
    listMembers: (listId, since) => readListMembers(context, listId, since),
    listMemberPage: (listId, from) => readListMemberPage(context, listId, from),
    listMembersAmong: (listId, personIds) => readListMembersAmong(context, listId, personIds),
    listEvents: (listId, since) => readListEvents(context, listId, since),
    listEventPage: (listId, from) => readListEventPage(context, listId, from),
    listEventsOf: (listId, personIds) => readListEventsOf(context, listId, personIds),
    saveListEvents: (events) => saveListEvents(context, events),
    oldListEvents: (before, from) => readOldListEvents(context, before, from),
    deleteListEvents: (ids) => deleteListEvents(context, ids),
    addToList: (listId, type, personIds) => addToList(context, listId, type, personIds),
    removeFromList: (listId, type, personIds) => removeFromList(context, listId, type, personIds),
    peopleOnList: (listId, type, changedSince) => peopleOnList(context, listId, type, changedSince),
    peopleOnListPage: (listId, type, from) => peopleOnListPage(context, listId, type, from),
    peopleById: (type, ids) => peopleById(context, type, ids),
    peopleByAddress: (type, addresses) => peopleByAddress(context, type, addresses),
    peopleCopiesOnList: (listId, type, further) => peopleCopiesOnList(context, listId, type, further),
    peopleCopies: (type, ids, further) => peopleCopies(context, type, ids, further),
    fieldMappings: (audienceId) => readFieldMappings(context, audienceId),
    mappableColumns: (type, columns) => readMappableColumns(context, type, columns),
    readingColumns(type, columns) {
      const reading: DataverseContext = { ...context, wanted: { type, columns } };
      return {
        ...crm,
        peopleOnList: (listId, of, changedSince) => peopleOnList(reading, listId, of, changedSince),
        peopleOnListPage: (listId, of, from) => peopleOnListPage(reading, listId, of, from),
        peopleById: (of, ids) => peopleById(reading, of, ids),
        peopleByAddress: (of, addresses) => peopleByAddress(reading, of, addresses),
      };
    },
    rows: (query) => readQuery(context, query),
    createPeople: (type, people) => createPeople(context, type, people),
    changePeople: (type, changes) => changePeople(context, type, changes),
    memberRows: (audienceId) => readMemberRows(context, audienceId),
    memberRowPage: (audienceId, from) => readMemberRowPage(context, audienceId, from),
    hasMemberRowOf: (audienceId, personIds) => hasMemberRowOf(context, audienceId, personIds),
    memberRowsOf: (audienceId, of) => readMemberRowsOf(context, audienceId, of),
    memberRowsOfPeople: (personIds) => readMemberRowsOfPeople(context, personIds),
    memberRowsDue: (audienceId, at) => readMemberRowsDue(context, audienceId, at),
    memberRowsById: (audienceId, ids) => readMemberRowsById(context, audienceId, ids),
    createMemberRows: (audience, runId, rows) => createMemberRows(context, audience, runId, rows),
    changeMemberRows: (runId, rows) => changeMemberRows(context, runId, rows),
    deleteMemberRows: (ids) => deleteMemberRows(context, ids),
    async existing(table, ids) {
      const { set, idColumn } =
        table === 'mcs_audiencemember' ? { set: tables[table].set, idColumn: tables[table].id } : personTables[table];
      const rows = await lookUpIn(client, set, [idColumn], [idColumn], ids);
      return new Set(rows.map((row) => requiredId(row, idColumn)));
    },
    saveTags: async (audienceId, tags) => saveTags(context, audienceId, tags, (await crm.me()).userId),
    saveInterests: async (audienceId, interests) =>
      saveInterests(context, audienceId, interests, (await crm.me()).userId),
    labels: (audienceId) => readLabels(context, audienceId),
    saveLabelSentences: (sentences) => saveLabelSentences(context, sentences),
    audiencesTiedTo: (listIds) => audiencesTiedTo(context, listIds),
    async memberRowsEdited(audienceId, since) {
      return readEditedMemberRows(context, (await this.me()).userId, audienceId, since);
    },
    mailableRowsOffList: (audienceId, type, changedSince) =>
      readMailableRowsOffList(context, audienceId, type, changedSince),
    memberRowsTagged: (audienceId, tag) => readTaggedMemberRows(context, audienceId, tag),
    run: (id) => readRun(context, id),
    openRuns: () => readOpenRuns(context),
    createRun: (run) => createRun(context, run),
    changeRun: (id, change) => changeRun(context, id, change),
    runsOf: (audienceId, most) => readRunsOf(context, audienceId, most),
    noteLimit: () => readNoteLimit(context),
    addNote: (runId, note) => addNote(context, runId, note),
    addNotification: (notification) => addNotification(context, notification),
    notes: async (runId) => readNotes(context, runId, (await crm.me()).userId),
    noteBody: (noteId) => readNoteBody(context, noteId),
    traffic: () => ({ requests: pace.requests, writes, peakConnections: pace.peakConnections }),
  };
  return crm;
}

export function createDataversePace(options: Partial<PaceOptions> = {}): Pace {
  return createPace({ connections: usualDataverseConnections, judge: judgeDataverseError, ...options });
}
