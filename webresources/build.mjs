// Bundles what runs inside Dynamics 365. File names are fixed (each file is a component of the solution) and
// addresses are relative, because the platform serves them under a version in the path.
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = dirname(fileURLToPath(import.meta.url));
const out = process.env.WEBRESOURCES_OUT ?? join(root, '..', 'dist', 'webresources');
const pages = [{ source: 'app', entry: 'app.tsx', name: 'mcs_/sync' }];
// The platform takes 5 MB; what a person waits for is the compressed size.
const largest = 2 * 1024 * 1024;
const bundle = {
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
};

for (const page of pages) {
  const from = join(root, page.source);
  const to = join(out, page.name);
  await mkdir(to, { recursive: true });
  await build({
    ...bundle,
    entryPoints: [join(from, page.entry)],
    outfile: join(to, 'app.js'),
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  for (const file of ['index.html', 'app.css']) await copyFile(join(from, file), join(to, file));
  for (const file of ['index.html', 'app.css', 'app.js']) await printSize(`${page.name}/${file}`);
}

// What the buttons of the command bar call: the functions of one global object.
await build({
  ...bundle,
  entryPoints: [join(root, 'commands', 'index.ts')],
  outfile: join(out, 'mcs_', 'commands.js'),
  globalName: 'AudienceSync',
});
await printSize('mcs_/commands.js');

const icons = join(out, 'mcs_', 'icons');
await mkdir(icons, { recursive: true });
for (const file of await readdir(join(root, 'icons'))) await copyFile(join(root, 'icons', file), join(icons, file));

async function printSize(name) {
  const content = await readFile(join(out, name));
  const size = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  process.stderr.write(`${name} ${size(content.length)}, compressed ${size(gzipSync(content).length)}\n`);
  if (content.length > largest) throw new Error(`${name} is larger than 2 MB.`);
}
