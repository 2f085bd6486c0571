/** Writes a small app of functions into a folder of its own, to try the host on. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../../sandbox/project-folder';

export function writeApp(functions: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'functions-'));
  mkdirSync(join(folder, 'dist', 'functions'), { recursive: true });
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ main: 'dist/functions/*.js' }));
  writeFileSync(
    join(folder, 'host.json'),
    JSON.stringify({
      version: '2.0',
      extensions: { queues: { messageEncoding: 'none', maxDequeueCount: 2, visibilityTimeout: '00:00:00' } },
    }),
  );
  for (const [name, body] of Object.entries(functions)) {
    writeFileSync(
      join(folder, 'dist', 'functions', `${name}.js`),
      `const { app } = require('@azure/functions');\n${body}`,
    );
  }
  return folder;
}
