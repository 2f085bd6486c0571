/** The commands as an administrator types them: settings, options, exit codes. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDataverse } from '../../../sandbox/dataverse/server';
import { tokens } from '../../../sandbox/dataverse/users';
import { solutionCommand } from '../../../solution/tools/cli';
import { readDeploySettings } from '../../../solution/tools/deploy/settings';
import { repository } from '../changed-solution';
import { startFunctionsDouble } from './deployments';
import { smallPackage } from './packages';

const good = {
  DATAVERSE_URL: 'https://org.crm.dynamics.com',
  DATAVERSE_AUTH: 'secret',
  AZURE_TENANT_ID: 't',
  AZURE_CLIENT_ID: 'c',
  AZURE_CLIENT_SECRET: 's',
  PUBLIC_URL: 'https://app.azurewebsites.net',
  DATAVERSE_WEBHOOK_SECRET: 'new-secret-of-sixteen, old-secret-of-sixteen',
};

describe('settings', () => {
  test('of two secrets the first is registered', () => {
    expect(readDeploySettings(good)).toMatchObject({
      publicUrl: 'https://app.azurewebsites.net',
      secret: 'new-secret-of-sixteen',
      functionsKey: null,
    });
  });

  test('that are missing are named together', () => {
    expect(() => readDeploySettings({})).toThrow(
      /DATAVERSE_URL is missing[^]*PUBLIC_URL is missing[^]*DATAVERSE_WEBHOOK_SECRET is missing/,
    );
  });

  test.each([
    [{ PUBLIC_URL: 'http://127.0.0.1:7071' }, 'which Dynamics 365 cannot reach'],
    [{ PUBLIC_URL: 'https://app.example:7071' }, 'name no port'],
    [{ PUBLIC_URL: 'http://app.example' }, 'must begin with https://'],
    [{ DATAVERSE_WEBHOOK_SECRET: 'short' }, 'at least 16 characters'],
    [{ DATAVERSE_WEBHOOK_SECRET: 'a,b,c' }, 'at most two'],
    [{ DATAVERSE_WEBHOOK_SECRET: 'with blanks in its middle' }, 'characters that a header cannot carry'],
  ])('%j is refused', (change, sentence) => {
    expect(() => readDeploySettings({ ...good, ...change })).toThrow(sentence);
  });
});

describe('the commands', () => {
  const before = { ...process.env };
  let printed = '';
  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...before };
  });

  test.each(['deploy', 'uninstall'])('%s --help says what it does and its exit codes', async (command) => {
    expect(await solutionCommand([command, '--help'], repository)).toBe(0);
    expect(printed).toContain('Exit code: 0');
  });

  test.each([
    [['deploy', '--managed', '--unmanaged'], 'Name one of'],
    [['deploy', '--service-user', 'me'], 'application (client) id'],
    [['deploy', '--everything'], "Unknown option '--everything'"],
  ])('%j is refused', async (args, sentence) => {
    await expect(async () => solutionCommand(args, repository)).rejects.toThrow(sentence);
  });

  test('a command that is unknown is named, and --help is none', async () => {
    const said = jest.spyOn(console, 'error').mockImplementation(() => {});
    expect(await solutionCommand(['nonsense'], repository)).toBe(1);
    expect(said.mock.calls[0]).toEqual(['"nonsense" is unknown.\n']);
    said.mockClear();
    expect(await solutionCommand(['check', '--help'], repository)).toBe(0);
    expect(said.mock.calls.join()).toMatch(/^npm run solution -- COMMAND/);
  });

  test('check fails where there are no schemas, and says where they come from', async () => {
    delete process.env['DATAVERSE_XSD_DIR'];
    const said = jest.spyOn(console, 'error').mockImplementation(() => {});
    expect(await solutionCommand(['check'], { ...repository, root: '/nowhere' })).toBe(1);
    expect(said.mock.calls.join()).toMatch(/^Nothing was validated, .*--schemas DIR or DATAVERSE_XSD_DIR\.$/);
  });

  test.each([['lint'], ['names', '--check']])('%s says that all is well', async (...args) => {
    const said = jest.spyOn(console, 'log').mockImplementation(() => {});
    jest.spyOn(console, 'error').mockImplementation(() => {});
    expect(await solutionCommand(args, repository)).toBe(0);
    expect(said.mock.calls).toEqual([[expect.stringMatching(/\.$/)]]);
  });

  test('deploy a zip and take it out again', async () => {
    const [dataverse, functions] = await Promise.all([startDataverse(), startFunctionsDouble('a-secret-of-the-tests')]);
    const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
    try {
      const zip = join(folder, 'small.zip');
      writeFileSync(zip, smallPackage().zip);
      Object.assign(process.env, {
        DATAVERSE_URL: dataverse.url,
        DATAVERSE_AUTH: 'token',
        DATAVERSE_TOKEN: tokens.administrator,
        PUBLIC_URL: functions.url,
        DATAVERSE_WEBHOOK_SECRET: 'a-secret-of-the-tests',
      });
      const deploy = ['deploy', '--zip', zip, '--service-user', 'CCCCCCCC-0000-4000-8000-00000000000B'];
      expect(await solutionCommand([...deploy, '--check'], repository)).toBe(2);
      expect(await solutionCommand(deploy, repository)).toBe(0);
      expect(await solutionCommand([...deploy, '--check'], repository)).toBe(0);
      expect(printed).toContain('Everything is as it should be. Nothing was changed.');
      expect(await solutionCommand(['uninstall'], repository)).toBe(2);
      expect(await solutionCommand(['uninstall', '--yes'], repository)).toBe(0);
      const other = join(folder, 'other.zip');
      writeFileSync(other, smallPackage({ uniqueName: 'Other' }).zip);
      await expect(async () => solutionCommand(['deploy', '--zip', other], repository)).rejects.toThrow(
        'holds the solution Other',
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await Promise.all([dataverse.close(), functions.close()]);
    }
  });
});
