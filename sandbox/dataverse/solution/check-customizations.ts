import type { Element } from '@xmldom/xmldom';
import { attribute, at, children, outerXml, plainGuid, textAt } from './xml';

/** Parts of customizations.xml that Dataverse knows. https://learn.microsoft.com/power-apps/developer/data-platform/customization-solutions-file-schema */
const sections = names(
  'AppModules AppModuleSiteMaps CustomControls EntityDataProviders EntityMaps EntityRelationships Entities ' +
    'FieldSecurityProfiles Languages optionsets OrganizationSettings Roles SdkMessageProcessingSteps ' +
    'SolutionPluginAssemblies Templates WebResources Workflows',
);
const partsOfEntity = names('Name ObjectTypeCode EntityInfo FormXml SavedQueries RibbonDiffXml');
const partsOfRole = names('IsCustomizable IntroducedVersion RolePrivileges');
const partsOfRibbon = names('CustomActions Templates CommandDefinitions RuleDefinitions LocLabels');
const partsOfForm = names(
  'formid FormPresentation IntroducedVersion FormActivationState form IsCustomizable CanBeDeleted LocalizedNames ' +
    'Descriptions UniqueName form_unique_name DisplayConditions',
);

function names(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Refuses elements that the format does not have, as the service refuses what its schema does not know. */
export function checkCustomizations(customizations: Element): void {
  only(customizations, sections);
  for (const entity of children(at(customizations, 'Entities'), 'Entity')) {
    only(entity, partsOfEntity);
    only(at(entity, 'RibbonDiffXml'), partsOfRibbon);
    for (const forms of children(at(entity, 'FormXml'))) {
      if (forms.nodeName !== 'forms') throw unknown('FormXml', forms.nodeName);
      for (const form of children(forms)) only(form, partsOfForm);
    }
  }
  for (const role of children(at(customizations, 'Roles'))) only(role, partsOfRole);
}

function only(element: Element | undefined, known: ReadonlySet<string>): void {
  const stranger = children(element).find((child) => !known.has(child.nodeName));
  if (element !== undefined && stranger !== undefined) throw unknown(element.nodeName, stranger.nodeName);
}

const unknown = (parent: string, name: string): Error =>
  new Error(
    `The import file is invalid. XSD validation failed with the following error: 'The element '${parent}' has invalid child element '${name}'.'`,
  );

/** Names of web resources that anything of the solution refers to: libraries and icons of ribbons, entries of site maps. */
export function referencedWebResources(customizations: Element): string[] {
  const text = outerXml(customizations) ?? '';
  return [...new Set([...text.matchAll(/\$webresource:([^"'<>\s?&]+)/gi)].map((match) => match[1] ?? ''))];
}

/** What the manifest promises and customizations.xml does not hold, one sentence each; kinds that have a name or an id there. */
export function missingComponents(manifest: Element | undefined, customizations: Element): string[] {
  const found = (path: [string, string], name: (element: Element) => string | undefined) =>
    new Set(children(at(customizations, path[0]), path[1]).map((element) => name(element)?.toLowerCase()));
  const present: Readonly<Record<string, ReadonlySet<string | undefined>>> = {
    1: found(['Entities', 'Entity'], (entity) => textAt(entity, 'Name')),
    9: found(['optionsets', 'optionset'], (set) => attribute(set, 'Name')),
    20: found(['Roles', 'Role'], (role) => plainGuid(attribute(role, 'id'))),
    61: found(['WebResources', 'WebResource'], (resource) => textAt(resource, 'Name')),
    62: found(['AppModuleSiteMaps', 'AppModuleSiteMap'], (map) => textAt(map, 'SiteMapUniqueName')),
    80: found(['AppModules', 'AppModule'], (app) => textAt(app, 'UniqueName')),
  };
  return children(at(manifest, 'RootComponents'), 'RootComponent').flatMap((component) => {
    const type = attribute(component, 'type') ?? '';
    const key = attribute(component, 'schemaName') ?? plainGuid(attribute(component, 'id')) ?? '';
    if (present[type]?.has(key.toLowerCase()) !== false) return [];
    return [`The root component ${key} of type ${type} is not in customizations.xml.`];
  });
}
