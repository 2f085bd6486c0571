import type { Call, Reply } from '../environment';
import { rowsOf } from '../environment';
import { badPayload, invalidArgument, missingRow } from '../errors';
import { noContent } from '../http/reply';
import { readEntity } from '../messages/entity-parameter';
import { requireAccess } from '../privileges';
import type { Reference } from '../store/row';
import { isObject, readJsonObject } from '../write/read-payload';
import { accessMasks, shareId } from './access-masks';

/** GrantAccess and ModifyAccess: who may do what with one row, whoever owns it. */
export function shareRow(call: Call): Reply {
  const payload = readJsonObject('GrantAccess', call.body);
  const target = targetOf(call, payload['Target']);
  const access = payload['PrincipalAccess'];
  if (!isObject(access)) throw badPayload('GrantAccess', "The parameter 'PrincipalAccess' is missing.");
  const principal = readEntity(call, 'GrantAccess', access['Principal']);
  call.env.store.put(call.env.model.table('principalobjectaccess'), shareId(target.id, principal.id), {
    objectid: target.id,
    objecttypecode: target.table,
    principalid: principal.id,
    accessrightsmask: maskOf(access['AccessMask']),
  });
  return noContent();
}

export function unshareRow(call: Call): Reply {
  const payload = readJsonObject('RevokeAccess', call.body);
  const target = targetOf(call, payload['Target']);
  const principal = readEntity(call, 'RevokeAccess', payload['Revokee']);
  const table = call.env.model.table('principalobjectaccess');
  const row = rowsOf(call.env, table).get(shareId(target.id, principal.id));
  if (row !== undefined) call.env.store.remove(table, row);
  return noContent();
}

function targetOf(call: Call, value: unknown): Reference {
  const target = readEntity(call, 'GrantAccess', value);
  const table = call.env.model.table(target.table);
  const row = rowsOf(call.env, table).get(target.id);
  if (row === undefined) throw missingRow(target.table, target.id);
  requireAccess(call.caller, 'Share', table, row);
  return target;
}

/** `ReadAccess, WriteAccess` */
function maskOf(text: unknown): number {
  const names = String(text)
    .split(',')
    .map((name) => name.trim());
  return names.reduce((mask, name) => {
    const known = Object.entries(accessMasks).find(([operation]) => `${operation}Access` === name);
    if (known === undefined) throw invalidArgument(`'${name}' is not an access right.`);
    return mask | known[1];
  }, 0);
}
