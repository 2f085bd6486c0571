/** Any record as a form: its name and status on top, tabs below, fields and subgrids in sections. */
import { listLink, recordLink } from '../links';
import type { Cell, FieldCell, FormTab, Section, SubgridCell } from '../form-definition';
import type { Note } from '../notes';
import type { Related } from '../related-tables';
import type { Column, TableDefinition } from '../table-definition';
import { displayOf, lookupOf, textOf, type Row } from '../web-api';
import type { Words } from '../words/words';
import { iconOf } from './frame';
import { notesList } from './notes';
import { cellText } from './cell-text';
import { html, type Insertable, type Markup } from './html';
import { icon } from './icons';
import { isStatus } from './status';

export interface Form {
  appId: string;
  words: Words;
  table: TableDefinition;
  /** Null for a record that does not exist yet. */
  row: Row | null;
  tabs: FormTab[];
  /** The person may look at it and no more. */
  readOnly: boolean;
  /** Which cells may be typed into by this person. */
  editable: (cell: FieldCell) => boolean;
  /** Values that a new record starts with. */
  preset: Row;
  /** Entity sets of the tables that lookups point to. */
  sets: ReadonlyMap<string, string>;
  related: Related[];
  /** The tab open, by its key; the first one where it names none. */
  tab: string;
  /** Subgrids by their cell's id, those that the person may see. */
  subgrids: ReadonlyMap<string, Markup>;
  /** Null where the person may not read notes. */
  notes: Note[] | null;
  /** A tab that is no part of the form itself: members of a list, related rows. */
  extra: { key: string; label: string; content: Insertable }[];
}

export function formPage(form: Form): Markup {
  const { appId, table, row, words } = form;
  const name = row === null ? words.newRecord(table.label) : displayOf(row, table.nameColumn) || words.noName;
  return html`<div class="bar">
      <a class="command lone back" href="${listLink(appId, table.name)}" aria-label="${words.back(table.pluralLabel)}"
        >${icon('back')}</a
      >
      <div class="commands" id="form-commands" role="toolbar" aria-label="${words.commandBar}"></div>
    </div>
    ${form.readOnly ? html`<p class="message info">${icon('locked')}<span>${words.readOnly}</span></p>` : ''}
    <section class="card record">
      <div class="title">
        <span class="tile big" aria-hidden="true">${icon(iconOf(table.name))}</span>
        <div class="names">
          <div class="named">
            <h1>${name}</h1>
            ${form.readOnly ? '' : html`<span id="form-state">- ${row === null ? words.unsaved : words.saved}</span>`}
          </div>
          <p>${table.label}</p>
        </div>
        <span class="fill"></span>${row === null ? '' : facts(form, row)}
      </div>
      <p id="form-message" class="unseen" role="status"></p>
      ${tabList(form)}
    </section>
    ${panels(form)}`;
}

/** The two statuses and the owner that a form's header shows at the right. */
function facts({ table, words }: Form, row: Row): Markup {
  const told = [...table.columns.values()].filter((column) => isStatus(column) && displayOf(row, column.name) !== '');
  const own = told.filter(({ custom }) => custom);
  const statuses = (own.length > 0 ? own : told.filter(({ name }) => name === 'statecode')).slice(0, 2);
  return html`<dl class="facts">
    ${statuses.map(
      (column) =>
        html`<div>
          <dd>${displayOf(row, column.name)}</dd>
          <dt>${column.label}</dt>
        </div>`,
    )}${
      displayOf(row, 'ownerid') === ''
        ? ''
        : html`<div>
            <dd>${displayOf(row, 'ownerid')}</dd>
            <dt>${words.owner}</dt>
          </div>`
    }
  </dl>`;
}

function openTab(form: Form): string {
  const keys = [...form.tabs, ...form.extra].map(({ key }) => key);
  return keys.includes(form.tab) ? form.tab : (keys[0] ?? '');
}

