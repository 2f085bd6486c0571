/** Any record as a form: its name and status on top, tabs below, columns in sections of label and value. */
import { listLink, recordLink } from '../links';
import type { Section } from '../form-definition';
import { editableColumns } from '../record-layout';
import type { Column, TableDefinition } from '../table-definition';
import { displayOf, lookupOf, textOf, type Row } from '../web-api';
import { iconOf } from './frame';
import { html, type Insertable, type Markup } from './html';
import { icon } from './icons';
import { isStatus, statusBadge } from './status';

export interface Form {
  appId: string;
  table: TableDefinition;
  /** Null for a record that does not exist yet. */
  row: Row | null;
  sections: Section[];
  tabs: { key: string; label: string }[];
  tab: string;
  /** What the chosen tab shows; absent on the first, which shows the columns. */
  content: Insertable;
  message: { text: string; bad: boolean } | null;
}

export function formPage(form: Form): Markup {
  const { appId, table, row, message } = form;
  const editable = editableColumns(table);
  const onColumns = form.tab === '';
  const id = row === null ? '' : textOf(row[table.id]);
  return html`<div class="commands" role="toolbar" aria-label="Commands">
      <a class="command lone" href="${listLink(appId, table.name)}" aria-label="Back to ${table.pluralLabel}"
        >${icon('back')}</a
      >
      ${onColumns && editable.size > 0 ? html`<button class="command" form="record">${icon('save')}Save</button>` : ''}
      ${row === null ? '' : html`<a class="command" href="${recordLink(appId, table.name, id, form.tab)}">${icon('refresh')}Refresh</a>`}
    </div>
    ${message === null ? '' : html`<p class="message ${message.bad ? 'bad' : 'good'}" role="${message.bad ? 'alert' : 'status'}">${icon(message.bad ? 'error' : 'success')}<span>${message.text}</span></p>`}
    <section class="card record">
      <div class="title">
        <span class="tile big" aria-hidden="true">${icon(iconOf(table.name))}</span>
        <div>
          <h1>${row === null ? `New ${table.label}` : displayOf(row, table.nameColumn) || '(no name)'}</h1>
          <p>${table.label}</p>
        </div>
        <span class="fill"></span>${row === null ? '' : facts(form, row)}
      </div>
      ${
        row === null
          ? ''
          : html`<nav class="tabs" aria-label="Tabs">
              ${[{ key: '', label: 'Summary' }, ...form.tabs].map(
                ({ key, label }) =>
                  html`<a
                    href="${recordLink(appId, table.name, id, key)}"
                    ${key === form.tab ? html`aria-current="page"` : ''}
                    >${label}</a
                  >`,
              )}
            </nav>`
      }
    </section>
    ${onColumns ? columns(form, editable) : form.content}`;
}

/** The two statuses and the owner that a form's header shows at the right. */
function facts({ table, row: _row }: Form, row: Row): Markup {
  const statuses = [...table.columns.values()]
    .filter((column) => isStatus(column) && displayOf(row, column.name) !== '')
    .sort((a, b) => Number(b.custom) - Number(a.custom))
    .filter(({ name }) => name !== 'statuscode' || displayOf(row, name) !== displayOf(row, 'statecode'))
    .slice(0, 2);
  return html`<dl class="facts">
    ${statuses.map(
      (column) =>
        html`<div>
          <dd>${statusBadge(displayOf(row, column.name))}</dd>
          <dt>${column.label}</dt>
        </div>`,
    )}${
      displayOf(row, 'ownerid') === ''
        ? ''
        : html`<div>
            <dd>${displayOf(row, 'ownerid')}</dd>
            <dt>Owner</dt>
          </div>`
    }
  </dl>`;
}

function columns(form: Form, editable: ReadonlySet<string>): Markup {
  const { appId, table, row } = form;
  const newList = row === null && table.name === 'list';
  const sections = form.sections
    .map(({ title, columns }) => ({
      title,
      columns:
        row === null
          ? columns.filter(({ name }) => editable.has(name) || (newList && name === 'createdfromcode'))
          : columns,
    }))
    .filter(({ columns }) => columns.length > 0);
  return html`<form id="record" class="sections" method="post" action="/shell/save">
    <input type="hidden" name="appid" value="${appId}" /><input type="hidden" name="etn" value="${table.name}" />
    <input type="hidden" name="id" value="${row === null ? '' : textOf(row[table.id])}" />
    ${sections.map(
      (section) =>
        html`<section class="card">
          ${section.title === '' ? '' : html`<h2>${section.title}</h2>`}
          <div class="fields">
            ${section.columns.map((column) =>
              newList && column.name === 'createdfromcode'
                ? memberType(column)
                : field(form, column, editable.has(column.name)),
            )}
          </div>
        </section>`,
    )}
  </form>`;
}

function field({ appId, row }: Form, column: Column, editable: boolean): Markup {
  const text = row === null ? '' : displayOf(row, column.name);
  const wide = column.type === 'Memo' ? 'wide' : '';
  if (!editable) {
    return html`<div class="field ${wide}">
      <span class="label">${column.label}</span><span class="value">${value(appId, row, column, text)}</span>
    </div>`;
  }
  const id = `field-${column.name}`;
  return html`<div class="field ${wide}">
    <label class="label" for="${id}">${column.label}</label>${input(id, column, row, text)}
  </div>`;
}

function value(appId: string, row: Row | null, column: Column, text: string): Markup | string {
  if (row === null || text === '') return html`<span class="nothing">---</span>`;
  const lookup = lookupOf(row, column.name);
  if (lookup !== null && lookup.table !== 'systemuser') {
    return html`<a href="${recordLink(appId, lookup.table, lookup.id)}">${text}</a>`;
  }
  return isStatus(column) ? statusBadge(text) : text;
}

function input(id: string, column: Column, row: Row | null, text: string): Markup {
  if (column.type === 'Boolean') {
    const on = row !== null && row[column.name] === true;
    return html`<select id="${id}" name="${column.name}">
      <option value="false">No</option>
      <option value="true" ${on ? html`selected` : ''}>Yes</option>
    </select>`;
  }
  const limit = column.maxLength === null ? '' : html`maxlength="${column.maxLength}"`;
  if (column.type === 'Memo')
    return html`<textarea id="${id}" name="${column.name}" rows="3" ${limit}>${text}</textarea>`;
  return html`<input id="${id}" name="${column.name}" value="${text}" ${limit} autocomplete="off" />`;
}

/** Cannot be changed once the list exists, so it is asked for at the start alone. */
function memberType(column: Column): Markup {
  return html`<div class="field">
    <label class="label" for="field-createdfromcode">${column.label}</label>
    <select id="field-createdfromcode" name="createdfromcode">
      <option value="2">Contact</option>
      <option value="4">Lead</option>
    </select>
  </div>`;
}
