import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startWorld, type World } from '../world';

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const script = join(__dirname, '../../dist/commands/backup.js');

function backup(args: string[], env: Record<string, string>): Promise<Ended> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [script, ...args], { env: { PATH, ...env } });
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (ended.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (ended.stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ended, code })));
}

describe('npm run backup', () => {
  let world: World;
  const parent = mkdtempSync(join(tmpdir(), 'backup-command-'));

  beforeAll(async () => {
    world = await startWorld();
    const members = ['ann', 'bob'].map((name) => ({ email_address: `${name}@command.example`, status: 'subscribed' }));
    await world.seed({
      mailchimp: {
        accounts: [
          {
            id: 'command',
            name: 'Command Ltd',
            key: 'stand-in-us1',
            audiences: [
              { id: 'c0ab000001', name: 'Tied', members },
              { id: 'c0ab000002', name: 'Untied', members },
            ],
          },
        ],
      },
      dataverse: {
        contacts: [{ lastname: 'Ann', emailaddress1: 'ann@command.example' }],
        lists: [{ listname: 'Readers', createdfromcode: 2, members: [{ email: 'ann@command.example' }] }],
      },
    });
    await world.tie('Tied', 'Readers');
  });
  afterAll(() => world.close());

  test('writes both sides and says what it wrote', async () => {
    const folder = join(parent, 'new', 'both');
    const ended = await backup(['--audience', 'tied', '--to', folder], world.env);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('Tied: 2 members of the audience and 1 person of Dynamics 365, 1 on the list');
    expect(readdirSync(folder).map((name) => name.replace(/_[0-9a-f]{10}/, ''))).toEqual([
      'contacts.csv',
      'fields_audience_export.csv',
      'list-members.csv',
      'subscribed_email_audience_export.csv',
    ]);
    for (const name of readdirSync(folder)) expect(ended.stdout).toContain(name);
    expect(readdirSync(join(parent, 'new'))).toEqual(['both']);
  });

  test('an audience that is not tied has its Mailchimp side, into a folder that is there and empty', async () => {
    const folder = join(parent, 'empty');
    mkdirSync(folder);
    const ended = await backup(['--audience', 'Untied', '--to', folder], world.env);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('Untied is not tied to a marketing list: the Mailchimp side alone was written.');
    expect(readdirSync(folder).some((name) => name.endsWith('s.csv') && !name.includes('_'))).toBe(false);
  });

  test('nothing is left where it fails halfway', async () => {
    const folder = join(parent, 'halfway');
    await world.send('POST', `${world.mailchimpUrl}/_sandbox/faults`, {
      method: 'GET',
      pathContains: 'status=archived',
      times: 100,
      status: 403,
      body: { type: 'about:blank', title: 'Forbidden', status: 403, detail: 'No.', instance: '' },
    });
    const ended = await backup(['--audience', 'Tied', '--to', folder], world.env);
    await world.send('DELETE', `${world.mailchimpUrl}/_sandbox/faults`).catch(() => undefined);
    expect(ended.code).toBe(1);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(parent).filter((name) => name.startsWith('halfway'))).toEqual([]);
  });

  const used = join(parent, 'used');
  const file = join(parent, 'a-file');
  test.each<[string, () => string[], Record<string, string | undefined>, RegExp]>([
    [
      'a folder with something in it',
      () => {
        mkdirSync(used);
        writeFileSync(join(used, 'mine.txt'), 'mine');
        return ['--audience', 'Tied', '--to', used];
      },
      {},
      /used holds files already: name one that is empty or does not exist yet\.\n$/,
    ],
    [
      'a file',
      () => {
        writeFileSync(file, 'mine');
        return ['--audience', 'Tied', '--to', file];
      },
      {},
      /a-file is a file: name a folder that does not exist yet\.\n$/,
    ],
    [
      'a folder within a file',
      () => ['--audience', 'Tied', '--to', join(file, 'within')],
      {},
      /within cannot be written \((ENOTDIR|EEXIST)\): check its name, your rights and the space that is left\.\n$/,
    ],
    ['no folder', () => ['--audience', 'Tied'], {}, /^Name both --audience NAME and --to FOLDER\. See --help\.\n$/],
    [
      'an unknown audience',
      () => ['--audience', 'Nobody', '--to', join(parent, 'x')],
      {},
      /^There is no audience "Nobody"\. Known audiences: Tied, Untied\.\n$/,
    ],
    ['an unknown option', () => ['--from', 'x'], {}, /--from.*--help/s],
    [
      'missing settings',
      () => ['--audience', 'Tied', '--to', join(parent, 'x')],
      { DATAVERSE_URL: undefined },
      /DATAVERSE_URL is missing/,
    ],
    [
      'a wrong Mailchimp key',
      () => ['--audience', 'Tied', '--to', join(parent, 'x')],
      { MAILCHIMP_API_KEY: 'wrong-us1' },
      /Mailchimp.*key/,
    ],
  ])('%s: one sentence on stderr, and nothing is written', async (_, args, settings, sentence) => {
    const env = Object.fromEntries(
      Object.entries({ ...world.env, ...settings }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    const ended = await backup(args(), env);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(sentence);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(join(parent, 'x'))).toBe(false);
    expect(readdirSync(parent).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});
