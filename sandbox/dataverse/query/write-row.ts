import type { Environment } from '../environment';
import { findRow } from '../environment';
import type { Preferences } from '../http/preferences';
import { wantsAnnotation } from '../http/preferences';
import type { Column, Table } from '../metadata/table';
import { propertyName } from '../metadata/table';
import type { Sight } from '../privileges';
import type { Row } from '../store/row';
import { isReference, valueOf } from '../store/row';
import type { Expansion } from './expand';
import { formattedValue } from './formatted-value';
import { readPage } from './pages';

/** What of a row is wanted, and how. */
export interface Shape {
  readonly select: Column[] | null;
  readonly expand: Expansion[];
  readonly preferences: Preferences;
  /** Address of the service, for links. */
  readonly root: string;
  readonly sees: Sight;
}

export const etag = (row: Row): string => `W/"${row.version}"`;

/** A row as the Web API answers it: selected columns with their nulls, always with its id and etag. */
export function writeRow(env: Environment, table: Table, row: Row, shape: Shape): Record<string, unknown> {
  const answer: Record<string, unknown> = { '@odata.etag': etag(row) };
  const columns = shape.select ?? [...table.columns.values()].filter((column) => column.secret !== true);
  for (const column of columns) writeColumn(env, answer, row, column, shape.preferences);
  if (!(table.id in answer)) answer[table.id] = row.id;
  for (const expansion of shape.expand) expandInto(env, answer, table, row, expansion, shape);
  return answer;
}

function writeColumn(
  env: Environment,
  answer: Record<string, unknown>,
  row: Row,
  column: Column,
  preferences: Preferences,
): void {
  const name = propertyName(column);
  const value = valueOf(row, column);
  answer[name] = isReference(value) ? value.id : value;
  if (preferences.annotations === null || value === null) return;
  if (wantsAnnotation(preferences, 'OData.Community.Display.V1.FormattedValue')) {
    const text = formattedValue(env, column, value);
    if (text !== null) answer[`${name}@OData.Community.Display.V1.FormattedValue`] = text;
  }
  if (!isReference(value)) return;
  if (wantsAnnotation(preferences, 'Microsoft.Dynamics.CRM.lookuplogicalname')) {
    answer[`${name}@Microsoft.Dynamics.CRM.lookuplogicalname`] = value.table;
  }
  const navigation = column.targets?.find((target) => target.table === value.table)?.navigation ?? null;
  if (navigation !== null && wantsAnnotation(preferences, 'Microsoft.Dynamics.CRM.associatednavigationproperty')) {
    answer[`${name}@Microsoft.Dynamics.CRM.associatednavigationproperty`] = navigation;
  }
}

function expandInto(
  env: Environment,
  answer: Record<string, unknown>,
  table: Table,
  row: Row,
  expansion: Expansion,
  shape: Shape,
): void {
  const inner = { ...shape, select: expansion.select, expand: expansion.expand };
  if (expansion.kind === 'single') {
    const reference = valueOf(row, expansion.column);
    const other =
      isReference(reference) && reference.table === expansion.table.name
        ? findRow(env, reference.table, reference.id)
        : undefined;
    const shown = other !== undefined && shape.sees(expansion.table, other);
    answer[expansion.name] = !shown ? null : writeRow(env, expansion.table, other, inner);
    return;
  }
  const members = expansion.collection.rowsFrom(row).filter((member) => shape.sees(expansion.table, member));
  const narrowed = {
    holds: expansion.condition.holds,
    candidates: () => ({ size: members.length, rows: () => members }),
  };
  const page = readPage({ size: Infinity, inOrder: () => [] }, narrowed, expansion.ordering, expansion.top, null);
  answer[expansion.name] = page.rows.map((member) => writeRow(env, expansion.table, member, inner));
  if (page.next !== null) {
    const select = expansion.selectText === undefined ? '' : `?$select=${expansion.selectText}`;
    answer[`${expansion.name}@odata.nextLink`] = `${shape.root}${table.set}(${row.id})/${expansion.name}${select}`;
  }
}
