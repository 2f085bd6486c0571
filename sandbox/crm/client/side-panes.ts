/**
 * Panes at the right side that stay while the person moves through the app.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/create-app-side-panes
 */
import { frameAddressOf, type PageInput } from './addresses';
import { element, icon } from './element';
import { words } from './state';

export interface PaneOptions {
  paneId?: string;
  title?: string;
  imageSrc?: string;
  width?: number;
  canClose?: boolean;
  hideHeader?: boolean;
  isSelected?: boolean;
  hidden?: boolean;
  alwaysRender?: boolean;
  keepBadgeOnSelect?: boolean;
  badge?: number | boolean;
}

export interface Pane {
  readonly paneId: string;
  readonly title: string;
  width: number;
  hidden: boolean;
  badge: number | boolean;
  navigate(input: PageInput): Promise<void>;
  select(): void;
  close(): void;
}

const narrowest = 240;
const usual = 340;
const widest = 900;
const panes = new Map<string, { pane: Pane; tab: HTMLButtonElement; panel: HTMLElement }>();
let selected: string | null = null;
let expanded = false;
let count = 0;

export const sidePanes = {
  get state(): number {
    return expanded ? 1 : 0;
  },
  set state(value: number) {
    expanded = value === 1;
    show();
  },
  createPane(options: PaneOptions = {}): Promise<Pane> {
    const known = options.paneId === undefined ? undefined : panes.get(options.paneId);
    if (known !== undefined) {
      if (options.isSelected !== false) known.pane.select();
      return Promise.resolve(known.pane);
    }
    return Promise.resolve(create(options));
  },
  getPane: (id: string): Pane | undefined => panes.get(id)?.pane,
  getSelectedPane: (): Pane | null => (selected === null ? null : (panes.get(selected)?.pane ?? null)),
  getAllPanes: (): Pane[] => [...panes.values()].map(({ pane }) => pane),
};

function create(options: PaneOptions): Pane {
  count += 1;
  const paneId = options.paneId ?? `pane-${count}`;
  const title = options.title ?? '';
  const frame = element('iframe', { title: title || paneId });
  const close = element('button', { type: 'button', class: 'lone', 'aria-label': words().close }, icon('dismiss'));
  const panel = element(
    'section',
    { class: 'pane', role: 'tabpanel', id: `pane-${count}`, 'aria-label': title || paneId, tabindex: -1 },
    grip(),
    options.hideHeader === true
      ? null
      : element('div', { class: 'pane-head' }, element('h2', {}, title), options.canClose === false ? null : close),
    frame,
  );
  const tab = element(
    'button',
    { type: 'button', role: 'tab', class: 'pane-tab', title, 'aria-label': title || paneId, 'aria-controls': panel.id },
    options.imageSrc === undefined
      ? icon('pane')
      : element('img', { src: `/${options.imageSrc.replace(/^\//, '')}`, alt: '', width: 20, height: 20 }),
  );
  let width = Math.max(options.width ?? usual, narrowest);
  let hidden = options.hidden ?? false;
  let badge: number | boolean = options.badge ?? false;
  const mark = (): void => {
    tab.hidden = hidden;
    tab.dataset['badge'] = badge === true ? '' : String(badge);
    tab.classList.toggle('badged', badge !== false && badge !== 0);
    panel.style.setProperty('--pane-width', `${width}px`);
  };
  const pane: Pane = {
    paneId,
    title,
    get width() {
      return width;
    },
    set width(value) {
      width = Math.max(value, narrowest);
      mark();
    },
    get hidden() {
      return hidden;
    },
    set hidden(value) {
      hidden = value;
      mark();
    },
    get badge() {
      return badge;
    },
    set badge(value) {
      badge = value;
      mark();
    },
    navigate: (input) =>
      new Promise((resolve) => {
        frame.addEventListener('load', () => resolve(), { once: true });
        frame.src = frameAddressOf(input);
      }),
    select() {
      selected = paneId;
      expanded = true;
      if (options.keepBadgeOnSelect !== true) badge = false;
      mark();
      show();
    },
    close() {
      panes.delete(paneId);
      panel.remove();
      tab.remove();
      if (selected === paneId) {
        selected = [...panes.keys()].at(-1) ?? null;
        expanded = false;
      }
      show();
      document.getElementById('main')?.focus();
    },
  };
  close.addEventListener('click', () => pane.close());
  tab.addEventListener('click', () => {
    if (selected === paneId && expanded) sidePanes.state = 0;
    else pane.select();
  });
  panes.set(paneId, { pane, tab, panel });
  document.getElementById('pane-panels')?.append(panel);
  document.getElementById('pane-tabs')?.append(tab);
  mark();
  if (options.isSelected !== false) pane.select();
  else show();
  return pane;
}

/** The edge that widens the pane, by pointer and by arrow keys. */
function grip(): HTMLElement {
  const handle = element('div', {
    class: 'grip',
    role: 'separator',
    'aria-orientation': 'vertical',
    'aria-label': words().resizePane,
    'aria-valuemin': narrowest,
    'aria-valuemax': widest,
    'aria-valuenow': usual,
    tabindex: 0,
  });
  const current = (): Pane | null => sidePanes.getSelectedPane();
  handle.addEventListener('pointerdown', (event) => {
    handle.setPointerCapture(event.pointerId);
    const [from, start] = [event.clientX, current()?.width ?? usual];
    const move = (moved: PointerEvent): void => {
      const pane = current();
      if (pane) widen(pane, start + from - moved.clientX);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true });
  });
  handle.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: 20, ArrowRight: -20 }[event.key];
    const pane = current();
    if (step !== undefined && pane) widen(pane, pane.width + step);
  });
  const widen = (pane: Pane, width: number): void => {
    pane.width = Math.min(width, widest);
    handle.setAttribute('aria-valuenow', String(pane.width));
  };
  return handle;
}

function show(): void {
  document.body.classList.toggle('with-panes', panes.size > 0);
  document.body.classList.toggle('pane-open', panes.size > 0 && expanded);
  for (const [id, { tab, panel }] of panes) {
    const current = id === selected && expanded;
    tab.setAttribute('aria-selected', String(current));
    panel.hidden = !current;
  }
}
