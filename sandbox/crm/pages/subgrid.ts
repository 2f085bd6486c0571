/** A grid inside a form: its title and own commands above rows that it reads when it comes into view. */
import type { GridState } from '../page-state';
import type { Words } from '../words/words';
import { dataBlock, html, type Markup } from './html';

export interface Subgrid {
  id: string;
  title: string;
  state: GridState;
  /** Where its rows are. */
  source: string;
  words: Words;
}

export function subgridSection({ id, title, state, source, words }: Subgrid): Markup {
  const bar = `commands-${id.replace(/\W/g, '-')}`;
  return html`<div
    class="subgrid"
    data-grid
    data-bar="${bar}"
    data-source="${source}"
    role="group"
    aria-label="${title}"
  >
    ${dataBlock(state, 'grid-state')}
    <div class="head">
      <h2>${title}</h2>
      <div class="commands mini" id="${bar}" role="toolbar" aria-label="${`${title}: ${words.commandBar}`}"></div>
    </div>
    <div class="grid-body"><div class="empty loading" role="status">${words.loading}</div></div>
  </div>`;
}
