/** A lookup that is typed into: it asks the server for records whose name holds what was typed, and remembers the chosen one's id. */
import { element } from './element';
import { words } from './state';
import { definitionOf, textOf, webApi } from './web-api';

const mostFound = 8;

export function setUpLookup(box: HTMLElement): void {
  const input = box.querySelector<HTMLInputElement>('input[role=combobox]');
  const value = box.querySelector<HTMLInputElement>('input[type=hidden]');
  const list = box.querySelector<HTMLElement>('[role=listbox]');
  const table = box.dataset['table'];
  if (!input || !value || !list || table === undefined) return;
  let named = input.value;
  let asked = 0;

  const close = (): void => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (id: string, name: string): void => {
    value.value = id;
    input.value = name;
    named = name;
    close();
    value.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const search = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    const { idColumn, nameColumn } = await definitionOf(table);
    const wanted = encodeURIComponent(input.value.trim().replaceAll("'", "''"));
    const { entities } = await webApi.retrieveMultipleRecords(
      table,
      `?$select=${idColumn},${nameColumn}&$top=${mostFound}&$orderby=${nameColumn}&$filter=contains(${nameColumn},'${wanted}')`,
    );
    if (mine !== asked) return;
    list.replaceChildren(
      ...entities.map((row, index) => {
        const name = textOf(row[nameColumn]) || words().noName;
        const option = element('div', { role: 'option', id: `${input.id}-${index}`, 'aria-selected': false }, name);
        option.addEventListener('mousedown', (event) => {
          event.preventDefault();
          choose(textOf(row[idColumn]), name);
        });
        return option;
      }),
    );
    if (entities.length === 0) list.append(element('div', { class: 'none', role: 'option' }, words().nothingFound));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  };

  input.addEventListener('input', () => void search());
  input.addEventListener('focus', () => input.select());
  input.addEventListener('blur', () => {
    close();
    if (input.value.trim() === '') {
      if (value.value !== '') choose('', '');
    } else input.value = named;
  });
  input.addEventListener('keydown', (event) => {
    const options = [...list.querySelectorAll<HTMLElement>('[role=option]:not(.none)')];
    const at = options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && !list.hidden) {
      event.preventDefault();
      options[Math.max(at, 0)]?.dispatchEvent(new MouseEvent('mousedown', { cancelable: true }));
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) {
        void search();
        return;
      }
      const next = options[Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), options.length - 1)];
      for (const option of options) option.setAttribute('aria-selected', String(option === next));
      if (next) input.setAttribute('aria-activedescendant', next.id);
    }
  });
}
