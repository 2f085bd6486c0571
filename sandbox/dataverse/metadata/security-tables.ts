import { defineTable } from './define-table';
import type { Table } from './table';

/** Security roles, one row in each business unit, what they allow, who holds them, and what was shared with whom. */
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
    defineTable({
      name: 'privilege',
      schemaName: 'Privilege',
      set: 'privileges',
      title: 'name',
      label: 'Privilege',
      labels: 'Privileges',
      objectTypeCode: 1023,
      columns: 'name! text 100',
    }),
    defineTable({
      name: 'roleprivileges',
      schemaName: 'RolePrivileges',
      set: 'roleprivilegescollection',
      id: 'roleprivilegeid',
      title: 'roleprivilegeid',
      objectTypeCode: 12,
      columns: `
        roleid! lookup role:-
        privilegeid! guid
        privilegedepthmask! int`,
    }),
    defineTable({
      name: 'teamroles',
      schemaName: 'TeamRoles',
      set: 'teamrolescollection',
      id: 'teamroleid',
      title: 'teamroleid',
      objectTypeCode: 40,
      columns: `
        teamid! lookup team:-
        roleid! lookup role:-`,
    }),
    defineTable({
      name: 'teammembership',
      schemaName: 'TeamMembership',
      set: 'teammemberships',
      id: 'teammembershipid',
      title: 'teammembershipid',
      objectTypeCode: 23,
      columns: `
        teamid! lookup team:-
        systemuserid! lookup systemuser:-`,
    }),
    defineTable({
      name: 'appmoduleroles',
      schemaName: 'AppModuleRoles',
      set: 'appmodulerolescollection',
      id: 'appmoduleroleid',
      title: 'appmoduleroleid',
      objectTypeCode: 9009,
      columns: `
        appmoduleid! lookup appmodule:-
        roleid! lookup role:-`,
    }),
    defineTable({
      name: 'principalobjectaccess',
      schemaName: 'PrincipalObjectAccess',
      set: 'principalobjectaccessset',
      title: 'principalobjectaccessid',
      objectTypeCode: 11,
      columns: `
        objectid! guid
        objecttypecode! text 64
        principalid! guid
        accessrightsmask! int`,
    }),
  ];
}
