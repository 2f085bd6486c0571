/** Which privileges a role can grant: those of our own tables, and the ones of the platform that our roles use. */

import type { Table } from './tables';

export type Level = 'Basic' | 'Local' | 'Deep' | 'Global';

/** https://learn.microsoft.com/power-platform/admin/security-roles-privileges */
const onRows = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign', 'Share'] as const;
/** Rows that belong to the organization have no owner to change, and nobody shares them. */
const onRowsOfAll = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo'] as const;

/** The name that a standard table has in its privileges, with the case that counts. */
const standard = ['Contact', 'Lead', 'List', 'Account', 'Note', 'appnotification'] as const;

/** Without these an app cannot be opened. They are those of the roles that Microsoft's own apps bring. */
export const opening: Readonly<Record<string, Level>> = {
  ...each(
    'Global',
    ['AppConfigMaster', 'AppModule', 'Attribute', 'BusinessUnit', 'ComplexControl', 'Customization', 'Entity'],
    ['EntityKey', 'OptionSet', 'Organization', 'PluginAssembly', 'PluginType', 'Query', 'Relationship', 'Role'],
    ['SavedQueryVisualizations', 'SdkMessage', 'SdkMessageProcessingStep', 'SystemForm', 'Team'],
    ['TransactionCurrency', 'User', 'UserSettings', 'WebResource', 'Workflow'],
  ),
  ...each('Basic', ['AsyncOperation', 'Report', 'UserApplicationMetadata', 'UserEntityUISettings', 'UserQuery']),
  ...Object.fromEntries(
    ['UserApplicationMetadata', 'UserEntityUISettings'].flatMap((table) =>
      ['Create', 'Write', 'Delete'].map((operation) => [`prv${operation}${table}`, 'Basic' as const]),
    ),
  ),
};

function each(level: Level, ...tables: string[][]): Record<string, Level> {
  return Object.fromEntries(tables.flat().map((table) => [`prvRead${table}`, level]));
}

/** What the service reads beside, when somebody asks how it stands. */
const others = ['prvReadServiceEndpoint'];

export const isOwnTable = ({ extends: standardTable }: Table): boolean => !standardTable;

export function privilegesOf(table: Table): string[] {
  const operations = table.organizationOwned ? onRowsOfAll : onRows;
  return operations.map((operation) => `prv${operation}${table.schemaName}`);
}

export function knownPrivileges(tables: Table[]): Set<string> {
  return new Set([
    ...tables.filter(isOwnTable).flatMap(privilegesOf),
    ...standard.flatMap((name) => onRows.map((operation) => `prv${operation}${name}`)),
    ...Object.keys(opening),
    ...others,
  ]);
}
