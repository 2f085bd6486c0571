import { customizationTables } from './customization-tables';
import { listTables } from './list-tables';
import { Model } from './model';
import { notificationTable } from './notification-table';
import { peopleTables } from './people-tables';
import { salesTables } from './sales-tables';
import { securityTables } from './security-tables';
import { systemTables } from './system-tables';

/** An environment with Dynamics 365 Sales and nothing of anybody's own in it. */
export function standardModel(): Model {
  const model = new Model();
  for (const table of [
    ...peopleTables(),
    ...salesTables(),
    ...listTables(),
    ...systemTables(),
    ...securityTables(),
    notificationTable(),
    ...customizationTables(),
  ]) {
    model.put(table);
  }
  for (const parent of ['account', 'contact']) {
    model.relate({
      name: `contact_customer_${parent}s`,
      child: 'contact',
      column: 'parentcustomerid',
      parent,
      collection: `contact_customer_${parent}s`,
      onDelete: 'remove-link',
    });
  }
  for (const [name, column, parent] of salesLinks) {
    model.relate({ name, child: 'opportunity', column, parent, collection: name, onDelete: 'remove-link' });
  }
  for (const parent of ['account', 'contact', 'lead', 'list', 'opportunity']) annotate(model, parent);
  for (const parent of ['account', 'contact', 'lead']) {
    membership(model, parent, 'entityid');
  }
  membership(model, 'list', 'listid');
  for (const [name, column, parent] of [
    ['sdkmessageid_sdkmessageprocessingstep', 'sdkmessageid', 'sdkmessage'],
    ['sdkmessagefilterid_sdkmessageprocessingstep', 'sdkmessagefilterid', 'sdkmessagefilter'],
    ['serviceendpoint_sdkmessageprocessingstep', 'eventhandler', 'serviceendpoint'],
  ] as const) {
    model.relate({ name, child: 'sdkmessageprocessingstep', column, parent, collection: name, onDelete: 'cascade' });
  }
  for (const [child, column, parent] of [
    ['systemuserroles', 'systemuserid', 'systemuser'],
    ['systemuserroles', 'roleid', 'role'],
    ['roleprivileges', 'roleid', 'role'],
    ['teamroles', 'roleid', 'role'],
    ['appmoduleroles', 'roleid', 'role'],
  ] as const) {
    const name = `${child}_${parent}`;
    model.relate({ name, child, column, parent, collection: '', onDelete: 'cascade' });
  }
  model.relate({
    name: 'sdkmessageid_sdkmessagefilter',
    child: 'sdkmessagefilter',
    column: 'sdkmessageid',
    parent: 'sdkmessage',
    collection: 'sdkmessageid_sdkmessagefilter',
    onDelete: 'cascade',
  });
  return model;
}

const salesLinks = [
  ['opportunity_customer_accounts', 'customerid', 'account'],
  ['opportunity_customer_contacts', 'customerid', 'contact'],
  ['opportunity_parent_account', 'parentaccountid', 'account'],
  ['opportunity_parent_contact', 'parentcontactid', 'contact'],
  ['opportunity_originating_lead', 'originatingleadid', 'lead'],
] as const;

/** Notes hang on a row of any table that has them and go with it. */
export function annotate(model: Model, parent: string): void {
  const name = model.table(parent).custom ? `${parent}_Annotations` : `${model.table(parent).schemaName}_Annotation`;
  model.relate({
    name,
    child: 'annotation',
    column: 'objectid',
    parent,
    collection: name,
    onDelete: 'cascade',
  });
}

function membership(model: Model, parent: string, column: string): void {
  model.relate({
    name: `listmember_${parent}`,
    child: 'listmember',
    column,
    parent,
    collection: '',
    onDelete: 'cascade',
  });
}
