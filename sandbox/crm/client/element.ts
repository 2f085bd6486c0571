/** Builds elements whose text is text: nothing that comes from a record is ever read as markup. */
import { icon as markupOf, type IconName } from '../pages/icons';

type Properties = Readonly<Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>>;
export type Child = Node | string | null | undefined | false;

/** Properties named on... are listeners, `true` is a bare attribute, `false` and null are left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(key.slice(2).toLowerCase(), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, String(value));
  }
  made.append(
    ...children.filter((child): child is Node | string => child instanceof Node || typeof child === 'string'),
  );
  return made;
}

/** The shell's own pictures are its own markup. */
export function icon(name: IconName): Node {
  const template = document.createElement('template');
  template.innerHTML = markupOf(name).text;
  return template.content.firstElementChild ?? document.createTextNode('');
}

export function find<Wanted extends Element>(
  root: ParentNode,
  selector: string,
  kind: abstract new (...given: never[]) => Wanted,
): Wanted | null {
  const found = root.querySelector(selector);
  return found instanceof kind ? found : null;
}
