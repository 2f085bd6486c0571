/** The unpacked solution as the lint looks at it. */

import type { Files } from '../source';
import { readApps, readSiteMaps, type App, type SiteMap } from './app';
import { readChoices, type Choice } from './choices';
import { readDocuments, type Documents } from './documents';
import { readManifest, type Manifest } from './manifest';
import { readRelationshipList, readRelationships, type Relationship } from './relationships';
import { readRibbons, type Ribbon } from './ribbons';
import { readRoles, type SecurityRole } from './roles';
import { standardTables } from './standard-tables';
import { readTables, type Table } from './tables';
import { readForms, readViews, type Form, type View } from './views';
import { readWebResources, type WebResource } from './web-resources';

export interface Solution {
  files: Files;
  documents: Documents;
  manifest: Manifest;
  tables: Table[];
  choices: Choice[];
  relationships: Relationship[];
  /** Names in the order of Other/Relationships.xml. */
  relationshipList: string[];
  views: View[];
  forms: Form[];
  webResources: WebResource[];
  apps: App[];
  siteMaps: SiteMap[];
  roles: SecurityRole[];
  ribbons: Ribbon[];
}

export function readSolution(files: Files): Solution {
  const documents = readDocuments(files);
  return {
    files,
    documents,
    manifest: readManifest(documents),
    tables: readTables(files, documents),
    choices: readChoices(files, documents),
    relationships: readRelationships(files, documents),
    relationshipList: readRelationshipList(documents),
    views: readViews(files, documents),
    forms: readForms(files, documents),
    webResources: readWebResources(files, documents),
    apps: readApps(files, documents),
    siteMaps: readSiteMaps(files, documents),
    roles: readRoles(files, documents),
    ribbons: readRibbons(files, documents),
  };
}

/** Columns of a table, our own and the known ones of a standard table; undefined for a table that is not known. */
export function columnsOf(solution: Solution, table: string): Set<string> | undefined {
  const own = solution.tables.find(({ name }) => name === table);
  const standard = standardTables[table];
  if (!own && !standard) return undefined;
  return new Set([...(own?.columns.map(({ name }) => name) ?? []), ...(standard?.columns ?? [])]);
}
