import type { Element, Node } from '@xmldom/xmldom';
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';

/** Reading of the solution's XML: children by name, text, attributes. */
export function parseXml(text: string): Element {
  const errors: string[] = [];
  const document = new DOMParser({
    onError: (level, message) => {
      if (level !== 'warning') errors.push(message);
    },
  }).parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml');
  if (errors.length > 0 || document.documentElement === null) throw new Error(errors[0] ?? 'no root element');
  return document.documentElement;
}

export function children(element: Element | undefined, name?: string): Element[] {
  const found: Element[] = [];
  for (let node = element?.firstChild ?? null; node !== null; node = node.nextSibling) {
    if (isElement(node) && (name === undefined || node.nodeName === name)) found.push(node);
  }
  return found;
}

const isElement = (node: Node): node is Element => node.nodeType === node.ELEMENT_NODE;

/** The first element at the end of a path of names. */
export function at(element: Element | undefined, ...names: string[]): Element | undefined {
  let current = element;
  for (const name of names) current = children(current, name)[0];
  return current;
}

export const textOf = (element: Element | undefined): string | undefined => {
  const text = element?.textContent?.trim();
  return text === undefined || text === '' ? undefined : text;
};

/** Text of a child. */
export const textAt = (element: Element | undefined, ...names: string[]): string | undefined =>
  textOf(at(element, ...names));

export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.getAttribute(name) ?? undefined;

/** The description in the first language of a list of labels. */
export function labelOf(element: Element | undefined, ...names: string[]): string | undefined {
  return attribute(children(at(element, ...names))[0], 'description');
}

export const plainGuid = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : text.replace(/[{}]/g, '').toLowerCase();

export const outerXml = (element: Element | undefined): string | undefined =>
  element === undefined ? undefined : new XMLSerializer().serializeToString(element);

/** What stands inside an element, as XML; or its text, where the content is escaped. */
export function innerXml(element: Element | undefined): string | undefined {
  const inner = children(element);
  if (inner.length === 0) return textOf(element);
  const serializer = new XMLSerializer();
  return inner.map((child) => serializer.serializeToString(child)).join('');
}
