/** The form of a record: its tabs, what was typed into it, and saving through the Web API as the person at the screen. */
import { recordLink, listLink } from '../links';
import type { RecordState } from '../page-state';
import { errorDialog } from './dialogs';
import { find } from './element';
import { createFormContext, type FormContext } from './form-context';
import { go, reload } from './navigate';
import { createRibbonBar } from './ribbon-bar';
import { pageState, words } from './state';
import { call, webApi } from './web-api';

export interface OpenForm {
  context: FormContext;
  isDirty(): boolean;
  save(): Promise<boolean>;
  back(): void;
}

export function setUpForm(state: RecordState): OpenForm {
  const { appId } = pageState();
  let saved = false;
  const isDirty = (): boolean => !saved && changed().length > 0;
  const back = (): void => {
    saved = true;
    void go(listLink(appId, state.table.name));
  };
  const save = async (): Promise<boolean> => {
    const fields = changed();
    if (state.id !== null && fields.length === 0) {
      tell(words().nothingToSave);
      return true;
    }
    try {
      const id = await write(state, fields);
      saved = true;
      if (state.id === null) await go(recordLink(appId, state.table.name, id));
      else await reload();
      tell(words().savedNow);
      return true;
    } catch (error) {
      await errorDialog(error);
      return false;
    }
  };
  const context = createFormContext(state, {
    isDirty,
    save,
    reload,
    refreshRibbon: () => void ribbon?.refresh(),
    close: back,
  });
  const bar = find(document, '#form-commands', HTMLElement);
  const ribbon =
    bar === null
      ? null
      : createRibbonBar(
          bar,
          state.commands,
          { form: context, grid: null },
          {
            go,
            reload,
            back,
            save,
            parent: null,
            table: state.table.name,
            label: state.table.label,
            pluralLabel: state.table.pluralLabel,
          },
        );
  void ribbon?.refresh();
  setUpTabs();
  const form = find(document, '#record', HTMLFormElement);
  form?.addEventListener('input', () => {
    const label = document.getElementById('form-state');
    if (label) label.textContent = `- ${isDirty() ? words().unsaved : words().saved}`;
  });
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  return { context, isDirty, save, back };
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const fields = (): Field[] =>
  [...document.querySelectorAll('#record [data-column]')].filter(
    (field): field is Field =>
      field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement,
  );

const changed = (): Field[] => fields().filter((field) => field.value !== field.dataset['initial']);

/** Answers the id of the record. */
async function write(state: RecordState, changes: Field[]): Promise<string> {
  const given = state.id === null ? fields().filter(({ value }) => value !== '') : changes;
  const row: Record<string, unknown> = {};
  const cleared: string[] = [];
  for (const field of given) {
    const column = field.dataset['column'] ?? '';
    if (field.dataset['type'] !== 'lookup') row[column] = valueOf(field);
    else if (field.value === '') cleared.push(field.dataset['navigation'] ?? column);
    else row[`${field.dataset['navigation'] ?? column}@odata.bind`] = `/${field.dataset['set'] ?? ''}(${field.value})`;
  }
  const { set, name } = state.table;
  if (state.id === null) return (await webApi.createRecord(name, row)).id;
  if (Object.keys(row).length > 0) await call('PATCH', `${set}(${state.id})`, row);
  for (const navigation of cleared) await call('DELETE', `${set}(${state.id})/${navigation}/$ref`);
  return state.id;
}

function valueOf(field: Field): unknown {
  const text = field.value.trim();
  if (text === '') return null;
  switch (field.dataset['type'] ?? 'text') {
    case 'number':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'moment':
      return `${text}:00Z`;
    default:
      return text;
  }
}

function tell(sentence: string): void {
  const label = document.getElementById('form-message');
  if (label) label.textContent = sentence;
}

/** Tabs of the form itself; the address tells which one is open, so that it opens again. */
function setUpTabs(): void {
  const list = find(document, '.tabs[role=tablist]', HTMLElement);
  if (list === null) return;
  const tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')];
  const choose = (chosen: HTMLElement): void => {
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
      if (panel) panel.hidden = tab !== chosen;
    }
    const here = new URL(location.href);
    if (chosen === tabs[0]) here.searchParams.delete('tab');
    else here.searchParams.set('tab', chosen.dataset['tab'] ?? '');
    history.replaceState(null, '', here);
  };
  for (const tab of tabs) tab.addEventListener('click', () => choose(tab));
  list.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.findIndex((tab) => tab === document.activeElement);
    const next = step === undefined || at < 0 ? undefined : tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    next.focus();
  });
}
