/** What the stand-in knows of a table: its columns, its keys and how rows hang together. */
export interface Table {
  /** Logical name. */
  readonly name: string;
  readonly schemaName: string;
  readonly set: string;
  /** The primary key column. */
  readonly id: string;
  /** The column whose text stands for the row. */
  readonly title: string;
  readonly label: string;
  readonly labels: string;
  readonly ownership: 'user' | 'organization' | 'none';
  readonly custom: boolean;
  readonly objectTypeCode: number;
  readonly changeTracking: boolean;
  readonly columns: Map<string, Column>;
  readonly keys: AlternateKey[];
  /** Status codes of each state code, the default first. */
  readonly statuses: Map<number, number[]>;
}

export type ColumnType =
  | 'id'
  | 'text'
  | 'memo'
  | 'int'
  | 'bigint'
  | 'decimal'
  | 'double'
  | 'bool'
  | 'choice'
  | 'datetime'
  | 'date'
  | 'guid'
  | 'lookup'
  | 'binary';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly label: string;
  /** Brought by a solution. */
  readonly custom?: boolean;
  /** When a client may set it; what is not settable is passed over in silence, as the platform does. */
  readonly settable: 'always' | 'create' | 'never';
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly options?: ReadonlyMap<number, string>;
  /** A text that holds any number of the options, `1,3`. https://learn.microsoft.com/power-apps/developer/data-platform/multi-select-picklist */
  readonly severalOptions?: true;
  readonly boolLabels?: readonly [string, string];
  readonly defaultValue?: boolean | number;
  readonly targets?: readonly LookupTarget[];
  /** Written, never read back. */
  readonly secret?: boolean;
}

export interface LookupTarget {
  readonly table: string;
  /** Name of the single-valued navigation property; null where the table offers none (listmember). */
  readonly navigation: string | null;
}

export interface AlternateKey {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Relationship {
  readonly name: string;
  /** The table that holds the lookup. */
  readonly child: string;
  readonly column: string;
  readonly parent: string;
  /** Collection-valued navigation property on the parent. */
  readonly collection: string;
  readonly onDelete: 'cascade' | 'remove-link' | 'restrict';
}

const edmTypes: Record<ColumnType, string> = {
  id: 'Edm.Guid',
  text: 'Edm.String',
  memo: 'Edm.String',
  int: 'Edm.Int32',
  bigint: 'Edm.Int64',
  decimal: 'Edm.Decimal',
  double: 'Edm.Double',
  bool: 'Edm.Boolean',
  choice: 'Edm.Int32',
  datetime: 'Edm.DateTimeOffset',
  date: 'Edm.Date',
  guid: 'Edm.Guid',
  lookup: 'Edm.Guid',
  binary: 'Edm.Binary',
};

export const isColumnType = (text: string | undefined): text is ColumnType =>
  text !== undefined && Object.hasOwn(edmTypes, text);

export const edmType = (column: Column): string => edmTypes[column.type];

/** The name under which a column is read: lookups appear as `_name_value`. */
export const propertyName = (column: Column): string =>
  column.type === 'lookup' ? `_${column.name}_value` : column.name;

/** The column that a readable property stands for. */
export function columnOfProperty(table: Table, property: string): Column | undefined {
  const plain = table.columns.get(property);
  if (plain !== undefined) return plain.type === 'lookup' ? undefined : plain;
  if (!property.startsWith('_') || !property.endsWith('_value')) return undefined;
  const lookup = table.columns.get(property.slice(1, -'_value'.length));
  return lookup?.type === 'lookup' ? lookup : undefined;
}

/** The lookup and target that a single-valued navigation property (case-sensitive) stands for. */
export function columnOfNavigation(table: Table, navigation: string): { column: Column; table: string } | undefined {
  for (const column of table.columns.values()) {
    const target = column.targets?.find((target) => target.navigation === navigation);
    if (target !== undefined) return { column, table: target.table };
  }
  return undefined;
}

/** `ownerid` binds to users and teams alike under one name. */
export const isNavigation = (table: Table, name: string): boolean => columnOfNavigation(table, name) !== undefined;
