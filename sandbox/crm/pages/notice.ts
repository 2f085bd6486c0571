/** A page that says in one sentence why there is nothing else to see. */
import type { Words } from '../words/words';
import { html, type Markup } from './html';
import { icon } from './icons';

export function noticePage(status: number, sentence: string, words: Words): Markup {
  return html`<section class="card notice" role="alert">
    ${icon(status === 403 || status === 401 ? 'locked' : 'warning')}
    <div>
      <h1>${titleOf(status, words)}</h1>
      <p>${status === 403 ? words.noAccessText : sentence}</p>
      ${status === 403 ? html`<p class="detail">${sentence}</p>` : ''}
      <p><a class="button" href="/main.aspx">${words.startPage}</a></p>
    </div>
  </section>`;
}

function titleOf(status: number, words: Words): string {
  switch (status) {
    case 401:
    case 403:
      return words.noAccess;
    case 404:
      return words.notHere;
    default:
      return words.refused;
  }
}

/** A record that is not there and one that the person may not see look alike, so that nobody learns which ids exist. */
export function unavailablePage(words: Words): Markup {
  return html`<section class="card notice" role="alert">
    ${icon('warning')}
    <div>
      <h1>${words.unavailable}</h1>
      <p>${words.unavailableText}</p>
      <p><a class="button" href="/main.aspx">${words.startPage}</a></p>
    </div>
  </section>`;
}
