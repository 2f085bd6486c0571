/** The app and its site map. */

import { at, attribute, bareGuid, children, descendants, rootOf, textOf } from '../xml';
import { filesIn, type Files } from '../source';
import type { Documents } from './documents';
import type { Component } from './manifest';

export interface App {
  file: string;
  uniqueName: string;
  components: Component[];
  /** Bare guids of the roles that the app is there for. */
  roles: string[];
  /** Bare guid of a web resource. */
  icon: string;
}

export interface SiteMap {
  file: string;
  uniqueName: string;
  entries: SiteMapEntry[];
}

export interface SiteMapEntry {
  element: 'Area' | 'Group' | 'SubArea';
  id: string;
  title: string;
  table: string;
  url: string;
  /** `/WebResources/` and a name, or empty. */
  icon: string;
  /** Tables whose privileges decide who sees the entry. */
  privilegesOf: string[];
}

export function readApps(files: Files, documents: Documents): App[] {
  return filesIn(files, 'AppModules').map((file) => {
    const root = rootOf(documents(file), file);
    const components = at(root, 'AppModuleComponents');
    const roles = at(root, 'AppModuleRoleMaps');
    return {
      file,
      uniqueName: textOf(root, 'UniqueName'),
      components: (components ? children(components) : []).map((component) => ({
        type: Number(attribute(component, 'type')),
        key: attribute(component, 'schemaName') || bareGuid(attribute(component, 'id')),
        behavior: '',
      })),
      roles: (roles ? children(roles, 'Role') : []).map((role) => bareGuid(attribute(role, 'id'))),
      icon: bareGuid(textOf(root, 'WebResourceId')),
    };
  });
}

export function readSiteMaps(files: Files, documents: Documents): SiteMap[] {
  return filesIn(files, 'AppModuleSiteMaps').map((file) => {
    const root = rootOf(documents(file), file);
    return {
      file,
      uniqueName: textOf(root, 'SiteMapUniqueName'),
      entries: (['Area', 'Group', 'SubArea'] as const).flatMap((element) =>
        descendants(root, element).map((entry) => ({
          element,
          id: attribute(entry, 'Id'),
          title: attribute(at(entry, 'Titles', 'Title') ?? entry, 'Title'),
          table: attribute(entry, 'Entity'),
          url: attribute(entry, 'Url'),
          icon: attribute(entry, 'VectorIcon'),
          privilegesOf: children(entry, 'Privilege').map((privilege) => attribute(privilege, 'Entity')),
        })),
      ),
    };
  });
}
