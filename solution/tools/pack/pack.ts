/**
 * Packs the unpacked solution into the zip that Dataverse imports, as SolutionPackager would, with Node alone.
 * https://learn.microsoft.com/power-platform/alm/solution-packager-tool
 * The same source always gives the same bytes: entries are sorted and carry one fixed time.
 */

import { zipSync, type Zippable } from 'fflate';
import { parseXml, rootOf, serializeXml, at } from '../xml';
import { byPath, textFile, type Files } from '../source';
import { contentTypes } from './content-types';
import { customizations } from './customizations';
import { unknownFiles } from './known-files';
import { webResourceContents } from './web-resource-contents';

export interface PackOptions {
  /** a.b.c.d */
  version: string;
  managed: boolean;
}

export function packSolution(source: Files, built: Files, options: PackOptions): Uint8Array {
  const unknown = unknownFiles(source);
  if (unknown.length > 0) throw new Error(`The packer does not know what to do with ${unknown.join(', ')}`);
  const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'utf8'));
  const entries = new Map<string, Uint8Array>([
    ['solution.xml', text(manifest(source, options))],
    ['customizations.xml', text(customizations(source, options.managed))],
    ...webResourceContents(source, built),
    ...solutionAwareRows(source),
  ]);
  entries.set('[Content_Types].xml', text(contentTypes([...entries.keys()])));

  const zippable: Zippable = {};
  // fflate writes the local time into the zip: a date given by its local parts is the same in every time zone.
  const mtime = new Date(2020, 0, 1);
  for (const name of [...entries.keys()].sort(byPath)) zippable[name] = [entries.get(name)!, { mtime, level: 9 }];
  return zipSync(zippable);
}

export function packedName(version: string, managed: boolean): string {
  return `AudienceSync_${version}${managed ? '_managed' : ''}.zip`;
}

function manifest(source: Files, options: PackOptions): string {
  const file = 'Other/Solution.xml';
  const document = parseXml(textFile(source, file), file);
  const set = (name: string, value: string) => {
    const element = at(rootOf(document, file), 'SolutionManifest', name);
    if (!element) throw new Error(`${file} has no ${name}`);
    element.textContent = value;
  };
  set('Version', options.version);
  set('Managed', options.managed ? '1' : '0');
  return serializeXml(document);
}

/** Folders in lower case hold rows (environment variables and the like) that enter the zip unchanged. */
function solutionAwareRows(source: Files): [string, Uint8Array][] {
  return [...source].filter(([path]) => /^[a-z]/.test(path) && path.includes('/'));
}
