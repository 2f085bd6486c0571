import type { Element } from '@xmldom/xmldom';
import { strFromU8, unzipSync } from 'fflate';
import type { Relationship } from '../metadata/table';
import type { Value } from '../store/row';
import { checkCustomizations, missingComponents, referencedWebResources } from './check-customizations';
import { readChoices } from './read-choices';
import { readRelationships } from './read-relationships';
import type { LookupLinks } from './read-relationships';
import type { TableDraft } from './read-table';
import { readTableDraft } from './read-table';
import { readArtifacts } from './read-artifacts';
import type { AppRole, RoleDraft } from './read-roles';
import { readAppRoles, readRoles, roleArtifacts } from './read-roles';
import { children, at, parseXml, textAt, attribute } from './xml';

/** A solution zip, read and not yet applied. */
export interface SolutionContent {
  readonly uniqueName: string;
  readonly friendlyName: string;
  readonly version: string;
  readonly managed: boolean;
  readonly publisher: { readonly uniqueName: string; readonly prefix: string; readonly optionPrefix: number };
  readonly choices: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly tables: readonly TableDraft[];
  readonly relationships: readonly Relationship[];
  readonly lookups: LookupLinks;
  readonly artifacts: readonly Artifact[];
  readonly roles: readonly RoleDraft[];
  readonly appRoles: readonly AppRole[];
  /** Names of web resources that it refers to. */
  readonly webResourcesUsed: readonly string[];
}

/** A row of one of the platform's own tables that a solution brings: a view, a web resource, a site map. */
export interface Artifact {
  readonly table: string;
  readonly id: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** Throws with a sentence when the bytes are no solution. */
export function readSolution(zip: Uint8Array): SolutionContent {
  const files = unzip(zip);
  const manifest = at(xmlOf(files, 'solution.xml'), 'SolutionManifest');
  const customizations = xmlOf(files, 'customizations.xml');
  if (files.get('[Content_Types].xml') === undefined) throw new Error('The solution has no [Content_Types].xml.');
  checkCustomizations(customizations);
  const [lost] = missingComponents(manifest, customizations);
  if (lost !== undefined) throw new Error(lost);
  const choices = readChoices(customizations);
  const entities = children(at(customizations, 'Entities'), 'Entity');
  const { relationships, lookups } = readRelationships(customizations);
  const roles = readRoles(customizations);
  const uniqueName = textAt(manifest, 'UniqueName');
  const version = textAt(manifest, 'Version');
  if (uniqueName === undefined || version === undefined)
    throw new Error('solution.xml names no UniqueName or Version.');
  return {
    uniqueName,
    version,
    friendlyName: attribute(children(at(manifest, 'LocalizedNames'))[0], 'description') ?? uniqueName,
    managed: textAt(manifest, 'Managed') === '1',
    publisher: {
      uniqueName: textAt(manifest, 'Publisher', 'UniqueName') ?? '',
      prefix: textAt(manifest, 'Publisher', 'CustomizationPrefix') ?? '',
      optionPrefix: Number(textAt(manifest, 'Publisher', 'CustomizationOptionValuePrefix') ?? '0'),
    },
    choices,
    tables: entities.map((entity) => readTableDraft(entity, choices)),
    relationships,
    lookups,
    artifacts: [...readArtifacts(customizations, entities, files), ...roleArtifacts(roles)],
    roles,
    appRoles: readAppRoles(customizations),
    webResourcesUsed: referencedWebResources(customizations),
  };
}

function unzip(zip: Uint8Array): Map<string, Uint8Array> {
  try {
    return new Map(Object.entries(unzipSync(zip)));
  } catch {
    throw new Error('The file is not a zip.');
  }
}

function xmlOf(files: ReadonlyMap<string, Uint8Array>, name: string): Element {
  const file = files.get(name);
  if (file === undefined) throw new Error(`The solution has no ${name}.`);
  try {
    return parseXml(strFromU8(file));
  } catch (error) {
    throw new Error(`${name} is not well-formed: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
}
