/** A grid on the page, the main one or a subgrid: selection, keys, its command bar, and reading its rows again. */
import type { RibbonContext } from './ribbon-context';
import { find } from './element';
import { createGridControl, type GridControl } from './grid-control';
import { reload } from './navigate';
import { createRibbonBar } from './ribbon-bar';
import type { Surroundings } from './standard-commands';
import { gridState, words } from './state';
import { showTimes } from './times';

type Around = Pick<Surroundings, 'go' | 'back' | 'save'>;

export function setUpGrid(section: HTMLElement, around: Around, form: RibbonContext['form']): GridControl | null {
  const state = gridState(section);
  if (state === null) return null;
  const bar = find(document, `#${section.dataset['bar'] ?? 'none'}`, HTMLElement);
  const refresh = async (): Promise<void> => {
    if (section.dataset['source'] === undefined) await reload();
    else await load(section, section.dataset['source']);
  };
  const control = createGridControl(section, state, { refresh, refreshRibbon: () => void ribbon?.refresh() });
  const ribbon =
    bar === null
      ? null
      : createRibbonBar(
          bar,
          state.commands,
          { form: state.parent === null ? null : form, grid: control },
          {
            ...around,
            reload: refresh,
            parent: state.parent,
            table: state.table.name,
            label: state.table.label,
            pluralLabel: state.table.pluralLabel,
          },
        );
  const selectionChanged = (): void => {
    showSelection(section);
    void ribbon?.refresh();
  };
  section.addEventListener('change', (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    if (box.matches('[data-all]')) for (const one of boxes(section)) one.checked = box.checked;
    if (box.matches('[data-all], [data-row]')) selectionChanged();
  });
  section.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest<HTMLAnchorElement>('a[data-load]') ?? null;
    if (link !== null) {
      event.preventDefault();
      section.dataset['source'] = link.dataset['load'] ?? '';
      void load(section, section.dataset['source']);
      return;
    }
    // A click beside the links selects the row alone, as the platform's grids do.
    const row = target?.closest('tbody tr');
    if (!row || target?.closest('a, button, input, label')) return;
    const own = row.querySelector<HTMLInputElement>('input[data-row]');
    if (own === null) return;
    const others = boxes(section).filter((box) => box !== own && box.checked);
    own.checked = others.length > 0 || !own.checked;
    for (const box of others) box.checked = false;
    selectionChanged();
  });
  section.addEventListener('keydown', (event) => moveInGrid(section, event));
  section.addEventListener('grid-loaded', selectionChanged);
  selectionChanged();
  if (section.dataset['source'] !== undefined) void load(section, section.dataset['source']);
  return control;
}

async function load(section: HTMLElement, source: string): Promise<void> {
  section.setAttribute('aria-busy', 'true');
  const answer = await fetch(source);
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.grid-body');
  const here = section.querySelector('.grid-body');
  if (next && here) {
    const body = document.importNode(next, true);
    showTimes(body);
    here.replaceWith(body);
  }
  section.removeAttribute('aria-busy');
  section.dispatchEvent(new Event('grid-loaded'));
}

const boxes = (section: HTMLElement): HTMLInputElement[] => [
  ...section.querySelectorAll<HTMLInputElement>('input[data-row]'),
];

function showSelection(section: HTMLElement): void {
  const all = boxes(section);
  const picked = all.filter(({ checked }) => checked).length;
  for (const box of all) box.closest('tr')?.setAttribute('aria-selected', String(box.checked));
  const whole = section.querySelector<HTMLInputElement>('input[data-all]');
  if (whole !== null) {
    whole.checked = picked > 0 && picked === all.length;
    whole.indeterminate = picked > 0 && picked < all.length;
  }
  const told = section.querySelector('.selected-count');
  if (told) told.textContent = picked === 0 ? '' : words().selected(picked);
}

/** Up and down move from row to row in the same column, Space on a row's box selects it, Enter on its link opens it. */
function moveInGrid(section: HTMLElement, event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const cell = event.target instanceof Element ? event.target.closest('td') : null;
  if (step === undefined || cell === null) return;
  const rows = [...section.querySelectorAll('tbody tr')];
  const next = rows[rows.findIndex((row) => row.contains(cell)) + step]?.children[cell.cellIndex];
  const target = next?.querySelector<HTMLElement>('a, input, button');
  if (!target) return;
  event.preventDefault();
  target.focus();
}
