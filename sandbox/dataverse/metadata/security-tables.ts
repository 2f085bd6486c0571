import { defineTable } from './define-table';
import type { Table } from './table';

/** Security roles, one row in each business unit, and who holds them. */
export function securityTables(): Table[] {
  return [
    defineTable({
      name: 'role',
      schemaName: 'Role',
      set: 'roles',
      title: 'name',
      label: 'Security Role',
      labels: 'Security Roles',
      objectTypeCode: 1036,
      columns: `
        name! text 100
        businessunitid! lookup businessunit
        parentroleid! lookup role
        parentrootroleid! lookup role
        roletemplateid! guid
        ismanaged! bool false
        solutionid! guid`,
    }),
    defineTable({
      name: 'systemuserroles',
      schemaName: 'SystemUserRoles',
      set: 'systemuserrolescollection',
      id: 'systemuserroleid',
      title: 'systemuserroleid',
      objectTypeCode: 14,
      columns: `
        systemuserid! lookup systemuser:-
        roleid! lookup role:-`,
    }),
  ];
}
