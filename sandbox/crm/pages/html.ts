/**
 * HTML in which everything that comes from outside is text. Whatever is put into a template is escaped;
 * only the result of another template is taken as markup.
 */
export class Markup {
  constructor(readonly text: string) {}
}

export type Insertable = Markup | string | number | null | undefined | false | readonly Insertable[];

export function html(parts: TemplateStringsArray, ...values: readonly Insertable[]): Markup {
  return new Markup(parts.map((part, index) => part + write(values[index])).join(''));
}

/** Data for the page's script. It is no script itself, so the content security policy lets it stand. */
export function dataBlock(data: unknown, kind: string): Markup {
  const text = JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return html`<script type="application/json" class="${kind}">
    ${new Markup(text)}
  </script>`;
}

function write(value: Insertable): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  return value.map(write).join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
