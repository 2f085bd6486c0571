import type { Call, Reply } from '../environment';
import { noResource, notImplemented, unknownSegment } from '../errors';
import type { Segment } from '../http/path';
import type { Table } from '../metadata/table';
import type { Row } from '../store/row';
import { addMemberList, removeMemberList } from './list-messages';
import { createMultiple, updateMultiple, upsertMultiple } from './multiple-messages';
import { retrievePrincipalAccess } from './principal-access';
import { qualifyLead } from './qualify-lead';
import { retrieveTeamPrivileges, retrieveUserPrivilegeByName, retrieveUserPrivileges } from './user-privileges';

const known = [
  'CopyMembersList',
  'CopyDynamicListToStatic',
  'QualifyMemberList',
  'DeleteMultiple',
  'RetrieveAadUserPrivileges',
];

/** A message called on an entity set (`row` null) or on one row of it. */
export function callBoundMessage(call: Call, table: Table, row: Row | null, message: Segment): Reply {
  const action = (answer: () => Reply) => {
    if (call.method !== 'POST') throw noResource(`${call.origin}/${call.path}`);
    return answer();
  };
  if (row === null) {
    switch (message.name) {
      case 'CreateMultiple':
        return action(() => createMultiple(call, table));
      case 'UpdateMultiple':
        return action(() => updateMultiple(call, table));
      case 'UpsertMultiple':
        return action(() => upsertMultiple(call, table));
    }
  } else if (table.name === 'list' && message.name === 'AddMemberList') {
    return action(() => addMemberList(call, row));
  } else if (table.name === 'list' && message.name === 'RemoveMemberList') {
    return action(() => removeMemberList(call, row));
  } else if (table.name === 'lead' && message.name === 'QualifyLead') {
    return action(() => qualifyLead(call, row));
  } else if (message.name === 'RetrievePrincipalAccess' && (table.name === 'systemuser' || table.name === 'team')) {
    return retrievePrincipalAccess(call, row, message.key ?? '');
  } else if (table.name === 'systemuser' && message.name === 'RetrieveUserPrivileges') {
    return retrieveUserPrivileges(call, row);
  } else if (table.name === 'team' && message.name === 'RetrieveTeamPrivileges') {
    return retrieveTeamPrivileges(call, row);
  } else if (table.name === 'systemuser' && message.name === 'RetrieveUserPrivilegeByPrivilegeName') {
    return retrieveUserPrivilegeByName(call, row, message.key ?? '');
  }
  if (known.includes(message.name)) throw notImplemented(`the message '${message.name}'`);
  throw unknownSegment(`Microsoft.Dynamics.CRM.${message.name}`);
}
