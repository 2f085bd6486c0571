/** index.html: every picture with its title, walk by walk, to be looked at side by side. */
import { html } from '../crm/pages/html';
import { Markup } from '../crm/pages/html';

export interface Picture {
  file: string;
  title: string;
  guide?: string;
}

export interface Shown {
  title: string;
  pictures: Picture[];
  /** What kept the walk from its end. */
  failure: string | null;
}

export function contactSheet(walks: readonly Shown[]): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Audience Sync: screenshots</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <h1>Audience Sync: screenshots</h1>
        ${walks.map(
          ({ title, pictures, failure }) =>
            html`<section>
              <h2>${title}</h2>
              ${failure === null ? '' : html`<p class="failure">${failure}</p>`}
              <div class="sheet">
                ${pictures.map(
                  (picture) =>
                    html`<figure>
                      <a href="${picture.file}"><img src="${picture.file}" alt="${picture.title}" loading="lazy" /></a>
                      <figcaption>${picture.title}</figcaption>
                    </figure>`,
                )}
              </div>
            </section>`,
        )}
      </body>
    </html>`.text;
}

const style = `
body { margin: 24px; font: 14px/20px "Segoe UI", "Open Sans", sans-serif; color: #242424; background: #f5f5f5; }
.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); gap: 16px; align-items: start; }
figure { margin: 0; padding: 8px; background: #fff; border-radius: 8px; box-shadow: 0 0 2px rgb(0 0 0 / .2); }
img { display: block; max-width: 100%; max-height: 560px; margin: 0 auto; }
figcaption { padding-top: 8px; }
.failure { color: #b10e1c; white-space: pre-wrap; }
`;
