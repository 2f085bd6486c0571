/** Views and the forms of tables: which columns of which table they name. */

import type { Element } from '@xmldom/xmldom';
import { at, attribute, bareGuid, children, descendants, rootOf, textOf } from '../xml';
import { filesIn, type Files } from '../source';
import type { Documents } from './documents';

export interface View {
  file: string;
  /** Bare guid in lower case. */
  id: string;
  /** Table whose folder holds the view. */
  table: string;
  /** Table that the query reads. */
  queries: string;
  /** Column that the grid opens records by. */
  idColumn: string;
  cells: string[];
  /** Columns that the query fetches of its own table. */
  fetched: string[];
  /** Every column named in the query, with the table it is named of. */
  named: { table: string; column: string }[];
  label: string;
  description: string;
  /** querytype: public, advanced find, associated, quick find, lookup. */
  type: number;
  isDefault: boolean;
  /** Columns that what is typed into a search box is looked for in. */
  searches: string[];
  widths: number[];
}

export interface Form {
  file: string;
  id: string;
  table: string;
  columns: string[];
  /** Controls without the class that says how to draw them; the schema lets them pass. */
  withoutClass: string[];
  subgrids: { view: string; relationship: string; table: string }[];
}

export function readViews(files: Files, documents: Documents): View[] {
  return entityFiles(files, 'SavedQueries').flatMap(({ file, table }) =>
    children(rootOf(documents(file), file), 'savedquery').map((query) => {
      const entity = at(query, 'fetchxml', 'fetch', 'entity');
      const row = at(query, 'layoutxml', 'grid', 'row');
      return {
        file,
        table,
        id: bareGuid(textOf(query, 'savedqueryid')),
        queries: entity ? attribute(entity, 'name') : '',
        idColumn: row ? attribute(row, 'id') : '',
        cells: row ? children(row, 'cell').map((cell) => attribute(cell, 'name')) : [],
        fetched: entity ? children(entity, 'attribute').map((column) => attribute(column, 'name')) : [],
        named: entity ? namedColumns(entity) : [],
        label: attribute(at(query, 'LocalizedNames', 'LocalizedName') ?? query, 'description'),
        description: attribute(at(query, 'Descriptions', 'Description') ?? query, 'description'),
        type: Number(textOf(query, 'querytype')),
        isDefault: textOf(query, 'isdefault') === '1',
        searches: (entity ? children(entity, 'filter') : [])
          .filter((filter) => attribute(filter, 'isquickfindfields') === '1')
          .flatMap((filter) => descendants(filter, 'condition').map((test) => attribute(test, 'attribute'))),
        widths: row ? children(row, 'cell').map((cell) => Number(attribute(cell, 'width'))) : [],
      };
    }),
  );
}

export function readForms(files: Files, documents: Documents): Form[] {
  return entityFiles(files, 'FormXml').flatMap(({ file, table }) =>
    children(rootOf(documents(file), file), 'systemform').map((form) => {
      const controls = descendants(form, 'control');
      return {
        file,
        table,
        id: bareGuid(textOf(form, 'formid')),
        columns: controls.map((control) => attribute(control, 'datafieldname')).filter((name) => name !== ''),
        withoutClass: controls
          .filter((control) => attribute(control, 'classid') === '')
          .map((control) => attribute(control, 'id')),
        subgrids: controls.flatMap((control) => {
          const target = textOf(control, 'parameters', 'TargetEntityType');
          const view = bareGuid(textOf(control, 'parameters', 'ViewId'));
          const relationship = textOf(control, 'parameters', 'RelationshipName');
          return target === '' ? [] : [{ view, relationship, table: target }];
        }),
      };
    }),
  );
}

function namedColumns(entity: Element): { table: string; column: string }[] {
  const table = attribute(entity, 'name');
  const own = children(entity).flatMap((part) => {
    if (part.nodeName === 'attribute') return [attribute(part, 'name')];
    if (part.nodeName === 'order') return [attribute(part, 'attribute')];
    if (part.nodeName === 'filter') return descendants(part, 'condition').map((test) => attribute(test, 'attribute'));
    return [];
  });
  return [
    ...own.map((column) => ({ table, column })),
    ...children(entity, 'link-entity').flatMap((linked) => [
      { table: attribute(linked, 'name'), column: attribute(linked, 'from') },
      { table, column: attribute(linked, 'to') },
      ...namedColumns(linked),
    ]),
  ];
}

function entityFiles(files: Files, folder: string): { file: string; table: string }[] {
  return filesIn(files, 'Entities').flatMap((file) => {
    const [, schemaName, kind] = file.split('/');
    return kind === folder && schemaName ? [{ file, table: schemaName.toLowerCase() }] : [];
  });
}
