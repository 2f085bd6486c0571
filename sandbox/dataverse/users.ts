/** Who may talk to the stand-in, by which token, and what each may do. */
export type Role = 'service' | 'administrator' | 'user' | 'nobody';

export interface User {
  id: string;
  fullname: string;
  token: string;
  role: Role;
  /** Object id in Entra ID, named by the header CallerObjectId. */
  objectId: string;
  /** Privileges that the user holds, or lacks, whatever the role says: `prvwritelist`, in lower case. */
  granted: string[];
  revoked: string[];
  /** What the user may do with single rows, whatever the role says, by `table id`. With nothing a row is out of sight. */
  rows: Record<string, Operation[]>;
}

export const businessUnitId = 'b0000000-0000-4000-8000-000000000001';
export const teamId = 'b0000000-0000-4000-8000-000000000002';
export const defaultOrganizationId = '0a000000-0000-4000-8000-000000000001';

export const serviceUserId = 'a0000000-0000-4000-8000-000000000001';
export const administratorId = 'a0000000-0000-4000-8000-000000000002';
export const ordinaryUserId = 'a0000000-0000-4000-8000-000000000003';
export const nobodyId = 'a0000000-0000-4000-8000-000000000004';

export const tokens = {
  service: 'stand-in-service',
  administrator: 'stand-in-administrator',
  user: 'stand-in-user',
  nobody: 'stand-in-nobody',
} as const;

export function standardUsers(): User[] {
  return [
    user(serviceUserId, 'Audience Sync service', tokens.service, 'service'),
    user(administratorId, 'Alex Admin', tokens.administrator, 'administrator'),
    user(ordinaryUserId, 'Uma User', tokens.user, 'user'),
    user(nobodyId, 'Nora Nobody', tokens.nobody, 'nobody'),
  ];
}

const user = (id: string, fullname: string, token: string, role: Role): User => ({
  id,
  fullname,
  token,
  role,
  objectId: `e${id.slice(1)}`,
  granted: [],
  revoked: [],
  rows: {},
});

export type Operation = 'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign' | 'Share';

export const operations: readonly Operation[] = [
  'Read',
  'Write',
  'Append',
  'AppendTo',
  'Create',
  'Delete',
  'Share',
  'Assign',
];

/** Privileges that belong to no single table; System Administrators hold them. */
export const miscellaneous = [
  'prvImportCustomization',
  'prvExportCustomization',
  'prvPublishCustomization',
  'prvAssignRole',
  'prvCreateUser',
] as const;
export type MiscellaneousPrivilege = (typeof miscellaneous)[number];

export const holdsMiscellaneous = (user: User, privilege: MiscellaneousPrivilege): boolean =>
  !user.revoked.includes(privilege.toLowerCase()) &&
  (user.granted.includes(privilege.toLowerCase()) || user.role === 'administrator');

/** What an ordinary user may do besides reading: edit an audience, press Sync Now. */
const ordinaryRights = new Set(['Write mcs_audience', 'Create mcs_syncrun']);

interface Securable {
  readonly name: string;
  readonly schemaName: string;
  readonly custom: boolean;
}

/** `prvWriteList`. The members of a list have no privileges of their own. */
export const privilegeName = (operation: Operation, table: Securable): string =>
  `prv${operation}${table.name === 'listmember' ? 'List' : table.schemaName}`;

export function may(user: User, operation: Operation, table: Securable): boolean {
  const privilege = privilegeName(operation, table).toLowerCase();
  if (user.revoked.includes(privilege)) return false;
  return user.granted.includes(privilege) || byRole(user.role, operation, table);
}

function byRole(role: Role, operation: Operation, table: Securable): boolean {
  switch (role) {
    case 'service':
    case 'administrator':
      return true;
    case 'user':
      return operation === 'Read' || operation.startsWith('Append') || ordinaryRights.has(`${operation} ${table.name}`);
    case 'nobody':
      return operation === 'Read' && !table.custom;
  }
}
