/** The grids on a form: the subgrids that its designer put there and the one of a related table that the person opened. */
import type { FormTab, SubgridCell } from './form-definition';
import type { GridState } from './page-state';
import type { Markup } from './pages/html';
import { subgridSection } from './pages/subgrid';
import type { Related } from './related-tables';
import { readRelationships } from './related-tables';
import { commandsOf } from './ribbon/commands';
import { readRibbon } from './ribbon/read-ribbon';
import { readTableNames, type TableNames } from './table-definition';
import { tableState } from './record-state';
import type { Visit } from './visit';

export interface Parent {
  table: TableNames;
  id: string;
}

/** By the cell's id; without those whose table the person may not read or that hang on no relationship. */
export async function readSubgrids(visit: Visit, tabs: FormTab[], parent: Parent): Promise<Map<string, Markup>> {
  const cells = tabs
    .flatMap(({ columns }) => columns.flatMap(({ sections }) => sections.flatMap(({ cells }) => cells)))
    .filter((cell) => cell.kind === 'subgrid');
  if (cells.length === 0) return new Map();
  const relationships = await readRelationships(visit.platform, parent.table.name);
  const found = await Promise.all(
    cells.map(async (cell): Promise<[string, Markup][]> => {
      const link = relationships.find(
        ({ relationship, table }) => table === cell.table && relationship === cell.relationship,
      );
      if (link === undefined || !(await visit.privileges.may('Read', cell.table))) return [];
      return [[cell.id, await designed(visit, cell, link.column, parent)]];
    }),
  );
  return new Map(found.flat());
}

/** The rows of a table that point to the record, in the view made for that. */
export async function readRelatedGrid(visit: Visit, related: Related, parent: Parent): Promise<Markup> {
  const cell = { id: related.key, label: related.label, table: related.table, view: 'associated', rows: 25 };
  return designed(visit, cell, related.column, parent);
}

async function designed(
  visit: Visit,
  cell: Pick<SubgridCell, 'id' | 'label' | 'table' | 'view' | 'rows'>,
  column: string,
  parent: Parent,
): Promise<Markup> {
  const { platform, words, language, privileges } = visit;
  const table = await readTableNames(platform, cell.table, words);
  const ribbon = await readRibbon(platform, cell.table);
  const asker = { table: cell.table, label: table.label, privileges, rights: null, language: language.id, words };
  const state: GridState = {
    table: tableState(table),
    commands: await commandsOf(ribbon, 'SubGrid', asker),
    parent: { table: parent.table.name, set: parent.table.set, id: parent.id, column },
  };
  const query = new URLSearchParams({
    appid: visit.appId,
    etn: cell.table,
    viewid: cell.view,
    column,
    parent: parent.id,
    rows: String(cell.rows),
  });
  return subgridSection({
    id: cell.id,
    title: cell.label || table.pluralLabel,
    state,
    source: `/shell/grid?${query.toString()}`,
    words,
  });
}
