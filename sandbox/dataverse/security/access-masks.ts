import { stableGuid } from '../stable-guid';
import type { Operation } from '../users';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/accessrights */
export const accessMasks: Readonly<Record<Operation, number>> = {
  Read: 1,
  Write: 2,
  Append: 4,
  AppendTo: 16,
  Create: 32,
  Delete: 65_536,
  Share: 262_144,
  Assign: 524_288,
};

/** What one user or team was given on one row is one row itself. */
export const shareId = (rowId: string, principalId: string): string => stableGuid(`share ${rowId} ${principalId}`);
