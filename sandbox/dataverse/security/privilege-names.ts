import type { Model } from '../metadata/model';
import type { Table } from '../metadata/table';
import { stableGuid } from '../stable-guid';
import type { Operation } from '../users';
import { operations } from '../users';

/** What privileges are called, which of them there are, and their ids. */
type Securable = Pick<Table, 'name' | 'schemaName'>;

/** Tables of the platform whose privileges do not bear their schema name. */
const named: Readonly<Record<string, string>> = {
  account: 'Account',
  annotation: 'Note',
  appmodule: 'AppModule',
  appmodulecomponent: 'AppModule',
  appmoduleroles: 'AppModule',
  asyncoperation: 'AsyncOperation',
  businessunit: 'BusinessUnit',
  importjob: 'ImportJob',
  listmember: 'List',
  opportunity: 'Opportunity',
  organization: 'Organization',
  plugintype: 'PluginType',
  privilege: 'Role',
  publisher: 'Publisher',
  ribbondiff: 'Customization',
  role: 'Role',
  roleprivileges: 'Role',
  savedquery: 'Query',
  sdkmessage: 'SdkMessage',
  sdkmessagefilter: 'SdkMessage',
  sdkmessageprocessingstep: 'SdkMessageProcessingStep',
  serviceendpoint: 'ServiceEndpoint',
  sitemap: 'Customization',
  solution: 'Solution',
  systemform: 'SystemForm',
  systemuser: 'User',
  systemuserroles: 'User',
  team: 'Team',
  teammembership: 'Team',
  teamroles: 'Team',
  webresource: 'WebResource',
};

/** `prvWriteList`. The members of a list have no privileges of their own: they go with the list. */
export const privilegeName = (operation: Operation, table: Securable): string =>
  `prv${operation}${named[table.name] ?? table.schemaName}`;

/** Privileges to do something rather than to touch a table. https://learn.microsoft.com/power-platform/admin/miscellaneous-privileges */
const miscellaneous = [
  'prvActOnBehalfOfAnotherUser',
  'prvAssignRole',
  'prvBypassCustomBusinessLogic',
  'prvExportCustomization',
  'prvImportCustomization',
  'prvOverrideCreatedOnCreatedBy',
  'prvPublishCustomization',
] as const;
export type MiscellaneousPrivilege = (typeof miscellaneous)[number];

/** What no table of the stand-in stands for. */
const otherPrivileges: readonly string[] = [
  ...miscellaneous,
  ...(
    'AppConfigMaster Attribute ComplexControl Customization Entity EntityKey OptionSet PluginAssembly Relationship Report ' +
    'SavedQueryVisualizations TransactionCurrency UserQuery UserSettings Workflow'
  )
    .split(' ')
    .map((table) => `prvRead${table}`),
  ...['UserEntityUISettings', 'UserApplicationMetadata'].flatMap((table) =>
    ['Read', 'Create', 'Write', 'Delete'].map((operation) => `prv${operation}${table}`),
  ),
];

/** Rows that belong to nobody can be neither assigned nor shared; list members go with their list. */
export function privilegesOn(table: Securable & Pick<Table, 'ownership'>): { name: string; operation: Operation }[] {
  if (table.name === 'listmember') return [];
  return operations
    .filter((operation) => table.ownership === 'user' || (operation !== 'Assign' && operation !== 'Share'))
    .map((operation) => ({ name: privilegeName(operation, table), operation }));
}

export const namesFor = (table: Securable & Pick<Table, 'ownership'>): string[] =>
  privilegesOn(table).map(({ name }) => name);

/** Every privilege there is, by its name in lower case. */
export function allPrivileges(model: Model): ReadonlyMap<string, string> {
  const ofTables = [...model.tables()].flatMap((table) => namesFor(table));
  return new Map([...otherPrivileges, ...ofTables].map((name) => [name.toLowerCase(), name]));
}

export const privilegeId = (name: string): string => stableGuid(`privilege ${name.toLowerCase()}`);
