import { defineTable } from './define-table';
import type { Table } from './table';

/** What a qualified lead becomes besides a contact and an account. */
export function salesTables(): Table[] {
  return [
    defineTable({
      name: 'opportunity',
      schemaName: 'Opportunity',
      set: 'opportunities',
      title: 'name',
      label: 'Opportunity',
      labels: 'Opportunities',
      ownership: 'user',
      objectTypeCode: 3,
      changeTracking: true,
      statuses: new Map([
        [0, [1, 2]],
        [1, [3]],
        [2, [4, 5]],
      ]),
      columns: `
        name text 300
        description memo 2000
        estimatedvalue decimal
        estimatedclosedate date
        actualvalue decimal
        actualclosedate date
        closeprobability int
        customerid lookup account:customerid_account contact:customerid_contact
        parentaccountid lookup account
        parentcontactid lookup contact
        originatingleadid+ lookup lead
        statecode choice 0=Open|1=Won|2=Lost
        statuscode choice 1=In Progress|2=On Hold|3=Won|4=Canceled|5=Out-Sold`,
    }),
  ];
}
