// Bundles the pages that run inside Dynamics 365. File names are fixed (each file is a component of the solution) and
// addresses are relative, because the platform serves them under a version in the path.
import { build } from 'esbuild';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const out = process.env.WEBRESOURCES_OUT ?? join(root, '..', 'dist', 'webresources');
const pages = [{ source: 'sync', entry: 'app.tsx', name: 'mcs_/sync' }];
const largest = 1024 * 1024;

for (const page of pages) {
  const from = join(root, page.source);
  const to = join(out, page.name);
  await mkdir(to, { recursive: true });
  await build({
    entryPoints: [join(from, page.entry)],
    outfile: join(to, 'app.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'app.css']) await copyFile(join(from, file), join(to, file));
  for (const file of ['index.html', 'app.css', 'app.js']) {
    const { size } = await stat(join(to, file));
    process.stderr.write(`${page.name}/${file} ${(size / 1024).toFixed(1)} KB\n`);
    if (size > largest) throw new Error(`${page.name}/${file} is larger than 1 MB.`);
  }
}
