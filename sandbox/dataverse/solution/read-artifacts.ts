import type { Element } from '@xmldom/xmldom';
import { stableGuid } from '../stable-guid';
import type { Artifact } from './read-solution';
import { at, attribute, children, innerXml, labelOf, outerXml, plainGuid, textAt } from './xml';

/** Views, forms, ribbons, web resources, site maps and apps of a solution, as the rows they become. */
export function readArtifacts(
  customizations: Element,
  entities: readonly Element[],
  files: ReadonlyMap<string, Uint8Array>,
): Artifact[] {
  return [
    ...entities.flatMap((entity) => [...readViews(entity), ...readForms(entity), ...readRibbon(entity)]),
    ...children(at(customizations, 'WebResources'), 'WebResource').map((element) => readWebResource(element, files)),
    ...children(at(customizations, 'AppModuleSiteMaps'), 'AppModuleSiteMap').map(readSiteMap),
    ...children(at(customizations, 'AppModules'), 'AppModule').flatMap(readApp),
  ];
}

function readViews(entity: Element): Artifact[] {
  const table = textAt(entity, 'Name')?.toLowerCase() ?? '';
  return children(at(entity, 'SavedQueries', 'savedqueries'), 'savedquery').map((view) => {
    const name = labelOf(view, 'LocalizedNames') ?? textAt(view, 'name') ?? '';
    return {
      table: 'savedquery',
      id: plainGuid(textAt(view, 'savedqueryid')) ?? stableGuid(`savedquery ${table} ${name}`),
      values: {
        name,
        returnedtypecode: table,
        fetchxml: innerXml(at(view, 'fetchxml')) ?? null,
        layoutxml: innerXml(at(view, 'layoutxml')) ?? null,
        querytype: Number(textAt(view, 'querytype') ?? '0'),
        isdefault: textAt(view, 'isdefault') === '1',
        isquickfindquery: textAt(view, 'isquickfindquery') === '1',
        statecode: 0,
        statuscode: 1,
      },
    };
  });
}

function readForms(entity: Element): Artifact[] {
  const table = textAt(entity, 'Name')?.toLowerCase() ?? '';
  const types: Readonly<Record<string, number>> = { main: 2, quick: 6, quickCreate: 7, card: 11 };
  return children(at(entity, 'FormXml'), 'forms').flatMap((forms) =>
    children(forms, 'systemform').map((form) => ({
      table: 'systemform',
      id: plainGuid(textAt(form, 'formid')) ?? stableGuid(`systemform ${table}`),
      values: {
        name: labelOf(form, 'LocalizedNames') ?? table,
        objecttypecode: table,
        type: types[attribute(forms, 'type') ?? 'main'] ?? 2,
        formxml: outerXml(at(form, 'form')) ?? null,
        isdefault: false,
      },
    })),
  );
}

/** What the solution changes in the ribbon of a table, kept whole. */
function readRibbon(entity: Element): Artifact[] {
  const table = textAt(entity, 'Name')?.toLowerCase() ?? '';
  const rdx = outerXml(at(entity, 'RibbonDiffXml'));
  if (rdx === undefined) return [];
  return [
    { table: 'ribbondiff', id: stableGuid(`ribbondiff ${table}`), values: { diffid: table, entity: table, rdx } },
  ];
}

function readWebResource(element: Element, files: ReadonlyMap<string, Uint8Array>): Artifact {
  const name = textAt(element, 'Name') ?? '';
  const fileName = (textAt(element, 'FileName') ?? '').replace(/^\//, '');
  const content = files.get(fileName);
  if (content === undefined) throw new Error(`Web resource ${name}: the solution has no file ${fileName}.`);
  return {
    table: 'webresource',
    id: plainGuid(textAt(element, 'WebResourceId')) ?? stableGuid(`webresource ${name}`),
    values: {
      name,
      displayname: textAt(element, 'DisplayName') ?? name,
      webresourcetype: Number(textAt(element, 'WebResourceType') ?? '1'),
      content: Buffer.from(content).toString('base64'),
    },
  };
}

function readSiteMap(element: Element): Artifact {
  const uniqueName = textAt(element, 'SiteMapUniqueName') ?? '';
  return {
    table: 'sitemap',
    id: stableGuid(`sitemap ${uniqueName}`),
    values: {
      sitemapname: labelOf(element, 'LocalizedNames') ?? uniqueName,
      sitemapnameunique: uniqueName,
      sitemapxml: outerXml(at(element, 'SiteMap')) ?? null,
    },
  };
}

function readApp(element: Element): Artifact[] {
  const uniqueName = textAt(element, 'UniqueName') ?? '';
  const id = stableGuid(`appmodule ${uniqueName}`);
  const components = children(at(element, 'AppModuleComponents'), 'AppModuleComponent');
  return [
    {
      table: 'appmodule',
      id,
      values: {
        name: labelOf(element, 'LocalizedNames') ?? uniqueName,
        uniquename: uniqueName,
        description: labelOf(element, 'Descriptions') ?? null,
        clienttype: Number(textAt(element, 'ClientType') ?? '4'),
        statecode: 0,
      },
    },
    ...components.map((component, index) => ({
      table: 'appmodulecomponent',
      id: stableGuid(`appmodulecomponent ${uniqueName} ${index}`),
      values: {
        componenttype: Number(attribute(component, 'type') ?? '0'),
        schemaname: attribute(component, 'schemaName') ?? null,
        objectid: plainGuid(attribute(component, 'id')) ?? null,
        appmoduleidunique: { table: 'appmodule', id },
      },
    })),
  ];
}
