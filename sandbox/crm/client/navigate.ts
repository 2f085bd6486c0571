/**
 * Moves through the app without loading the window anew, as the platform does: what surrounds the page stays, side panes
 * and notices with it.
 */
import { confirmDialog } from './dialogs';
import { find } from './element';
import { words } from './state';

interface Page {
  /** Called after another page stands in the window. */
  opened(): void;
  isDirty(): boolean;
}

let page: Page = { opened: () => undefined, isDirty: () => false };
/** Answers of pages that were left before they came. */
let asked = 0;

export function startNavigation(handlers: Page): void {
  page = handlers;
  document.addEventListener('click', (event) => {
    const link = linkOf(event);
    if (link === null) return;
    event.preventDefault();
    void go(link.href);
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const action = new URL(form.action, location.href);
    if (form.method === 'get' && action.pathname === '/main.aspx') {
      event.preventDefault();
      void go(`/main.aspx?${fieldsOf(form, event.submitter).toString()}`);
    } else if (form.method === 'post' && action.pathname === '/shell/members') {
      event.preventDefault();
      void post(form.action, fieldsOf(form, event.submitter));
    }
  });
  window.addEventListener('popstate', () => void show(location.href, 'none'));
  window.addEventListener('beforeunload', (event) => {
    if (page.isDirty()) event.preventDefault();
  });
}

export async function go(address: string): Promise<void> {
  const target = new URL(address, location.href);
  if (target.origin !== location.origin || target.pathname !== '/main.aspx') {
    location.assign(target);
    return;
  }
  if (!(await mayLeave())) return;
  await show(target.href, 'push');
}

/** The same page again, as the server has it now. */
export const reload = (): Promise<void> => show(location.href, 'none');

async function mayLeave(): Promise<boolean> {
  if (!page.isDirty()) return true;
  const { unsavedTitle, unsavedText, leave, stay } = words();
  const texts = { title: unsavedTitle, text: unsavedText, confirmButtonLabel: leave, cancelButtonLabel: stay };
  return (await confirmDialog(texts)).confirmed;
}

async function show(address: string, entry: 'push' | 'none'): Promise<void> {
  asked += 1;
  const mine = asked;
  document.body.classList.add('moving');
  const answer = await fetch(address, { headers: { accept: 'text/html' } });
  const text = await answer.text();
  if (mine !== asked) return;
  if (entry === 'push') history.pushState(null, '', answer.url);
  swap(text, entry === 'push');
}

async function post(action: string, fields: URLSearchParams): Promise<void> {
  const answer = await fetch(action, { method: 'POST', body: fields });
  history.replaceState(null, '', answer.url);
  swap(await answer.text(), false);
}

/** Takes the parts that belong to the page over from the answer. */
function swap(text: string, focus: boolean): void {
  const next = new DOMParser().parseFromString(text, 'text/html');
  document.title = next.title;
  for (const selector of ['script.page-state', 'nav.side', '#main']) {
    const [here, there] = [document.querySelector(selector), next.querySelector(selector)];
    if (here === null || there === null || (selector === 'nav.side' && here.outerHTML === there.outerHTML)) continue;
    const [scrolled] = [here.querySelector('.entries')?.scrollTop ?? 0];
    here.replaceWith(document.importNode(there, true));
    const entries = document.querySelector('.entries');
    if (selector === 'nav.side' && entries) entries.scrollTop = scrolled;
  }
  document.body.classList.remove('moving');
  page.opened();
  if (focus) find(document, '#main', HTMLElement)?.focus({ preventScroll: true });
}

function fieldsOf(form: HTMLFormElement, submitter: HTMLElement | null): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) if (typeof value === 'string') fields.append(name, value);
  return fields;
}

/** A link of the app, clicked plainly. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.dataset['load'] !== undefined) return null;
  return link.origin === location.origin && link.pathname === '/main.aspx' ? link : null;
}
