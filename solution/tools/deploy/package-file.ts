/** The zip that is deployed, and what its manifest says of it. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sentence } from '../dataverse/refused';
import { packedName } from '../pack/pack';
import type { Repository } from '../repository';
import { textFile } from '../source';
import { readZip } from '../unpack/read-zip';
import { at, attribute, bareGuid, child, children, parseXml, rootOf, textOf } from '../xml';

export interface Package {
  zip: Uint8Array;
  uniqueName: string;
  version: string;
  managed: boolean;
  /** Id of the role for the application user, in the root business unit; null where the package brings none. */
  serviceRoleId: string | null;
}

export const serviceRole = 'Audience Sync Service';

export function readPackage(path: string): Package {
  if (!existsSync(path)) throw new Sentence(`There is no ${path}: run "npm run build", which packs the solution.`);
  return packageOf(readFileSync(path));
}

export const packedFile = ({ packed, version }: Repository, managed: boolean): string =>
  join(packed, packedName(version, managed));

export function packageOf(zip: Uint8Array): Package {
  const files = readZip(zip);
  const root = (name: string) => rootOf(parseXml(textFile(files, name), name), name);
  const manifest = at(root('solution.xml'), 'SolutionManifest');
  if (!manifest) throw new Sentence('The zip is not a solution: its solution.xml has no manifest.');
  const roles = child(root('customizations.xml'), 'Roles');
  const role = roles && children(roles, 'Role').find((one) => attribute(one, 'name') === serviceRole);
  return {
    zip,
    uniqueName: textOf(manifest, 'UniqueName'),
    version: textOf(manifest, 'Version'),
    managed: textOf(manifest, 'Managed') === '1',
    serviceRoleId: role ? bareGuid(attribute(role, 'id')) : null,
  };
}
