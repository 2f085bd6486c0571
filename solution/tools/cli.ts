/** `npm run solution -- pack|lint|names|check`: the tools of the Dataverse solution. */

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generateNames } from './names/generate-names';
import { packedName, packSolution } from './pack/pack';
import { findRepository, type Repository } from './repository';
import { readFolder, type Files } from './source';

const usage = `npm run solution -- COMMAND

  pack                    writes the zips, managed and unmanaged, to dist/solution
  names                   writes the names of tables, columns and choices as TypeScript
  names --check           fails when those files are not what the solution says
`;

type Command = (repository: Repository, args: string[]) => number | Promise<number>;

const commands: Record<string, Command> = { pack, names };

async function main(args: string[]): Promise<number> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    console.error(usage);
    return name === '' || name === '--help' ? 0 : 1;
  }
  return command(findRepository(), rest);
}

function pack(repository: Repository): number {
  const source = readFolder(repository.source);
  const built: Files = existsSync(repository.builtWebResources) ? readFolder(repository.builtWebResources) : new Map();
  mkdirSync(repository.packed, { recursive: true });
  // A zip of an earlier version must not be taken for the current one.
  for (const old of readdirSync(repository.packed)) if (old.endsWith('.zip')) rmSync(join(repository.packed, old));
  for (const managed of [false, true]) {
    const zip = packSolution(source, built, { version: repository.version, managed });
    const path = join(repository.packed, packedName(repository.version, managed));
    writeFileSync(path, zip);
    console.log(`${relative(repository.root, path)} ${zip.length} bytes`);
  }
  return 0;
}

function names(repository: Repository, args: string[]): number {
  const text = generateNames(readFolder(repository.source));
  if (!args.includes('--check')) {
    for (const path of repository.generated) writeFileSync(path, text);
    return 0;
  }
  const stale = repository.generated.filter((path) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  for (const path of stale) {
    console.error(`${relative(repository.root, path)} is not what solution/src says. Run "npm run solution -- names".`);
  }
  return stale.length > 0 ? 1 : 0;
}

async function run(): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

void run();
