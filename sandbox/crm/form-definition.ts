/** A main form as the solution designed it: tabs of columns of sections, and in them fields and subgrids under their labels. */
import { DOMParser, type Element } from '@xmldom/xmldom';
import type { Column, TableDefinition } from './table-definition';
import { literal, textOf, type WebApi } from './web-api';

export interface FormTab {
  key: string;
  label: string;
  /** Side by side, each with its share of the width in percent. */
  columns: { width: number; sections: Section[] }[];
}

export interface Section {
  title: string;
  /** How many fields stand side by side. */
  across: number;
  cells: Cell[];
}

export type Cell = FieldCell | SubgridCell | NotesCell;

export interface FieldCell {
  kind: 'field';
  column: Column;
  label: string;
  locked: boolean;
}

export interface SubgridCell {
  kind: 'subgrid';
  id: string;
  label: string;
  table: string;
  view: string;
  relationship: string;
  rows: number;
}

/** The notes of the record, with their files. */
export interface NotesCell {
  kind: 'notes';
  label: string;
}

const mainForm = 2;
const notesControl = '06375649-c143-495e-a496-c962e5b4488e';
const usualRows = 4;

/** Empty where no solution brought a main form. */
export async function readFormTabs(platform: WebApi, table: TableDefinition): Promise<FormTab[]> {
  const [form] = await platform.rows(
    `systemforms?$select=formxml&$filter=objecttypecode eq ${literal(table.name)} and type eq ${mainForm}`,
  );
  return form === undefined ? [] : parseForm(textOf(form['formxml']), table);
}

export function parseForm(formXml: string, table: TableDefinition): FormTab[] {
  // Wrapped, because a form read from a solution may stand among its siblings.
  const root = new DOMParser().parseFromString(`<forms>${formXml}</forms>`, 'text/xml').documentElement;
  return all(root, 'tab')
    .filter((tab) => tab.getAttribute('visible') !== 'false')
    .map((tab, index) => ({
      key: tab.getAttribute('name') || tab.getAttribute('id') || `tab-${index}`,
      label: labelOf(tab) ?? '',
      columns: all(tab, 'column').map((column) => ({
        width: Number.parseFloat(column.getAttribute('width') ?? '100') || 100,
        sections: all(column, 'section')
          .filter((section) => section.getAttribute('visible') !== 'false')
          .map((section) => sectionOf(section, table))
          .filter(({ cells }) => cells.length > 0),
      })),
    }))
    .filter(({ columns }) => columns.some(({ sections }) => sections.length > 0));
}

function sectionOf(section: Element, table: TableDefinition): Section {
  return {
    title: section.getAttribute('showlabel') === 'false' ? '' : (labelOf(section) ?? ''),
    across: acrossOf(section),
    cells: all(section, 'cell').flatMap((cell) => cellOf(cell, table)),
  };
}

/** Written as 11 for two columns in older forms, as 2 in newer ones; a row may hold as many cells. */
function acrossOf(section: Element): number {
  const columns = section.getAttribute('columns') ?? '1';
  const told = /^[234]$/.test(columns) ? Number(columns) : columns.length;
  const rows = all(section, 'row').map((row) => all(row, 'cell').length);
  return Math.min(Math.max(told, 1, ...rows), 4);
}

function cellOf(cell: Element, table: TableDefinition): Cell[] {
  const [control] = all(cell, 'control');
  if (control === undefined || cell.getAttribute('visible') === 'false') return [];
  const label = labelOf(cell);
  if (control.getAttribute('indicationOfSubgrid')?.toLowerCase() === 'true') {
    const parameter = (name: string): string => all(control, name)[0]?.textContent?.trim() ?? '';
    const target = parameter('TargetEntityType').toLowerCase();
    if (target === '') return [];
    return [
      {
        kind: 'subgrid',
        id: control.getAttribute('id') ?? target,
        label: label ?? '',
        table: target,
        view: parameter('ViewId').replace(/[{}]/g, '').toLowerCase(),
        relationship: parameter('RelationshipName'),
        rows: Number(parameter('RecordsPerPage')) || usualRows,
      },
    ];
  }
  if (control.getAttribute('classid')?.toLowerCase() === `{${notesControl}}`)
    return [{ kind: 'notes', label: label ?? '' }];
  const column = table.columns.get(control.getAttribute('datafieldname') ?? '');
  if (column === undefined) return [];
  return [{ kind: 'field', column, label: label ?? column.label, locked: control.getAttribute('disabled') === 'true' }];
}

function all(parent: Element | null | undefined, name: string): Element[] {
  return Array.from(parent?.getElementsByTagName(name) ?? []);
}

/** The label of the element itself, not of something inside it. */
function labelOf(element: Element): string | null {
  const own = all(element, 'label').find((label) => label.parentNode?.parentNode === element);
  return own?.getAttribute('description') ?? null;
}
