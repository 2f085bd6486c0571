import { defineTable } from './define-table';
import type { Table } from './table';

/** Marketing lists and their members (Dynamics 365 Sales and Marketing; not part of a bare Dataverse). */
export function listTables(): Table[] {
  return [list(), listMember()];
}

function list(): Table {
  return defineTable({
    name: 'list',
    schemaName: 'List',
    set: 'lists',
    title: 'listname',
    label: 'Marketing List',
    labels: 'Marketing Lists',
    ownership: 'user',
    objectTypeCode: 4300,
    columns: `
      listname text 128
      createdfromcode+ choice 1=Account|2=Contact|4=Lead
      membertype! int
      type bool false Static|Dynamic
      query memo 1073741823
      processfetchxml! memo 1073741823
      lockstatus bool false Unlocked|Locked
      statecode choice 0=Active|1=Inactive
      statuscode choice 0=Active|1=Inactive
      membercount! int
      processedmembercount! int
      lastusedon datetime
      purpose text 512
      source text 128
      description memo 2000
      donotsendonoptout bool true
      ignoreinactivelistmembers bool true
      cost decimal
      cost_base! decimal
      exchangerate! decimal
      processid guid
      stageid guid
      traversedpath text 1250`,
  });
}

/** Its two lookups have no navigation property, and its owner is read through it from the list. */
function listMember(): Table {
  return defineTable({
    name: 'listmember',
    schemaName: 'ListMember',
    set: 'listmembers',
    title: 'name',
    label: 'Marketing List Member',
    labels: 'Marketing List Members',
    objectTypeCode: 4301,
    columns: `
      name! text 100
      entitytype! text 100
      entityid! lookup account:- contact:- lead:-
      listid! lookup list:-
      ownerid! lookup systemuser:- team:-
      owninguser! guid
      owningbusinessunit! guid`,
  });
}
