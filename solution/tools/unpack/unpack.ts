/**
 * Takes a solution zip apart into the folder that packing starts from, as SolutionPackager would, with Node alone: what it knows
 * becomes a file of its own, everything else stays in Other/Customizations.xml, so that packing gives the same zip again.
 * https://learn.microsoft.com/power-platform/alm/solution-packager-tool
 */

import type { Element } from '@xmldom/xmldom';
import { attribute, child, children, parseXml, rootOf, serializeXml, textOf } from '../xml';
import { textFile, type Files } from '../source';
import { readZip, requireInside, type ZipLimits } from './read-zip';

export function unpackSolution(zip: Uint8Array, limits?: ZipLimits): Files {
  const packed = readZip(zip, limits);
  const folder = new Map<string, Uint8Array>();
  const taken = new Set<string>();
  const put = (path: string, content: Uint8Array | string): void => {
    requireInside(path);
    // Some systems tell no capitals from small letters.
    if (taken.has(path.toLowerCase())) {
      throw new Error(`The zip is refused: two of its components would be written to ${path}.`);
    }
    taken.add(path.toLowerCase());
    folder.set(path, typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'utf8')) : content);
  };
  const manifest = parseXml(textFile(packed, 'solution.xml'), 'solution.xml');
  put('Other/Solution.xml', serializeXml(manifest));

  const document = parseXml(textFile(packed, 'customizations.xml'), 'customizations.xml');
  const root = rootOf(document, 'customizations.xml');
  const contents = new Set(['solution.xml', 'customizations.xml', '[Content_Types].xml']);
  for (const [section, taker] of Object.entries(takers)) {
    const element = child(root, section);
    if (element) taker({ element, put, packed, contents });
  }
  put('Other/Customizations.xml', serializeXml(document));
  for (const [name, content] of packed) if (!contents.has(name)) put(name, content);
  return folder;
}

interface Section {
  element: Element;
  put: (path: string, content: Uint8Array | string) => void;
  packed: Files;
  /** Files of the zip that have found their place. */
  contents: Set<string>;
}

const takers: Record<string, (section: Section) => void> = {
  Entities: takeTables,
  Roles: ({ element, put }) => takeEach(element, put, (role) => `Roles/${fileName(attribute(role, 'name'))}.xml`),
  EntityRelationships: takeRelationships,
  optionsets: ({ element, put }) =>
    takeEach(element, put, (choice) => `OptionSets/${fileName(attribute(choice, 'Name'))}.xml`),
  WebResources: takeWebResources,
  AppModuleSiteMaps: ({ element, put }) =>
    takeEach(
      element,
      put,
      (map) => `AppModuleSiteMaps/${fileName(textOf(map, 'SiteMapUniqueName'))}/AppModuleSiteMap.xml`,
    ),
  AppModules: ({ element, put }) =>
    takeEach(element, put, (app) => `AppModules/${fileName(textOf(app, 'UniqueName'))}/AppModule.xml`),
};

function takeEach(section: Element, put: Section['put'], pathOf: (element: Element) => string): void {
  for (const element of takeOut(section)) put(pathOf(element), fileOf(element));
}

function takeTables({ element: section, put }: Section): void {
  for (const table of takeOut(section)) {
    const folder = `Entities/${fileName(textOf(table, 'Name'))}`;
    for (const forms of takeOut(child(table, 'FormXml'))) {
      const type = attribute(forms, 'type');
      for (const form of children(forms)) {
        put(
          `${folder}/FormXml/${fileName(type)}/${fileName(textOf(form, 'formid'))}.xml`,
          fileOf(wrapped('forms', form, { type })),
        );
      }
    }
    for (const views of takeOut(child(table, 'SavedQueries'))) {
      for (const view of children(views)) {
        put(
          `${folder}/SavedQueries/${fileName(textOf(view, 'savedqueryid'))}.xml`,
          fileOf(wrapped('savedqueries', view)),
        );
      }
    }
    const ribbon = child(table, 'RibbonDiffXml');
    if (ribbon && children(ribbon).length > 0) {
      put(`${folder}/RibbonDiff.xml`, fileOf(ribbon));
      takeOut(ribbon);
    }
    put(`${folder}/Entity.xml`, fileOf(table));
  }
}

function takeRelationships({ element: section, put }: Section): void {
  const bodies = new Map<string, Element[]>();
  const names = section.ownerDocument!.createElement('EntityRelationships');
  for (const body of takeOut(section)) {
    const referenced = textOf(body, 'ReferencedEntityName') || textOf(body, 'FirstEntityName');
    bodies.set(referenced, [...(bodies.get(referenced) ?? []), body]);
    const entry = section.ownerDocument!.createElement('EntityRelationship');
    entry.setAttribute('Name', attribute(body, 'Name'));
    names.appendChild(entry);
  }
  if (bodies.size === 0) return;
  put('Other/Relationships.xml', fileOf(names));
  for (const [referenced, elements] of bodies) {
    put(`Other/Relationships/${fileName(referenced)}.xml`, fileOf(wrapped('EntityRelationships', elements)));
  }
}

function takeWebResources({ element: section, put, packed, contents }: Section): void {
  for (const resource of takeOut(section)) {
    const path = `WebResources/${textOf(resource, 'Name')}`;
    const packedName = textOf(resource, 'FileName').replace(/^\//, '');
    put(`${path}.data.xml`, fileOf(resource));
    const content = packed.get(packedName);
    if (!content) throw new Error(`The zip is damaged: the web resource ${textOf(resource, 'Name')} has no content.`);
    contents.add(packedName);
    put(path, content);
  }
}

/** The elements of a section, taken out of it with the blanks between them. */
function takeOut(section: Element | undefined): Element[] {
  const elements = section ? children(section) : [];
  const [first] = elements;
  if (!section || !first) return [];
  while (first.nextSibling) section.removeChild(first.nextSibling);
  section.removeChild(first);
  return elements;
}

function wrapped(name: string, inside: Element | Element[], attributes: Record<string, string> = {}): Element {
  const elements = Array.isArray(inside) ? inside : [inside];
  const wrapper = elements[0]!.ownerDocument!.createElement(name);
  for (const [key, value] of Object.entries(attributes)) wrapper.setAttribute(key, value);
  for (const element of elements) wrapper.appendChild(element);
  return wrapper;
}

function fileOf(element: Element): string {
  const document = parseXml('<x/>', 'a new file');
  document.removeChild(rootOf(document, 'a new file'));
  document.appendChild(document.importNode(element, true));
  return serializeXml(document);
}

/** Letters, digits and what is harmless in a name on every system; the rest percent-encoded, braces kept. */
function fileName(name: string): string {
  if (name === '') throw new Error('The zip is damaged: a component in its customizations.xml has no name.');
  return name.replaceAll(/[^\w {}-]/g, (character) => encodeURIComponent(character));
}
