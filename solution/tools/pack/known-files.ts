/** Which files the packer knows: anything else would be left out of the zip without a word. */

import type { Files } from '../source';

const known = [
  /^Other\/(Solution|Customizations|Relationships)\.xml$/,
  /^Other\/Relationships\/\w+\.xml$/,
  /^Entities\/\w+\/(Entity|RibbonDiff)\.xml$/,
  /^Entities\/\w+\/FormXml\/\w+\/\{[\w-]+\}(_managed)?\.xml$/,
  /^Entities\/\w+\/SavedQueries\/\{[\w-]+\}(_managed)?\.xml$/,
  /^OptionSets\/\w+\.xml$/,
  /^Roles\/[\w -]+\.xml$/,
  /^WebResources\/.+\.data\.xml$/,
  /^AppModules\/\w+\/AppModule(_managed)?\.xml$/,
  /^AppModuleSiteMaps\/\w+\/AppModuleSiteMap(_managed)?\.xml$/,
  // Rows of solution-aware tables enter the zip unchanged.
  /^[a-z]\w*\/.+$/,
];

export function unknownFiles(source: Files): string[] {
  return [...source.keys()].filter((path) => !known.some((pattern) => pattern.test(path)) && !isContent(source, path));
}

/** An unpacked zip has the contents of web resources beside their descriptions. */
const isContent = (source: Files, path: string): boolean =>
  path.startsWith('WebResources/') && source.has(`${path}.data.xml`);
