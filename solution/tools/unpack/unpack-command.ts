/** `npm run solution -- unpack ZIP FOLDER`, and packing such a folder again. */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packSolution } from '../pack/pack';
import { readFolder, textFile } from '../source';
import { at, parseXml, rootOf } from '../xml';
import { unpackSolution } from './unpack';

/** Answers the exit code. */
export function unpackCommand(args: string[]): number {
  const [zip, folder, ...more] = args;
  if (zip === undefined || folder === undefined || more.length > 0 || args.some((word) => word.startsWith('--'))) {
    throw new Error('unpack wants a zip and a folder: npm run solution -- unpack ZIP FOLDER');
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Error(`${folder} is not empty: name a folder that is, so that nothing is mixed up.`);
  }
  const files = unpackSolution(readFile(zip));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  console.log(`${files.size} files were written to ${folder}.`);
  return 0;
}

/** `pack --from FOLDER --to ZIP`: version and kind are those of the folder's manifest. */
export function packFolder(folder: string, to: string): number {
  const source = readFolder(folder);
  const manifest = rootOf(parseXml(textFile(source, 'Other/Solution.xml'), 'Other/Solution.xml'), 'Other/Solution.xml');
  const said = (name: string) => at(manifest, 'SolutionManifest', name)?.textContent?.trim() ?? '';
  const zip = packSolution(source, new Map(), { version: said('Version'), managed: said('Managed') === '1' });
  writeFileSync(to, zip);
  console.log(`${to} ${zip.length} bytes`);
  return 0;
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Error(`${path} cannot be read: check the name and your rights.`, { cause });
  }
}
