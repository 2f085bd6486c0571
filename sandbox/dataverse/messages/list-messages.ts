import type { Call, Reply } from '../environment';
import { rowsOf, serviceRoot } from '../environment';
import { badPayload, DataverseError, missingRow } from '../errors';
import { json, noContent } from '../http/reply';
import { requireAccess, requirePrivilege } from '../privileges';
import { isGuid } from '../query/compare-values';
import type { Reference, Row } from '../store/row';
import {
  addMembership,
  dropMembership,
  memberTableOf,
  requireMember,
  requireMembership,
  requireOpenList,
} from '../write/list-membership';
import { isObject, readJsonObject } from '../write/read-payload';
import { missingParameter, readEntity, unknownParameter } from './entity-parameter';

/** AddListMembersList: all or none. https://learn.microsoft.com/dynamics365/customer-engagement/web-api/addlistmemberslist */
export function addListMembersList(call: Call): Reply {
  const { list, members } = readListAndMembers(call);
  requireOpenList(call, list, 'add');
  for (const member of members) requireMember(call, list, member);
  for (const member of members) announceCreation(call, addMembership(call, list, member));
  call.env.events.raise(call, {
    message: 'AddListMembers',
    listId: list.id,
    memberIds: members.map((member) => member.id),
  });
  return noContent();
}

/** RemoveListMembersList: all or none. Which events the newer message raises is a switch. */
export function removeListMembersList(call: Call): Reply {
  const { list, members } = readListAndMembers(call);
  requireOpenList(call, list, 'remove');
  for (const member of members) {
    requireMember(call, list, member);
    const rows = requireMembership(call, list, member.id);
    for (const row of rows) {
      dropMembership(call, row, 'message');
      announceDeletion(call, row);
    }
    if (rows.length > 0 && call.env.switches.listMessages === 'short') {
      call.env.events.raise(call, { message: 'RemoveMember', listId: list.id, entityId: member.id });
    }
  }
  if (call.env.switches.listMessages === 'extended') {
    call.env.events.raise(call, { message: 'RemoveListMembers', listId: list.id, members });
  }
  return noContent();
}

/** AddMemberList, bound to the list: one member, answered with the id of its row. */
export function addMemberList(call: Call, list: Row): Reply {
  requireAccess(call.caller, 'Write', call.env.model.table('list'), list);
  const { EntityId: id } = readJsonObject('lists', call.body);
  if (typeof id !== 'string' || !isGuid(id)) throw badPayload('lists', "The parameter 'EntityId' must be an Edm.Guid.");
  requireOpenList(call, list, 'add');
  const member = { table: memberTableOf(list), id: id.toLowerCase() };
  requireMember(call, list, otherKind(call, member));
  const added = addMembership(call, list, member);
  announceCreation(call, added);
  call.env.events.raise(call, { message: 'AddMember', listId: list.id, entityId: member.id });
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.AddMemberListResponse`,
    Id: added.row.id,
  });
}

/** RemoveMemberList takes the row's id by the book, and the member's own id as clients have always sent it. */
export function removeMemberList(call: Call, list: Row): Reply {
  requireAccess(call.caller, 'Write', call.env.model.table('list'), list);
  const { ListMember: given } = readJsonObject('lists', call.body);
  const id = isObject(given) ? given['listmemberid'] : undefined;
  if (typeof id !== 'string' || !isGuid(id))
    throw badPayload('lists', "The parameter 'ListMember' must name its listmemberid.");
  requireOpenList(call, list, 'remove');
  const key = id.toLowerCase();
  const byRow = rowsOf(call.env, 'listmember').get(key)?.values['entityid'];
  const memberId = typeof byRow === 'object' && byRow !== null ? byRow.id : key;
  for (const row of requireMembership(call, list, memberId)) {
    dropMembership(call, row, 'message');
    announceDeletion(call, row);
  }
  call.env.events.raise(call, { message: 'RemoveMember', listId: list.id, entityId: memberId });
  return noContent();
}

/** The id alone does not say which table it is of: one that is known elsewhere is a member of the wrong type. */
function otherKind(call: Call, member: Reference): Reference {
  if (rowsOf(call.env, member.table).get(member.id) !== undefined) return member;
  const table = ['account', 'contact', 'lead'].find((name) => rowsOf(call.env, name).get(member.id) !== undefined);
  return { table: table ?? member.table, id: member.id };
}

function announceCreation(call: Call, { row, added }: { row: Row; added: boolean }): void {
  if (!added) return;
  call.env.events.raise(call, {
    message: 'Create',
    table: call.env.model.table('listmember'),
    row,
    changed: row.values,
  });
}

function announceDeletion(call: Call, row: Row): void {
  call.env.events.raise(call, {
    message: 'Delete',
    table: call.env.model.table('listmember'),
    row,
    before: row,
    changed: {},
  });
}

function readListAndMembers(call: Call): { list: Row; members: Reference[] } {
  const payload = readJsonObject('lists', call.body);
  for (const name of Object.keys(payload)) {
    if (name !== 'List' && name !== 'Members') throw unknownParameter('lists', name);
  }
  const { List: listValue, Members: memberValues } = payload;
  if (!isObject(listValue)) throw missingParameter('List');
  if (!Array.isArray(memberValues) || memberValues.length === 0) throw missingParameter('Members');
  const limit = call.env.switches.mostMembersPerCall;
  if (limit !== null && memberValues.length > limit) {
    throw new DataverseError(400, '0x80040203', `The number of members exceeds the limit of ${limit}.`);
  }
  const members = memberValues.map((value: unknown) => readEntity(call, 'lists', value));
  const { id } = readEntity(call, 'lists', listValue, 'list');
  requirePrivilege(call.caller, 'Write', call.env.model.table('list'));
  for (const table of new Set(members.map((member) => member.table))) {
    requirePrivilege(call.caller, 'Read', call.env.model.table(table));
  }
  const list = rowsOf(call.env, 'list').get(id);
  if (list === undefined) throw missingRow('list', id);
  requireAccess(call.caller, 'Write', call.env.model.table('list'), list);
  return { list, members };
}
