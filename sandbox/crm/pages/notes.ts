/** The notes of a record, newest first, each with its file to download. */
import type { Note } from '../notes';
import type { Words } from '../words/words';
import { html, type Markup } from './html';
import { icon } from './icons';
import { moment } from './time';

export function notesList(label: string, notes: Note[], words: Words): Markup {
  return html`<div class="notes" role="group" aria-label="${label}">
    <h2>${label}</h2>
    ${
      notes.length === 0
        ? html`<div class="empty">
            ${icon('empty')}
            <p>${words.nothingHere('')}</p>
          </div>`
        : html`<ul>
            ${notes.map((note) => html`<li>${noteOf(note, words)}</li>`)}
          </ul>`
    }
  </div>`;
}

function noteOf(note: Note, words: Words): Markup {
  return html`<span class="tile big" aria-hidden="true">${icon('record')}</span>
    <div>
      <p><b>${note.subject || note.file?.name || words.noName}</b></p>
      ${note.text === '' ? '' : html`<p class="text">${note.text}</p>`}
      ${
        note.file === null
          ? ''
          : html`<p>
              <a href="/shell/file?note=${note.id}" download="${note.file.name}">${note.file.name}</a>
              <span class="quiet">${sizeOf(note.file.size, words)}</span>
            </p>`
      }
      <p class="quiet">${note.by}, ${moment(note.at, note.at)}</p>
    </div>`;
}

function sizeOf(bytes: number, words: Words): string {
  const [size, unit] =
    bytes < 1024 ? [bytes, 'B'] : bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB'];
  return `${size.toLocaleString(words.locale, { maximumFractionDigits: 1 })} ${unit}`;
}
