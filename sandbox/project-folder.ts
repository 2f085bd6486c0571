/** Where the project lies, from the sources as well as from their compiled copies. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const projectFolder: string = find(__dirname);

/** The compiled copy of a source file: child processes run JavaScript even when their parent runs from the sources. */
export function compiled(path: string): string {
  return join(projectFolder, 'dist', path);
}

function find(folder: string): string {
  // The compiler copies package.json into dist when a source reads it.
  if (existsSync(join(folder, 'package.json')) && basename(folder) !== 'dist') return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The project folder with package.json was not found.');
  return find(parent);
}
