import { DataverseError, invalidArgument, readOnlyRow } from '../errors';
import type { Value } from '../store/row';
import type { TableRules } from './table-rules';

/** Lists say which kind of member they take when they are made, and never again; an inactive list only wakes up. */
export const listRules: TableRules = {
  creating: (_actor, values) => {
    if ((values['createdfromcode'] ?? null) === null)
      throw invalidArgument("Required field 'createdfromcode' is missing.");
    checkKind(values);
    return { membertype: values['createdfromcode'] ?? null, membercount: 0 };
  },
  guarding: (_actor, row, given) => {
    if (Number(row.values['statecode'] ?? 0) !== 0 && given['statecode'] !== 0) throw readOnlyRow();
  },
  updating: (_actor, values, given) => {
    if (given['query'] !== undefined || given['lockstatus'] !== undefined || given['type'] !== undefined)
      checkKind(values);
    return {};
  },
};

function checkKind(values: Readonly<Record<string, Value>>): void {
  const dynamic = values['type'] === true;
  if (!dynamic && (values['query'] ?? null) !== null) {
    throw new DataverseError(400, '0x8004F702', 'Query cannot be specified for a static list.');
  }
  if (dynamic && values['lockstatus'] === true) {
    throw new DataverseError(400, '0x8004F703', 'Lock Status cannot be specified for a dynamic list.');
  }
}
