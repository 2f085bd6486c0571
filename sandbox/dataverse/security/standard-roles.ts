import type { Environment } from '../environment';
import { now, rowsOf } from '../environment';
import { stableGuid } from '../stable-guid';
import { businessUnitId } from '../users';
import type { DepthName } from './depth';
import { depths } from './depth';
import { allPrivileges, privilegeId } from './privilege-names';

/** Roles that every environment has. An app names these two by their templates. */
export const systemAdministratorTemplate = '627090ff-40a3-4053-8790-584edc5be201';
export const systemCustomizerTemplate = '119f245c-3cc8-4b62-b31c-d1a046ced15d';

/** What it takes to open any app, as the platform's own Basic User role gives it. */
const openingGlobal = (
  'AppModule AppConfigMaster Entity Attribute Relationship OptionSet EntityKey SystemForm Query SavedQueryVisualizations ' +
  'WebResource Customization ComplexControl SdkMessage SdkMessageProcessingStep PluginAssembly PluginType Role User Team ' +
  'BusinessUnit Organization UserSettings TransactionCurrency Workflow'
)
  .split(' ')
  .map((table) => `prvRead${table}`);
const openingBasic = [
  ...onEach(['UserEntityUISettings', 'UserApplicationMetadata'], 'Read Create Write Delete'),
  ...onEach(['UserQuery', 'AsyncOperation', 'Report'], 'Read'),
];

function onEach(tables: readonly string[], operations: string): string[] {
  return tables.flatMap((table) => operations.split(' ').map((operation) => `prv${operation}${table}`));
}

const sold = ['Contact', 'Lead', 'List', 'Account', 'Opportunity'];
const salesperson: Readonly<Record<string, DepthName>> = {
  ...each(openingGlobal, 'Global'),
  ...each(openingBasic, 'Basic'),
  ...each(onEach(sold, 'Read AppendTo'), 'Global'),
  ...each(onEach(sold, 'Create Write Delete Append Assign Share'), 'Basic'),
  ...each(onEach(['appnotification'], 'Read Write Delete'), 'Basic'),
  ...each(onEach(['Note'], 'Create Read Write Delete Append AppendTo'), 'Basic'),
};

function each(names: readonly string[], depth: DepthName): Record<string, DepthName> {
  return Object.fromEntries(names.map((name) => [name, depth]));
}

/** Called when the environment is made. */
export function putStandardRoles(env: Environment): void {
  for (const name of allPrivileges(env.model).values()) putPrivilege(env, name);
  putRole(env, {
    id: stableGuid('role System Administrator'),
    name: 'System Administrator',
    template: systemAdministratorTemplate,
  });
  putRole(env, {
    id: stableGuid('role System Customizer'),
    name: 'System Customizer',
    template: systemCustomizerTemplate,
    privileges: {
      ...each(
        [...openingGlobal, 'prvImportCustomization', 'prvExportCustomization', 'prvPublishCustomization'],
        'Global',
      ),
      ...each(openingBasic, 'Basic'),
    },
  });
  putRole(env, { id: stableGuid('role Salesperson'), name: 'Salesperson', privileges: salesperson });
}

export interface RoleDraft {
  readonly id: string;
  readonly name: string;
  readonly template?: string;
  readonly privileges?: Readonly<Record<string, DepthName>>;
}

/** Makes a role exist with exactly these privileges; who holds it stays as it is. */
export function putRole(env: Environment, role: RoleDraft): void {
  const at = { createdon: now(env), modifiedon: now(env) };
  env.store.put(env.model.table('role'), role.id, {
    ...at,
    name: role.name,
    ismanaged: false,
    parentrootroleid: { table: 'role', id: role.id },
    roletemplateid: role.template ?? null,
    businessunitid: { table: 'businessunit', id: businessUnitId },
  });
  const table = env.model.table('roleprivileges');
  for (const row of rowsOf(env, table).having('roleid', role.id)) env.store.remove(table, row);
  for (const [name, depth] of Object.entries(role.privileges ?? {})) {
    env.store.put(table, stableGuid(`roleprivilege ${role.id} ${name.toLowerCase()}`), {
      ...at,
      roleid: { table: 'role', id: role.id },
      privilegeid: privilegeId(name),
      privilegedepthmask: depths[depth],
    });
  }
}

/** Tables that came with a solution bring their privileges. */
export function putPrivilege(env: Environment, name: string): void {
  const id = privilegeId(name);
  if (rowsOf(env, 'privilege').get(id) === undefined) env.store.put(env.model.table('privilege'), id, { name });
}
