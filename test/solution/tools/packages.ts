/** Packages of the solution as it is committed, and small ones where only the way matters. */

import { packSolution } from '../../../solution/tools/pack/pack';
import { packageOf, type Package } from '../../../solution/tools/deploy/package-file';
import type { Files } from '../../../solution/tools/source';
import { sampleSolution, type SampleOptions } from '../../sandbox/dataverse/sample-solution';
import { committedSolution } from '../changed-solution';

/** Something for each web resource, without building. */
export function anyContents(source: Files): Files {
  const names = [...source.keys()].filter((path) => path.startsWith('WebResources/') && path.endsWith('.data.xml'));
  return new Map(
    names.map((path) => {
      const name = path.slice('WebResources/'.length, -'.data.xml'.length);
      return [name, new Uint8Array(Buffer.from(`content of ${name}`))];
    }),
  );
}

export function packed(version: string, managed: boolean, source = committedSolution()): Uint8Array {
  return packSolution(source, anyContents(source), { version, managed });
}

const role = `<Role id="{3ebf40e8-0562-5255-a781-6c0c3d326250}" name="Audience Sync Service"><RolePrivileges><RolePrivilege name="prvReadList" level="Global" /></RolePrivileges></Role>`;

/** Three tables, an addition to lists and a role: enough to be deployed, and quick. */
export function smallPackage(options: SampleOptions = {}): Package {
  return packageOf(sampleSolution({ uniqueName: 'AudienceSync', roles: role, managed: true, ...options }));
}
