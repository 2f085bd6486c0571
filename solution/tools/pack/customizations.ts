/** customizations.xml: the sections of Other/Customizations.xml, filled from the folders in the order that file gives. */

import type { Document, Element } from '@xmldom/xmldom';
import { child, children, attribute, parseXml, rootOf, serializeXml } from '../xml';
import { byPath, filesIn, textFile, type Files } from '../source';

export function customizations(source: Files, managed: boolean): string {
  const file = 'Other/Customizations.xml';
  const target = parseXml(textFile(source, file), file);
  const root = rootOf(target, file);
  const read = (path: string): Element => rootOf(parseXml(textFile(source, path), path), path);

  const sections: Record<string, () => Element[]> = {
    Entities: () => entities(source, managed, read),
    Roles: () => filesIn(source, 'Roles', '.xml', managed).map(read),
    EntityRelationships: () => relationships(source, read),
    optionsets: () => filesIn(source, 'OptionSets', '.xml', managed).map(read),
    WebResources: () => filesIn(source, 'WebResources', '.data.xml').map(read),
    AppModuleSiteMaps: () => filesIn(source, 'AppModuleSiteMaps', '.xml', managed).map(read),
    AppModules: () => filesIn(source, 'AppModules', '.xml', managed).map(read),
  };
  for (const [name, elements] of Object.entries(sections)) {
    for (const element of elements()) {
      const section = child(root, name);
      if (!section) throw new Error(`${file} lacks an empty <${name} /> to be filled`);
      append(target, section, element);
    }
  }
  return serializeXml(target);
}

function entities(source: Files, managed: boolean, read: (path: string) => Element): Element[] {
  const bodies = filesIn(source, 'Entities').filter((path) => path.endsWith('/Entity.xml'));
  return bodies.sort(byPath).map((path) => {
    const entity = read(path);
    const document = entity.ownerDocument!;
    const folder = path.slice(0, -'/Entity.xml'.length);
    for (const form of filesIn(source, `${folder}/FormXml`, '.xml', managed)) {
      const forms = read(form);
      const group = formGroup(document, slot(entity, 'FormXml', path), attribute(forms, 'type'));
      for (const systemForm of children(forms)) append(document, group, systemForm);
    }
    const views = filesIn(source, `${folder}/SavedQueries`, '.xml', managed);
    if (views.length > 0) {
      const group = document.createElement('savedqueries');
      slot(entity, 'SavedQueries', path).appendChild(group);
      for (const view of views) for (const query of children(read(view))) append(document, group, query);
    }
    const ribbon = `${folder}/RibbonDiff.xml`;
    if (source.has(ribbon)) {
      for (const part of children(read(ribbon))) append(document, slot(entity, 'RibbonDiffXml', path), part);
    }
    dropEmpty(entity, ['SavedQueries', 'RibbonDiffXml']);
    return entity;
  });
}

function relationships(source: Files, read: (path: string) => Element): Element[] {
  const order = 'Other/Relationships.xml';
  if (!source.has(order)) return [];
  const bodies = new Map<string, Element>();
  for (const path of filesIn(source, 'Other/Relationships')) {
    for (const body of children(read(path))) bodies.set(attribute(body, 'Name'), body);
  }
  return children(read(order)).flatMap((entry) => {
    const body = bodies.get(attribute(entry, 'Name'));
    if (!body) throw new Error(`${order} names ${attribute(entry, 'Name')}, which has no body`);
    return [body];
  });
}

function formGroup(document: Document, formXml: Element, type: string): Element {
  const present = children(formXml, 'forms').find((forms) => attribute(forms, 'type') === type);
  if (present) return present;
  const created = document.createElement('forms');
  created.setAttribute('type', type);
  formXml.appendChild(created);
  return created;
}

function slot(entity: Element, name: string, path: string): Element {
  const found = child(entity, name);
  if (!found) throw new Error(`${path} lacks an empty <${name} /> to be filled`);
  return found;
}

/** The schema wants something in these where they are present. */
function dropEmpty(entity: Element, names: string[]): void {
  for (const name of names) {
    const element = child(entity, name);
    if (element && children(element).length === 0) entity.removeChild(element);
  }
}

function append(document: Document, parent: Element, element: Element): void {
  parent.appendChild(document.importNode(element, true));
}
