/** Giving roles to users and taking them: `systemusers(<id>)/systemuserroles_association/$ref`. */
import { randomUUID } from 'node:crypto';
import type { Call, Reply } from '../environment';
import { now, rowsOf } from '../environment';
import { badQuery, invalidArgument, missingRow, wrongVerb } from '../errors';
import type { Segment } from '../http/path';
import { noContent } from '../http/reply';
import { requireMiscellaneous } from '../privileges';
import { readQueryString } from '../query/query-string';
import type { Row } from '../store/row';
import { isReference } from '../store/row';
import { readJsonObject } from './read-payload';
import { readReference } from './read-reference';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api */
export function changeRoles(call: Call, user: Row, segment: Segment): Reply {
  requireMiscellaneous(call.caller, 'prvAssignRole');
  if (call.method === 'POST') return give(call, user);
  if (call.method === 'DELETE') return take(call, user, segment);
  throw wrongVerb(call.method);
}

function give(call: Call, user: Row): Reply {
  const { env } = call;
  const { id, table } = readReference(env, 'systemusers', readJsonObject('systemusers', call.body)['@odata.id']);
  const role = table === 'role' ? rowsOf(env, 'role').get(id) : undefined;
  if (role === undefined) throw invalidArgument('The navigation property can only refer to a role.');
  if (unitOf(role) !== unitOf(user)) {
    throw invalidArgument('The specified role does not belong to the business unit of the user.');
  }
  if (assignmentOf(call, user, id) !== undefined) return noContent();
  env.store.put(env.model.table('systemuserroles'), randomUUID(), {
    systemuserid: { table: 'systemuser', id: user.id },
    roleid: { table: 'role', id },
    createdon: now(env),
    modifiedon: now(env),
  });
  return noContent();
}

/** The role stands in the address: `.../systemuserroles_association(<role>)/$ref`, or behind it as `?$id=`. */
function take(call: Call, user: Row, segment: Segment): Reply {
  const named = segment.key ?? /\(([0-9a-f-]{36})\)/i.exec(readQueryString(call.query).options.get('$id') ?? '')?.[1];
  if (named === undefined) throw badQuery('The role to be taken must be named.');
  const assignment = assignmentOf(call, user, named.toLowerCase());
  if (assignment === undefined) throw missingRow('systemuserroles', named);
  call.env.store.remove(call.env.model.table('systemuserroles'), assignment);
  return noContent();
}

const assignmentOf = (call: Call, user: Row, roleId: string): Row | undefined =>
  rowsOf(call.env, 'systemuserroles')
    .having('systemuserid', user.id)
    .find(({ values }) => isReference(values['roleid']) && values['roleid'].id === roleId);

function unitOf(row: Row): string {
  const unit = row.values['businessunitid'];
  return isReference(unit) ? unit.id : '';
}
