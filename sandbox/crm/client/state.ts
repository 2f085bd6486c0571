/** What the page shown tells about itself, and the words of the person's language. */
import type { GridState, PageState } from '../page-state';
import { wordsOf, type Words } from '../words/words';

const empty: PageState = { appId: '', language: 1033, record: null };

/** The server of the shell wrote it in this very shape: both sides share the types. */
export function pageState(): PageState {
  const text = document.querySelector('script.page-state')?.textContent;
  return text ? JSON.parse(text) : empty;
}

export function gridState(section: HTMLElement): GridState | null {
  const text = section.querySelector('script[type="application/json"].grid-state')?.textContent;
  return text ? JSON.parse(text) : null;
}

export const words = (): Words => wordsOf(pageState().language);
