/** `npm run solution -- pack|unpack|lint|names|check|deploy|uninstall`: the tools of the Dataverse solution. */

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { isNotUnderstood, sentenceOf } from '../../commands/sentence-of';
import { deployCommand } from './deploy/deploy-command';
import { findSchemas, validatePacked } from './check/validate-packed';
import { lintSolution } from './lint/lint';
import { generateNames } from './names/generate-names';
import { packedName, packSolution } from './pack/pack';
import { findRepository, type Repository } from './repository';
import { readFolder, type Files } from './source';
import { uninstallCommand } from './uninstall/uninstall-command';
import { packFolder, unpackCommand } from './unpack/unpack-command';

const usage = `npm run solution -- COMMAND

  pack                    writes the zips, managed and unmanaged, to dist/solution
  pack --from FOLDER --to ZIP
                          packs a folder that unpack wrote
  unpack ZIP FOLDER       takes a solution zip apart, ours or one that Dynamics 365 exported
  lint                    finds what does not fit together, with the cure
  names                   writes the names of tables, columns and choices as TypeScript
  names --check           fails when those files are not what the solution says
  check [--schemas DIR]   validates what pack would write against Microsoft's schemas in DIR,
                          else in DATAVERSE_XSD_DIR, else in ../shared/contract/dataverse-xsd;
                          fails where none are
  deploy                  installs it in Dynamics 365 or brings it up to date (deploy --help)
  uninstall               says what it brought there, and removes it (uninstall --help)
`;

type Command = (repository: Repository, args: string[]) => number | Promise<number>;

const commands: Record<string, Command> = {
  pack,
  unpack: (_repository, args) => unpackCommand(args),
  lint,
  names,
  check,
  deploy: deployCommand,
  uninstall: (_repository, args) => uninstallCommand(args),
};

/** Those that say more about themselves than the usage does. */
const ownHelp = new Set(['deploy', 'uninstall']);

/** Answers the exit code. */
export async function solutionCommand(args: string[], repository: Repository): Promise<number> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const asked = name === '' || name === '--help' || (rest.includes('--help') && !ownHelp.has(name));
  if (!command || asked) {
    if (!asked) console.error(`"${name}" is unknown.\n`);
    console.error(usage);
    return asked ? 0 : 1;
  }
  return command(repository, rest);
}

function pack(repository: Repository, args: string[]): number {
  const { values } = parseArgs({ args, options: { from: { type: 'string' }, to: { type: 'string' } } });
  if (values.from !== undefined && values.to !== undefined) return packFolder(values.from, values.to);
  if (values.from !== undefined || values.to !== undefined) throw new Error('pack wants --from and --to together.');
  const source = readFolder(repository.source);
  const built = builtFiles(repository) ?? new Map();
  mkdirSync(repository.packed, { recursive: true });
  const packed = [false, true].map((managed) => ({
    name: packedName(repository.version, managed),
    zip: packSolution(source, built, { version: repository.version, managed }),
  }));
  for (const { name, zip } of packed) {
    const path = join(repository.packed, name);
    // Whoever reads the old one meanwhile goes on with it.
    writeFileSync(`${path}.new`, zip);
    renameSync(`${path}.new`, path);
    console.log(`${relative(repository.root, path)} ${zip.length} bytes`);
  }
  // A zip of an earlier version must not be taken for the current one.
  for (const old of readdirSync(repository.packed)) {
    if (old.endsWith('.zip') && !packed.some(({ name }) => name === old)) rmSync(join(repository.packed, old));
  }
  return 0;
}

function lint(repository: Repository): number {
  const built = builtFiles(repository);
  if (!built) console.error('SKIPPED: contents of web resources, because they have not been built (npm run build)');
  const findings = lintSolution(readFolder(repository.source), built);
  for (const { file, problem, cure } of findings) console.error(`solution/src/${file}\n  ${problem}\n  ${cure}`);
  if (findings.length > 0) return 1;
  console.log('Everything in solution/src fits together.');
  return 0;
}

async function check(repository: Repository, args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { schemas: { type: 'string' } } });
  const schemas = findSchemas(repository.root, values.schemas ?? process.env['DATAVERSE_XSD_DIR']);
  if (schemas === undefined) {
    console.error(
      "Nothing was validated, because Microsoft's solution schemas are not at hand: download them (https://learn.microsoft.com/power-apps/developer/data-platform/customization-solutions-file-schema), take out of them the patterns that only .NET knows, and name their folder with --schemas DIR or DATAVERSE_XSD_DIR.",
    );
    return 1;
  }
  const source = readFolder(repository.source);
  const built = builtFiles(repository) ?? new Map();
  let errors = 0;
  for (const managed of [false, true]) {
    const zip = packSolution(source, built, { version: repository.version, managed });
    for (const error of await validatePacked(zip, schemas)) {
      console.error(error);
      errors++;
    }
  }
  if (errors > 0) return 1;
  console.log("What pack writes is valid by Microsoft's schemas.");
  return 0;
}

function builtFiles(repository: Repository): Files | undefined {
  return existsSync(repository.builtWebResources) ? readFolder(repository.builtWebResources) : undefined;
}

function names(repository: Repository, args: string[]): number {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean' } } });
  const text = generateNames(readFolder(repository.source));
  if (values.check !== true) {
    for (const path of repository.generated) writeFileSync(path, text);
    console.log(`Written: ${repository.generated.map((path) => relative(repository.root, path)).join(', ')}`);
    return 0;
  }
  const stale = repository.generated.filter((path) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  for (const path of stale) {
    console.error(`${relative(repository.root, path)} is not what solution/src says. Run "npm run solution -- names".`);
  }
  if (stale.length > 0) return 1;
  console.log('The generated names are those of solution/src.');
  return 0;
}

async function run(): Promise<void> {
  try {
    process.exitCode = await solutionCommand(process.argv.slice(2), findRepository());
  } catch (error) {
    if (isNotUnderstood(error)) console.error(sentenceOf(error));
    else console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

if (require.main === module) void run();
