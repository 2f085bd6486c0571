/**
 * The contents of web resources come from the build, or stand beside their descriptions where a zip was unpacked; every declared one
 * must have been built, and nothing else.
 */

import { parseXml, rootOf, textOf } from '../xml';
import { filesIn, textFile, type Files } from '../source';

export function webResourceContents(source: Files, built: Files): [string, Uint8Array][] {
  const declared = filesIn(source, 'WebResources', '.data.xml').map((path) => {
    const resource = rootOf(parseXml(textFile(source, path), path), path);
    return { path, name: textOf(resource, 'Name'), fileName: textOf(resource, 'FileName').replace(/^\//, '') };
  });
  const contentOf = (name: string) => built.get(name) ?? source.get(`WebResources/${name}`);
  const missing = declared.filter(({ name }) => !contentOf(name));
  if (missing.length > 0) {
    throw new Error(
      `Web resources are declared but not built: ${missing.map(({ name }) => name).join(', ')}. ` +
        'Run "npm run build", or remove their .data.xml and root components.',
    );
  }
  const known = new Set(declared.map(({ name }) => name));
  // Beside declared resources the build may leave source maps, which are not shipped.
  const undeclared = [...built.keys()].filter((name) => !known.has(name) && !name.endsWith('.map'));
  if (undeclared.length > 0) {
    throw new Error(
      `Files were built that no web resource declares: ${undeclared.join(', ')}. ` +
        'Add a .data.xml in solution/src/WebResources and a root component of type 61, or stop building them.',
    );
  }
  return declared.map(({ name, fileName }) => [fileName, contentOf(name)!]);
}
