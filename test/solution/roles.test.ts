/** Who is granted what: a change of a role is a change of this list, and of docs/rights.md. */
import { readDocuments } from '../../solution/tools/model/documents';
import { opening } from '../../solution/tools/model/privileges';
import { readRoles } from '../../solution/tools/model/roles';
import { committedSolution } from './changed-solution';

const files = committedSolution();
const roles = new Map(readRoles(files, readDocuments(files)).map((role) => [role.name, role]));

/** `Read Write: Contact Lead` means prvReadContact and so on; what opens an app stands elsewhere. */
function granted(role: string, level: string): string[] {
  const byTable = new Map<string, string[]>();
  for (const privilege of roles.get(role)?.privileges ?? []) {
    if (privilege.level !== level) continue;
    if (role !== 'Audience Sync Service' && Object.hasOwn(opening, privilege.name)) continue;
    const [, operation = '', table = ''] =
      /^prv(AppendTo|Append|Assign|Create|Delete|Read|Share|Write)(\w+)$/.exec(privilege.name) ?? [];
    byTable.set(table, [...(byTable.get(table) ?? []), operation]);
  }
  return [...byTable].map(([table, operations]) => `${table}: ${operations.join(' ')}`).toSorted();
}

test.each<[string, string, string[]]>([
  [
    'Audience Sync Service',
    'Global',
    [
      'Account: Read',
      'AsyncOperation: Read',
      'Attribute: Read',
      'BusinessUnit: Read',
      'Contact: AppendTo Assign Create Read Write',
      'Entity: Read',
      'EntityKey: Read',
      'Lead: AppendTo Assign Create Read Write',
      'List: Append AppendTo Read Write',
      'Note: Append Assign Create Read',
      'OptionSet: Read',
      'Organization: Read',
      'Relationship: Read',
      'SdkMessageProcessingStep: Read',
      'ServiceEndpoint: Read',
      'TransactionCurrency: Read',
      'User: Read',
      'appnotification: Assign Create',
      'mcs_account: AppendTo Create Read Write',
      'mcs_audience: AppendTo Append Create Read Write',
      'mcs_audiencemember: Append Assign Create Delete Read Write',
      'mcs_fieldmapping: Read',
      'mcs_interest: Append Create Delete Read Write',
      'mcs_listevent: Append Create Delete Read',
      'mcs_syncrun: AppendTo Append Create Read Write',
      'mcs_tag: Append Create Delete Read Write',
    ],
  ],
  ['Audience Sync Service', 'Basic', []],
  [
    'Audience Sync Administrator',
    'Global',
    [
      'Contact: Read',
      'Lead: Read',
      'List: Append AppendTo Read Write',
      'Note: Read',
      'mcs_account: AppendTo Append Assign Create Delete Read Share Write',
      'mcs_audience: AppendTo Append Assign Create Delete Read Share Write',
      'mcs_audiencemember: AppendTo Append Assign Create Delete Read Share Write',
      'mcs_fieldmapping: AppendTo Append Assign Create Delete Read Share Write',
      'mcs_interest: AppendTo Append Assign Create Delete Read Share Write',
      'mcs_listevent: AppendTo Append Create Delete Read Write',
      'mcs_syncrun: AppendTo Append Assign Create Delete Read Share Write',
      'mcs_tag: AppendTo Append Assign Create Delete Read Share Write',
    ],
  ],
  ['Audience Sync Administrator', 'Basic', ['appnotification: Delete Read Write']],
  [
    'Audience Sync User',
    'Global',
    [
      'mcs_account: AppendTo Read',
      'mcs_audience: AppendTo Append Read Write',
      'mcs_fieldmapping: Append Delete Read Write',
      'mcs_interest: Append Read Write',
      'mcs_syncrun: Read',
      'mcs_tag: AppendTo Append Read Write',
    ],
  ],
  [
    'Audience Sync User',
    'Basic',
    [
      'Note: Read',
      'appnotification: Delete Read Write',
      'mcs_audiencemember: Read Write',
      'mcs_fieldmapping: Create',
      'mcs_syncrun: Append Create',
    ],
  ],
])('%s holds at the level %s what is written here', (role, level, expected) => {
  expect(granted(role, level)).toEqual(expected);
});

test.each(['Audience Sync Administrator', 'Audience Sync User'])('%s opens the app', (role) => {
  const held = new Map(roles.get(role)?.privileges.map(({ name, level }) => [name, level]));
  for (const [name, level] of Object.entries(opening)) expect([name, held.get(name)]).toEqual([name, level]);
});

test('no role reaches as far as a business unit: rights over lists and people come from the roles that people have', () => {
  const levels = [...roles.values()].flatMap(({ privileges }) => privileges.map(({ level }) => level));
  expect(new Set(levels)).toEqual(new Set(['Basic', 'Global']));
});
