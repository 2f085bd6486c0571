/** Loads an app the way the worker does: `main` of package.json is a pattern, and every compiled file it matches is required. */
import { readFileSync, readdirSync } from 'node:fs';
import Module from 'node:module';
import { basename, dirname, join } from 'node:path';
import { createCoreStandIn, type CoreStandIn } from './core-stand-in';

/** Throws one sentence when nothing matches or a file cannot be loaded: the worker then has no function at all. */
export function loadFunctions(appFolder: string): CoreStandIn {
  const core = createCoreStandIn();
  answerCoreModule(core);
  const manifest: unknown = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
  const main = manifest !== null && typeof manifest === 'object' && 'main' in manifest ? manifest.main : undefined;
  if (typeof main !== 'string') throw new Error('package.json has no "main" that says where the functions are.');
  const files = matching(appFolder, main);
  if (files.length === 0) throw new Error(`Found zero files matching the supplied pattern "${main}" of package.json.`);
  for (const file of files) {
    try {
      require(file);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The functions cannot be loaded, because ${basename(file)} throws at import: ${reason}`, {
        cause,
      });
    }
  }
  return core;
}

/** The worker answers this id from the module loader in the same way; nothing of that name is installed. */
function answerCoreModule(core: CoreStandIn): void {
  const load: unknown = Reflect.get(Module, '_load');
  if (typeof load !== 'function') throw new Error('This version of Node has no module loader that can be extended.');
  Reflect.set(Module, '_load', function (this: unknown, request: string, ...rest: unknown[]): unknown {
    return request === '@azure/functions-core' ? core : Reflect.apply(load, this, [request, ...rest]);
  });
}

/** Wildcards in the last part of the path only, which is all that this project's `main` uses. */
function matching(appFolder: string, pattern: string): string[] {
  const folder = join(appFolder, dirname(pattern));
  const name = new RegExp(
    `^${basename(pattern)
      .replaceAll(/[.+^$()|{}[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '[^/]*')}$`,
  );
  try {
    return readdirSync(folder)
      .filter((file) => name.test(file))
      .sort()
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}
