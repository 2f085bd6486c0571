import { DataverseError } from '../errors';
import type { Table } from '../metadata/table';
import type { Value } from '../store/row';

/** A state brings its default status, a status must belong to the state. */
export function settleStatus(
  table: Table,
  before: Readonly<Record<string, Value>>,
  changes: Readonly<Record<string, Value>>,
): Record<string, Value> {
  if (!table.columns.has('statecode') || table.statuses.size === 0) return {};
  const state = Number(changes['statecode'] ?? before['statecode'] ?? 0);
  const allowed = table.statuses.get(state) ?? [];
  const given = changes['statuscode'] ?? null;
  if (given !== null) {
    if (!allowed.includes(Number(given))) {
      throw new DataverseError(
        400,
        '0x80048408',
        `${JSON.stringify(given)} is not a valid status code for state code ${table.name}State.${state} on ${table.name}.`,
      );
    }
    return { statecode: state, statuscode: given };
  }
  const kept = before['statuscode'] ?? null;
  const fits = kept !== null && allowed.includes(Number(kept));
  return { statecode: state, statuscode: fits ? kept : (allowed[0] ?? null) };
}
