/** Tables: those of the solution's own and the standard table that it adds columns to. */

import type { Element } from '@xmldom/xmldom';
import { at, attribute, children, rootOf, textOf } from '../xml';
import { filesIn, type Files } from '../source';
import { readColumn, type Column } from './columns';
import type { Documents } from './documents';
import { standardTables } from './standard-tables';

export interface Table {
  file: string;
  /** Logical name, lower case. */
  name: string;
  schemaName: string;
  /** A standard table of which the solution ships its own columns only. */
  extends: boolean;
  set: string;
  id: string;
  primaryName: string;
  columns: Column[];
  keys: Key[];
  label: string;
  /** Belongs to nobody in particular. */
  organizationOwned: boolean;
  /** Name of a web resource, or empty. */
  icon: string;
}

export interface Key {
  name: string;
  columns: string[];
}

export function readTables(files: Files, documents: Documents): Table[] {
  return filesIn(files, 'Entities')
    .filter((file) => file.endsWith('/Entity.xml'))
    .map((file) => readTable(file, rootOf(documents(file), file)));
}

function readTable(file: string, root: Element): Table {
  const entity = at(root, 'EntityInfo', 'entity');
  if (!entity) throw new Error(`${file} has no EntityInfo/entity`);
  const schemaName = attribute(entity, 'Name');
  const name = schemaName.toLowerCase();
  const attributes = at(entity, 'attributes');
  const columns = (attributes ? children(attributes, 'attribute') : []).map(readColumn);
  const standard = standardTables[name];
  return {
    file,
    name,
    schemaName,
    extends: standard !== undefined,
    set: standard?.set ?? textOf(entity, 'EntitySetName'),
    id: standard?.id ?? columns.find(({ type }) => type === 'id')?.name ?? '',
    primaryName: standard?.primaryName ?? columns.find(({ primaryName }) => primaryName)?.name ?? '',
    columns,
    keys: readKeys(entity),
    label: attribute(children(root, 'Name')[0] ?? root, 'LocalizedName'),
    organizationOwned: textOf(entity, 'OwnershipTypeMask') === 'OrgOwned',
    icon: textOf(entity, 'IconVectorName'),
  };
}

function readKeys(entity: Element): Key[] {
  const keys = at(entity, 'EntityKeys');
  return (keys ? children(keys, 'EntityKey') : []).map((key) => {
    const columns = at(key, 'EntityKeyAttributes');
    return {
      name: textOf(key, 'LogicalName'),
      columns: (columns ? children(columns, 'AttributeName') : []).map((column) => column.textContent?.trim() ?? ''),
    };
  });
}
