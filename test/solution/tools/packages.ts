/** Packages of the solution as it is committed, and of others that differ from it in one point. */

import { packSolution } from '../../../solution/tools/pack/pack';
import type { Files } from '../../../solution/tools/source';
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

export function packageOf(version: string, managed: boolean, source = committedSolution()): Uint8Array {
  return packSolution(source, anyContents(source), { version, managed });
}
