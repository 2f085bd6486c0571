/**
 * What the solution uses of tables that it does not ship. Views and forms may name these columns; a further one is added
 * here after looking it up in https://learn.microsoft.com/power-apps/developer/data-platform/reference/about-entity-reference
 */

export interface StandardTable {
  set: string;
  id: string;
  primaryName: string;
  columns: readonly string[];
}

const everywhere = ['createdby', 'createdon', 'modifiedby', 'modifiedon', 'ownerid', 'statecode', 'statuscode'];
const person = ['emailaddress1', 'emailaddress2', 'emailaddress3', 'firstname', 'fullname', 'lastname'];

export const standardTables: Readonly<Record<string, StandardTable>> = {
  contact: {
    set: 'contacts',
    id: 'contactid',
    primaryName: 'fullname',
    columns: [...everywhere, ...person, 'contactid', 'donotbulkemail', 'donotemail', 'parentcustomerid'],
  },
  lead: {
    set: 'leads',
    id: 'leadid',
    primaryName: 'fullname',
    columns: [...everywhere, ...person, 'companyname', 'donotbulkemail', 'donotemail', 'leadid', 'subject'],
  },
  list: {
    set: 'lists',
    id: 'listid',
    primaryName: 'listname',
    columns: [
      ...everywhere,
      'createdfromcode',
      'description',
      'lastusedon',
      'listid',
      'listname',
      'lockstatus',
      'membercount',
      'purpose',
      'type',
    ],
  },
};

/** Lookups that every table has from the platform, which makes their relationships itself. */
export const platformLookups: Readonly<Record<string, readonly string[]>> = {
  createdby: ['systemuser'],
  createdonbehalfby: ['systemuser'],
  modifiedby: ['systemuser'],
  modifiedonbehalfby: ['systemuser'],
  organizationid: ['organization'],
  ownerid: ['systemuser', 'team'],
  owningbusinessunit: ['businessunit'],
  owningteam: ['team'],
  owninguser: ['systemuser'],
};
