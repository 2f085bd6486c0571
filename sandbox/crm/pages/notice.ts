/** A page that says in one sentence why there is nothing else to see, and the short messages above a form. */
import { html, type Markup } from './html';
import { icon } from './icons';

export function noticePage(status: number, sentence: string): Markup {
  const title =
    status === 401 || status === 403
      ? 'You do not have access to this.'
      : status === 404
        ? 'This is not here.'
        : 'Dataverse refused this.';
  return html`<section class="card notice" role="alert">
    ${icon('warning')}
    <div>
      <h1>${title}</h1>
      <p>${sentence}</p>
      <p><a href="/main.aspx">Go to the start of the app</a></p>
    </div>
  </section>`;
}

export const messages: Readonly<Record<string, { text: string; bad: boolean }>> = {
  saved: { text: 'Saved.', bad: false },
  unchanged: { text: 'Nothing to save: no value has changed.', bad: false },
  created: { text: 'Created.', bad: false },
  added: { text: 'Added to the list.', bad: false },
  removed: { text: 'Removed from the list.', bad: false },
};
