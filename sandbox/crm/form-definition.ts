/** The sections of a main form as the solution designed them: which columns, in which order, under which labels. */
import { DOMParser, type Element } from '@xmldom/xmldom';
import type { Column, TableDefinition } from './table-definition';
import { literal, textOf, type WebApi } from './web-api';

export interface Section {
  title: string;
  columns: Column[];
}

const mainForm = 2;

/** Empty where no solution brought a main form. */
export async function readFormSections(platform: WebApi, table: TableDefinition): Promise<Section[]> {
  const [form] = await platform.rows(
    `systemforms?$select=formxml&$filter=objecttypecode eq ${literal(table.name)} and type eq ${mainForm}`,
  );
  return form === undefined ? [] : parseForm(textOf(form['formxml']), table);
}

export function parseForm(formXml: string, table: TableDefinition): Section[] {
  // Wrapped, because a form read from a solution may stand among its siblings.
  const root = new DOMParser().parseFromString(`<forms>${formXml}</forms>`, 'text/xml').documentElement;
  return Array.from(root?.getElementsByTagName('section') ?? [])
    .map((section) => ({
      title: labelOf(section) ?? '',
      columns: Array.from(section.getElementsByTagName('cell')).flatMap((cell) => columnOf(cell, table)),
    }))
    .filter(({ columns }) => columns.length > 0);
}

function columnOf(cell: Element, table: TableDefinition): Column[] {
  const name = cell.getElementsByTagName('control')[0]?.getAttribute('datafieldname');
  const column = name ? table.columns.get(name) : undefined;
  return column === undefined ? [] : [{ ...column, label: labelOf(cell) ?? column.label }];
}

/** The label of the element itself, not of something inside it. */
function labelOf(element: Element): string | null {
  const own = Array.from(element.getElementsByTagName('label')).find(
    (label) => label.parentNode?.parentNode === element,
  );
  return own?.getAttribute('description') ?? null;
}
