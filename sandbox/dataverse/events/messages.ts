import type { Environment } from '../environment';
import { rowsOf, timestamp } from '../environment';
import { mergeable } from '../metadata/mergeable';
import { stableGuid } from '../stable-guid';
import { textOfValue } from '../store/row';
import { serviceUserId } from '../users';

/** Ids of the two messages that solutions name by id, as in every environment. */
const knownIds: Readonly<Record<string, string>> = {
  Create: '9ebdbb1b-ea3e-db11-86a7-000a3a5473e8',
  Update: '20bebb1b-ea3e-db11-86a7-000a3a5473e8',
};

const rowMessages = ['Create', 'Update', 'Delete', 'CreateMultiple', 'UpdateMultiple'];
const listMessages = [
  'AddMember',
  'AddListMembers',
  'RemoveMember',
  'QualifyMember',
  'AddMembersByFetchXml',
  'RemoveMembersByFetchXml',
];

/** Names that no source confirms; they exist while the switch says so. */
const extendedMessages = [
  ['RemoveListMembers', 'list'],
  ['Create', 'listmember'],
  ['Delete', 'listmember'],
] as const;

/** Tables whose rows raise events. */
const eventful = ['account', 'contact', 'lead', 'opportunity', 'list', 'annotation', 'systemuser', 'team'];

export const messageId = (name: string): string => knownIds[name] ?? stableGuid(`sdkmessage ${name}`);

/** Makes the rows of sdkmessage and sdkmessagefilter fit the tables that are there and the switch for list messages. */
export function registerMessages(env: Environment): void {
  for (const table of env.model.tables()) {
    if (!eventful.includes(table.name) && !table.custom) continue;
    for (const message of rowMessages) register(env, message, table.name, true);
    for (const message of ['Upsert', 'UpsertMultiple']) register(env, message, table.name, false);
  }
  for (const table of mergeable) register(env, 'Merge', table, true);
  register(env, 'QualifyLead', 'lead', true);
  // A change of state by Update raises Update alone; SetState is raised by the deprecated message only.
  for (const table of ['account', 'contact', 'lead', 'list']) register(env, 'SetState', table, true);
  for (const message of listMessages) register(env, message, 'list', message !== 'QualifyMember');
  for (const [message, table] of extendedMessages) {
    if (env.switches.listMessages === 'extended') register(env, message, table, true);
    else withdraw(env, message, table);
  }
  withdrawOfTablesGone(env);
  env.store.commit();
}

function withdrawOfTablesGone(env: Environment): void {
  const gone = [...rowsOf(env, 'sdkmessagefilter').all()].filter(
    (filter) => env.model.find(textOfValue(filter.values['primaryobjecttypecode'])) === undefined,
  );
  for (const filter of gone) env.store.remove(env.model.table('sdkmessagefilter'), filter);
}

const filterOf = (message: string, table: string): string => stableGuid(`sdkmessagefilter ${message} ${table}`);

function withdraw(env: Environment, message: string, table: string): void {
  const filter = rowsOf(env, 'sdkmessagefilter').get(filterOf(message, table));
  if (filter !== undefined) env.store.remove(env.model.table('sdkmessagefilter'), filter);
}

function register(env: Environment, message: string, table: string, allowed: boolean): void {
  if (env.model.find(table) === undefined) return;
  const created = {
    createdon: timestamp(new Date(0)),
    modifiedon: timestamp(new Date(0)),
    createdby: { table: 'systemuser', id: serviceUserId },
  };
  const id = messageId(message);
  if (rowsOf(env, 'sdkmessage').get(id) === undefined) {
    env.store.put(env.model.table('sdkmessage'), id, { ...created, name: message, isprivate: false });
  }
  const filterId = filterOf(message, table);
  if (rowsOf(env, 'sdkmessagefilter').get(filterId) !== undefined) return;
  env.store.put(env.model.table('sdkmessagefilter'), filterId, {
    ...created,
    primaryobjecttypecode: table,
    secondaryobjecttypecode: 'none',
    iscustomprocessingstepallowed: allowed,
    isvisible: true,
    sdkmessageid: { table: 'sdkmessage', id },
  });
}
