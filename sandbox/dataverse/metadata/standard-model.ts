import { customizationTables } from './customization-tables';
import { listTables } from './list-tables';
import { Model } from './model';
import { peopleTables } from './people-tables';
import { systemTables } from './system-tables';

/** An environment with Dynamics 365 Sales and nothing of anybody's own in it. */
export function standardModel(): Model {
  const model = new Model();
  for (const table of [...peopleTables(), ...listTables(), ...systemTables(), ...customizationTables()]) {
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
  for (const parent of ['account', 'contact', 'lead', 'list']) annotate(model, parent);
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

/** Notes hang on a row of any table that has them and go with it. */
export function annotate(model: Model, parent: string): void {
  model.relate({
    name: `${parent}_Annotation`,
    child: 'annotation',
    column: 'objectid',
    parent,
    collection: `${parent}_Annotation`,
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
