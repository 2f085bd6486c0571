/** The script of the shell's own pages, bundled from its sources when it is first asked for. */
import { build } from 'esbuild';
import { join } from 'node:path';
import { projectFolder } from '../project-folder';

let bundled: Promise<string> | undefined;

export function readClientScript(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  const result = await build({
    entryPoints: [join(projectFolder, 'sandbox', 'crm', 'client', 'main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'warning',
  });
  return result.outputFiles[0]?.text ?? '';
}
