/** What several pages need stands where every page may take it from; only the router knows the pages. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

const root = join(__dirname, '..', '..', 'webresources');
const pages = ['sync', 'run', 'members', 'panel'];
const shared = ['frame', 'standing', 'requests', 'texts'];

test.each(pages)('%s takes nothing from another page', (page) => {
  expect(foldersTakenBy(page).filter((folder) => folder !== page && !shared.includes(folder))).toEqual([]);
});

test.each(shared)('%s takes nothing from a page', (folder) => {
  expect(foldersTakenBy(folder).filter((taken) => !shared.includes(taken))).toEqual([]);
});

/** Folders of the web resources out of which files below this one import. */
function foldersTakenBy(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const taken = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, folder, file), 'utf8');
      return [...text.matchAll(/(?:from |import\()'(\.[^']*)'/g)].map(([, path = '']) =>
        relative(root, resolve(root, folder, file, '..', path)),
      );
    });
  return [...new Set(taken.filter((path) => path.includes(sep)).map((path) => path.split(sep)[0] ?? ''))].sort();
}
