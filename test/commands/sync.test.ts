import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { choices } from '../../connector/dataverse/schema.generated';
import { startWorld, type World } from '../world';

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const script = join(__dirname, '../../dist/commands/sync.js');

function sync(args: string[], env: Record<string, string>): Promise<Ended> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [script, ...args], { env: { PATH, ...env } });
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (ended.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (ended.stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ended, code })));
}

const member = (name: string, status = 'subscribed') => ({
  email_address: `${name}@command.example`,
  status,
  merge_fields: { FNAME: name, LNAME: 'Command' },
});

describe('npm run sync', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    const audience = (id: string, name: string) => ({ id, name, members: [member('ann'), member('bob')] });
    const list = (listname: string, columns: Record<string, unknown> = {}) => ({
      listname,
      createdfromcode: 2,
      members: [],
      ...columns,
    });
    await world.seed({
      mailchimp: {
        accounts: [
          {
            id: 'command',
            name: 'Command Ltd',
            key: 'stand-in-us1',
            audiences: [
              audience('c0aa000001', 'Good'),
              audience('c0aa000002', 'Into dynamic'),
              audience('c0aa000003', 'Into inactive'),
              audience('c0aa000004', 'Into locked'),
              audience('c0aa000005', 'Into accounts'),
              audience('c0aa000006', 'Untied'),
            ],
          },
        ],
      },
      dataverse: {
        lists: [
          list('Fine'),
          list('Dynamic', {
            type: true,
            query: '<fetch><entity name="contact"><attribute name="contactid"/></entity></fetch>',
          }),
          list('Inactive', { statecode: 1, statuscode: 1 }),
          list('Locked', { lockstatus: true }),
          list('Accounts', { createdfromcode: 1 }),
        ],
      },
    });
    await world.tie('Good', 'Fine');
    await world.tie('Into dynamic', 'Dynamic');
    await world.tie('Into inactive', 'Inactive');
    await world.tie('Into locked', 'Locked');
    await world.tie('Into accounts', 'Accounts');
  });
  afterAll(() => world.close());

  test('shows the numbers of a first run and asks for --yes', async () => {
    const ended = await sync(['--audience', 'good'], world.env);
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.stdout).toContain('2 people are created');
    expect(ended.stdout).toContain('--yes');
    expect(await world.get('contacts?$select=contactid')).toEqual([]);
  });

  test('prints one JSON document and nothing else', async () => {
    const ended = await sync(['--audience', 'Good', '--yes', '--json'], world.env);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      status: 'Completed',
      counts: { plan: { create: 2, join: 2 } },
      mailchimp: { requests: expect.any(Number), writes: 0, peakConnections: expect.any(Number) },
      dataverse: { requests: expect.any(Number), writes: expect.any(Number) },
      seconds: expect.any(Number),
    });
    expect(await world.get('contacts?$select=contactid')).toHaveLength(2);
  });

  test('runs nothing where nothing is due', async () => {
    const ended = await sync(['--json'], world.env);
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/^No audience is due\. Into/) });
    expect(ended.stderr).toContain(
      'wait for their first runs: look at the numbers with --audience "Into accounts", start it with --yes beside it.',
    );
    expect(JSON.parse(ended.stdout)).toEqual({ runs: [] });
  });

  test('writes what operators see for --verbose only', async () => {
    const quiet = await sync(['--audience', 'Good'], world.env);
    expect(quiet).toMatchObject({ code: 0, stderr: '' });
    const verbose = await sync(['--audience', 'Good', '--verbose'], world.env);
    expect(verbose.code).toBe(0);
    expect(verbose.stderr).toMatch(/^\{"event":"SyncRunFinished"/m);
  });

  test.each([
    ['Into dynamic', /is dynamic/],
    ['Into inactive', /is inactive/],
    ['Into locked', /is locked/],
    ['Into accounts', /Account lists cannot be synced/],
    ['Untied', /not tied to a marketing list/],
  ])('%s: says why in one sentence and changes nothing', async (audience, why) => {
    const before = await world.get('contacts?$select=contactid');
    const ended = await sync(['--audience', audience, '--yes', '--json'], world.env);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: 'Failed', sentence: expect.stringMatching(why) });
    expect(await world.get('contacts?$select=contactid')).toHaveLength(before.length);
    expect(
      await world.get(`mcs_audiencemembers?$select=mcs_name&$filter=mcs_audienceid/mcs_name eq '${audience}'`),
    ).toEqual([]);
    expect((await world.audience(audience)).tieState).not.toBe('running');
  });

  test.each<[string, string[], Record<string, string | undefined>, RegExp]>([
    ['an unknown audience', ['--audience', 'Nobody'], {}, /There is no audience "Nobody"\. Known audiences: .*Good/],
    ['an unknown option', ['--everything'], {}, /^Unknown option '--everything'\. See --help\.\n$/],
    ['a time that is none', ['--max-time', 'soon'], {}, /--max-time wants a number of seconds, not "soon"/],
    [
      'missing settings',
      [],
      { DATAVERSE_URL: undefined, MAILCHIMP_API_KEY: undefined },
      /DATAVERSE_URL is missing.*MAILCHIMP_API_KEY is missing/s,
    ],
    ['a wrong token', ['--audience', 'Good'], { DATAVERSE_TOKEN: 'wrong' }, /Dynamics 365/],
    [
      'an address where nobody answers',
      ['--audience', 'Good'],
      { DATAVERSE_URL: 'http://127.0.0.1:9' },
      /Dynamics 365/,
    ],
  ])('%s: one clear sentence on stderr, nothing on stdout', async (_, args, settings, sentence) => {
    const env = Object.fromEntries(
      Object.entries({ ...world.env, ...settings }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    const ended = await sync(args, env);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(sentence);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  test('a wrong Mailchimp key ends the run with a sentence and shows on the audience', async () => {
    const ended = await sync(['--audience', 'Good', '--json'], { ...world.env, MAILCHIMP_API_KEY: 'wrong-us1' });
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      status: 'Failed',
      sentence: expect.stringMatching(/Mailchimp.*key/),
    });
    const [row] = await world.get<{ mcs_syncstatus: number }>(
      "mcs_audiences?$select=mcs_syncstatus&$filter=mcs_name eq 'Good'",
    );
    expect(row?.mcs_syncstatus).toBe(choices.mcs_syncstatus.error);
  });
});