function tabList(form: Form): Markup {
  const { appId, table, row, words } = form;
  const open = openTab(form);
  const tabs = [...form.tabs, ...form.extra];
  return html`<div class="tab-row">
    <div class="tabs" role="tablist" aria-label="${words.tabs}">
      ${tabs.map(
        ({ key, label }, index) =>
          html`<button
            type="button"
            role="tab"
            id="tab-${index}"
            data-tab="${key}"
            aria-controls="panel-${index}"
            aria-selected="${key === open ? 'true' : 'false'}"
            tabindex="${key === open ? '0' : '-1'}"
          >
            ${label}
          </button>`,
      )}
    </div>
    ${
      row === null || form.related.length === 0
        ? ''
        : html`<button type="button" class="related" popovertarget="related">
              ${words.related}${icon('chevronDown')}
            </button>
            <div popover id="related" class="flyout" data-below>
              <p>${words.relatedCommon}</p>
              <ul>
                ${form.related.map(
                  ({ key, label, table: other }) =>
                    html`<li>
                      <a href="${recordLink(appId, table.name, textOf(row[table.id]), key)}"
                        >${icon(iconOf(other))}<span class="label">${label}</span></a
                      >
                    </li>`,
                )}
              </ul>
            </div>`
    }
  </div>`;
}

/** What stands beside the form's own tabs has forms of its own, so it stands outside of the record's. */
function panels(form: Form): Markup {
  const open = openTab(form);
  const panel = (key: string, index: number, content: Insertable): Markup =>
    html`<div
      role="tabpanel"
      id="panel-${index}"
      aria-labelledby="tab-${index}"
      class="panel"
      ${key === open ? '' : html`hidden`}
    >
      ${content}
    </div>`;
  return html`<form id="record" novalidate>
      ${form.tabs.map((tab, index) => panel(tab.key, index, tabContent(form, tab)))}
    </form>
    ${form.extra.map(({ key, content }, index) => panel(key, form.tabs.length + index, content))}`;
}

function tabContent(form: Form, tab: FormTab): Markup {
  return html`<div class="columns">
    ${tab.columns.map(
      ({ width, sections }) =>
        html`<div class="column" style="--share: ${Math.round(width)}">
          ${sections.map((section) => sectionOf(form, section))}
        </div>`,
    )}
  </div>`;
}

function sectionOf(form: Form, section: Section): Insertable {
  const cells = section.cells.filter((cell) => isShown(form, cell));
  if (cells.length === 0) return '';
  const [first] = cells;
  const alone = cells.length === 1 && first !== undefined && first.kind !== 'field';
  return html`<section class="card ${alone ? 'gridded' : ''}">
    ${section.title === '' || alone ? '' : html`<h2>${section.title}</h2>`}
    <div class="fields across${section.across}">${cells.map((cell) => content(form, cell))}</div>
  </section>`;
}

function content(form: Form, cell: Cell): Insertable {
  if (cell.kind === 'subgrid') return subgrid(form, cell);
  if (cell.kind === 'notes') return notesList(cell.label || form.words.notes, form.notes ?? [], form.words);
  return field(form, cell);
}

/** A new record shows what may be typed; the rest comes with saving. */
function isShown(form: Form, cell: Cell): boolean {
  if (cell.kind === 'notes') return form.row !== null && form.notes !== null;
  if (cell.kind === 'subgrid') return form.row !== null && form.subgrids.has(cell.id);
  return form.row !== null || form.editable(cell) || isMemberType(form, cell);
}

function isMemberType(form: Form, { column }: FieldCell): boolean {
  return form.row === null && form.table.name === 'list' && column.name === 'createdfromcode';
}

function subgrid(form: Form, cell: SubgridCell): Insertable {
  return form.subgrids.get(cell.id) ?? '';
}

function field(form: Form, cell: FieldCell): Markup {
  const { appId, row, words } = form;
  const { column, label } = cell;
  const wide = column.type === 'Memo' ? 'wide' : '';
  if (!form.editable(cell) && !isMemberType(form, cell)) {
    const text = row === null ? '' : displayOf(row, column.name);
    return html`<div class="field locked ${wide}">
      <span class="label" id="label-${column.name}">${label}</span
      ><span class="value" aria-labelledby="label-${column.name}" role="group"
        >${value(appId, row, column, text, words)}</span
      >
    </div>`;
  }
  const id = `field-${column.name}`;
  return html`<div class="field ${wide}">
    <label class="label" for="${id}">${label}</label
    >${isMemberType(form, cell) ? memberType(id) : input(form, id, cell, words)}
  </div>`;
}

