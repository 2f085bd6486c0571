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
/** The app registration of the service's application user. */
export const serviceApplicationId = 'e0000000-0000-4000-8000-000000000001';

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
  objectId: id === serviceUserId ? serviceApplicationId : `e${id.slice(1)}`,
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
