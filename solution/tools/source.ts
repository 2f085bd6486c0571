/** The unpacked solution as files in memory, so that packing and checking never touch the disk half-way. */

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Path relative to the folder, forward slashes -> content; sorted by path. */
export type Files = ReadonlyMap<string, Uint8Array>;

export function readFolder(folder: string): Files {
  const files = new Map<string, Uint8Array>();
  for (const path of filesBelow(folder).sort()) {
    files.set(relative(folder, path).split(sep).join('/'), readFileSync(path));
  }
  return files;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

export function textFile(files: Files, path: string): string {
  const content = files.get(path);
  if (!content) throw new Error(`${path} is missing from the solution`);
  return Buffer.from(content).toString('utf8');
}

/** Paths directly in a folder that end as said, `_managed` twins resolved: the twin replaces its file in a managed pack. */
export function filesIn(files: Files, folder: string, ending = '.xml', managed = false): string[] {
  const inside = [...files.keys()].filter((path) => path.startsWith(`${folder}/`) && path.endsWith(ending));
  const twinOf = (path: string) => path.replace(/\.xml$/, '_managed.xml');
  return inside
    .filter((path) => !path.endsWith('_managed.xml'))
    .map((path) => (managed && files.has(twinOf(path)) ? twinOf(path) : path))
    .sort(byPath);
}

/** Case-insensitive, as the packing of Microsoft's own tools sorts. */
export function byPath(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}
