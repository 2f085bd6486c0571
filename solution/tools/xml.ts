/** Reading and writing the XML of a solution. Paths are relative to the source folder and always use forward slashes. */

import { DOMParser, XMLSerializer, type Document, type Element, type Node } from '@xmldom/xmldom';

export class MalformedXml extends Error {}

/** Parses a document; throws MalformedXml with one clear line for anything that is not well-formed. */
export function parseXml(content: string, file: string): Document {
  const complain = (message: string): never => {
    throw new MalformedXml(`${file} is not well-formed XML: ${message.split('\n')[0] ?? message}`);
  };
  try {
    const parser = new DOMParser({ onError: (_level, message) => complain(message) });
    return parser.parseFromString(content.replace(/^\uFEFF/, ''), 'text/xml');
  } catch (error) {
    if (error instanceof MalformedXml) throw error;
    return complain(error instanceof Error ? error.message : String(error));
  }
}

export function rootOf(document: Document, file: string): Element {
  const root = document.documentElement;
  if (!root) throw new MalformedXml(`${file} has no root element`);
  return root;
}

export function serializeXml(document: Document): string {
  const body = new XMLSerializer().serializeToString(document).replace(/^<\?xml[^>]*\?>\s*/, '');
  return `<?xml version="1.0" encoding="utf-8"?>\n${body}\n`;
}

/** The child elements, all or those of one name. */
export function children(parent: Element, name?: string): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (isElement(node) && (name === undefined || node.nodeName === name)) found.push(node);
  }
  return found;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

export function child(parent: Element, name: string): Element | undefined {
  return children(parent, name)[0];
}

/** Follows a path of element names; undefined where a step is missing. */
export function at(parent: Element, ...path: string[]): Element | undefined {
  return path.reduce<Element | undefined>((element, name) => element && child(element, name), parent);
}

/** Text of a child element, '' when it is missing or empty. */
export function textOf(parent: Element, ...path: string[]): string {
  return at(parent, ...path)?.textContent?.trim() ?? '';
}

/** An attribute, '' when it is missing. */
export function attribute(element: Element, name: string): string {
  return element.getAttribute(name) ?? '';
}

/** Every element of one name below, at any depth, in document order. */
export function descendants(parent: Element, name: string): Element[] {
  return [...parent.getElementsByTagName(name)];
}

/** Guids compare without braces and in lower case. */
export function bareGuid(guid: string): string {
  return guid.replace(/[{}]/g, '').toLowerCase();
}