function value(appId: string, row: Row | null, column: Column, text: string, words: Words): Markup | string {
  if (row === null || text === '') return html`<span class="nothing">---</span>`;
  const lookup = lookupOf(row, column.name);
  if (lookup !== null && lookup.table !== 'systemuser') {
    return html`<a href="${recordLink(appId, lookup.table, lookup.id)}">${text}</a>`;
  }
  return cellText(row, column, text, words);
}

function input(form: Form, id: string, { column, label }: FieldCell, words: Words): Markup {
  const row = form.row ?? form.preset;
  const raw = row[column.name];
  const initial = (text: string): Markup =>
    html`id="${id}" data-column="${column.name}" data-initial="${form.row === null ? '' : text}" autocomplete="off"`;
  const limit = column.maxLength === null ? '' : html`maxlength="${column.maxLength}"`;
  switch (column.type) {
    case 'Boolean': {
      const text = raw === true ? 'true' : 'false';
      return html`<select ${initial(text)} data-type="boolean">
        <option value="false">${column.options[0]?.label ?? words.no}</option>
        <option value="true" ${raw === true ? html`selected` : ''}>${column.options[1]?.label ?? words.yes}</option>
      </select>`;
    }
    case 'Picklist': {
      const text = textOf(raw);
      // A value that is no longer offered stays until another one is chosen.
      const gone = text !== '' && !column.options.some(({ value }) => String(value) === text);
      const options = gone
        ? [{ value: Number(text), label: displayOf(row, column.name) }, ...column.options]
        : column.options;
      return html`<select ${initial(text)} data-type="number">
        <option value="">---</option>
        ${options.map(
          ({ value, label }) =>
            html`<option value="${value}" ${String(value) === text ? html`selected` : ''}>${label}</option>`,
        )}
      </select>`;
    }
    case 'Integer':
    case 'Decimal':
    case 'Double': {
      const text = textOf(raw);
      return html`<input
        ${initial(text)}
        type="number"
        step="${column.type === 'Integer' ? '1' : 'any'}"
        data-type="number"
        value="${text}"
      />`;
    }
    case 'DateTime': {
      const text = textOf(raw).slice(0, column.dateOnly ? 10 : 16);
      return html`<input
        ${initial(text)}
        type="${column.dateOnly ? 'date' : 'datetime-local'}"
        data-type="${column.dateOnly ? 'text' : 'moment'}"
        value="${text}"
      />`;
    }
    case 'Lookup':
      return lookup(form, id, column, label, words);
    case 'Memo':
      return html`<textarea ${initial(lineEnds(textOf(raw)))} data-type="text" rows="3" ${limit}>
${lineEnds(textOf(raw))}</textarea>`;
    default:
      return html`<input ${initial(textOf(raw))} data-type="text" value="${textOf(raw)}" ${limit} />`;
  }
}

/** A text field has plain line ends; kept otherwise, an untouched text would count as changed. */
const lineEnds = (text: string): string => text.replaceAll('\r\n', '\n');

function lookup(form: Form, id: string, column: Column, label: string, words: Words): Markup {
  const row = form.row ?? form.preset;
  const target = column.targets[0] ?? '';
  const chosen = lookupOf(row, column.name);
  const text = chosen === null ? '' : displayOf(row, column.name);
  return html`<div class="lookup" data-table="${target}">
    ${icon(iconOf(target))}
    <input
      id="${id}"
      role="combobox"
      aria-autocomplete="list"
      aria-expanded="false"
      aria-controls="${id}-list"
      autocomplete="off"
      placeholder="${words.find(label)}"
      value="${text}"
    />
    <input
      type="hidden"
      data-column="${column.name}"
      data-navigation="${column.name}"
      data-set="${form.sets.get(target) ?? ''}"
      data-type="lookup"
      data-initial="${form.row === null ? '' : (chosen?.id ?? '')}"
      value="${chosen?.id ?? ''}"
    />
    <div id="${id}-list" role="listbox" aria-label="${label}" hidden></div>
  </div>`;
}

/** Cannot be changed once the list exists, so it is asked for at the start alone. */
function memberType(id: string): Markup {
  return html`<select id="${id}" data-column="createdfromcode" data-type="number" data-initial="">
    <option value="2">Contact</option>
    <option value="4">Lead</option>
  </select>`;
}
