/** The solution as it is committed, and copies of it with one deliberate mistake. */

import { join } from 'node:path';
import { findRepository } from '../../solution/tools/repository';
import { readFolder, type Files } from '../../solution/tools/source';

export const repository = findRepository();

export function committedSolution(): Files {
  return readFolder(repository.source);
}

/** What a build would have made, without building: the icons as they are, and scripts that do nothing. */
export function builtPages(): Files {
  const text = (content: string) => new Uint8Array(Buffer.from(content));
  const icons = readFolder(join(repository.root, 'webresources', 'icons'));
  return new Map([
    ['mcs_/sync/index.html', text('<!doctype html><title>Sync Audiences</title>')],
    ['mcs_/sync/app.js', text('"use strict";')],
    ['mcs_/sync/app.css', text('body { margin: 0 }')],
    ['mcs_/commands.js', text(`var AudienceSync = { ${commands.map((name) => `${name}() {}`).join(', ')} };`)],
    ...[...icons].map(([name, content]) => [`mcs_/icons/${name}`, content] as const),
  ]);
}

const commands = [
  'canSyncAudience',
  'canSyncAudiences',
  'canSyncList',
  'canSyncLists',
  'openPanel',
  'openPanelFor',
  'openRun',
  'openSelectedRun',
  'syncAudience',
  'syncAudiences',
  'syncList',
  'syncLists',
];

/** Replaces the first occurrence; a text that is not there is a mistake of the test. */
export function withText(files: Files, path: string, from: string, to: string): Files {
  const content = Buffer.from(files.get(path) ?? '').toString('utf8');
  if (!content.includes(from)) throw new Error(`${path} does not contain ${from}`);
  return withFile(files, path, content.replace(from, to));
}

export function withFile(files: Files, path: string, content: string): Files {
  return new Map([...files, [path, new Uint8Array(Buffer.from(content))]]);
}

export function without(files: Files, path: string): Files {
  if (!files.has(path)) throw new Error(`${path} is not there`);
  return new Map([...files].filter(([name]) => name !== path));
}

/** The file of a folder; where it holds several, the only one that contains a text. */
export function onlyFile(files: Files, folder: string, text = ''): string {
  const [file, ...others] = [...files]
    .filter(([path, content]) => path.startsWith(`${folder}/`) && Buffer.from(content).toString('utf8').includes(text))
    .map(([path]) => path);
  if (file === undefined || others.length > 0) throw new Error(`${folder} does not hold exactly one such file`);
  return file;
}
