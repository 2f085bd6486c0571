import { readColumns } from './column-notation';
import { standardLabel } from './standard-labels';
import type { AlternateKey, Column, Table } from './table';

export interface TableDefinition {
  name: string;
  schemaName?: string;
  set: string;
  id?: string;
  title: string;
  label?: string;
  labels?: string;
  ownership?: Table['ownership'];
  custom?: boolean;
  objectTypeCode: number;
  changeTracking?: boolean;
  keys?: AlternateKey[];
  columns: string | Column[];
  statuses?: Map<number, number[]>;
}

/** A table with the columns that the platform gives to every table of its ownership; own definitions of them win. */
export function defineTable(definition: TableDefinition): Table {
  const id = definition.id ?? `${definition.name}id`;
  const ownership = definition.ownership ?? 'none';
  const own = typeof definition.columns === 'string' ? readColumns(definition.columns) : definition.columns;
  const columns = new Map<string, Column>();
  for (const column of [...systemColumns(id, ownership, definition.custom ?? false), ...own]) {
    columns.set(column.name, labelled(definition.name, column));
  }
  return {
    name: definition.name,
    schemaName: definition.schemaName ?? definition.name,
    set: definition.set,
    id,
    title: definition.title,
    label: definition.label ?? definition.name,
    labels: definition.labels ?? definition.set,
    ownership,
    custom: definition.custom ?? false,
    objectTypeCode: definition.objectTypeCode,
    changeTracking: definition.changeTracking ?? false,
    columns,
    keys: definition.keys ?? [],
    statuses: definition.statuses ?? statusesOf(columns),
  };
}

/** A column that was given no label of its own bears the platform's. */
const labelled = (table: string, column: Column): Column =>
  column.label === column.name ? { ...column, label: standardLabel(table, column.name) } : column;

function systemColumns(id: string, ownership: Table['ownership'], custom: boolean): Column[] {
  return readColumns(
    `${id}+ id
    createdon! datetime
    modifiedon! datetime
    versionnumber! bigint
    createdby! lookup systemuser
    createdonbehalfby! lookup systemuser
    modifiedby! lookup systemuser
    modifiedonbehalfby! lookup systemuser
    overriddencreatedon+ datetime
    importsequencenumber+ int
    timezoneruleversionnumber int
    utcconversiontimezonecode int
    ${ownership === 'user' ? 'ownerid lookup systemuser:ownerid team:ownerid' : ''}
    ${ownership === 'user' ? 'owninguser! lookup systemuser' : ''}
    ${ownership === 'user' ? 'owningteam! lookup team' : ''}
    ${ownership === 'user' ? 'owningbusinessunit! lookup businessunit' : ''}
    ${ownership === 'organization' && custom ? 'organizationid! lookup organization' : ''}
    ${custom ? 'statecode choice 0=Active|1=Inactive' : ''}
    ${custom ? 'statuscode choice 1=Active|2=Inactive' : ''}`,
  );
}

/** Where nothing else is said, the first half of the status codes belongs to state 0. */
function statusesOf(columns: ReadonlyMap<string, Column>): Map<number, number[]> {
  const states = [...(columns.get('statecode')?.options?.keys() ?? [])];
  const statuses = [...(columns.get('statuscode')?.options?.keys() ?? [])];
  return new Map(states.map((state, at) => [state, statuses.slice(at, at + 1)]));
}
