/** The part list that every Open Packaging zip carries: one default per extension, one override per file without any. */

import { byPath } from '../source';

export function contentTypes(names: string[]): string {
  const extensions = new Set<string>();
  const overrides: string[] = [];
  for (const name of names) {
    const extension = /\.([^./]+)$/.exec(name)?.[1];
    if (extension) extensions.add(extension);
    else overrides.push(`/${encodeURI(name)}`);
  }
  const type = 'ContentType="application/octet-stream"';
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
    ...[...extensions].sort(byPath).map((extension) => `  <Default Extension="${extension}" ${type} />`),
    ...overrides.sort(byPath).map((name) => `  <Override PartName="${name}" ${type} />`),
    '</Types>',
    '',
  ].join('\n');
}
