/** Where things are in the repository, whether this runs from the sources or from dist. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Repository {
  root: string;
  source: string;
  builtWebResources: string;
  packed: string;
  generated: string[];
  /** package.json's version as a solution version: a.b.c.0 */
  version: string;
}

export function findRepository(from = __dirname): Repository {
  let root = from;
  while (!existsSync(join(root, 'solution', 'src'))) {
    if (dirname(root) === root) throw new Error(`No solution/src above ${from}`);
    root = dirname(root);
  }
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return {
    root,
    source: join(root, 'solution', 'src'),
    builtWebResources: join(root, 'dist', 'webresources'),
    packed: join(root, 'dist', 'solution'),
    generated: [
      join(root, 'connector', 'dataverse', 'schema.generated.ts'),
      join(root, 'webresources', 'schema.generated.ts'),
    ],
    version: solutionVersion(String(version)),
  };
}

export function solutionVersion(packageVersion: string): string {
  const numbers = /^(\d+)\.(\d+)\.(\d+)(-.*)?$/.exec(packageVersion);
  if (!numbers) throw new Error(`The version "${packageVersion}" in package.json is not of the form 1.2.3`);
  return `${numbers[1]}.${numbers[2]}.${numbers[3]}.0`;
}
