import { spawn } from 'node:child_process';
import { join } from 'node:path';

import type { World } from '../world';
import { changeList, isOnList, startSteady, statusOf, steady } from '../connector/sync/steady';

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

describe('npm run sync, about another run', () => {
  let world: World;
  beforeAll(async () => {
    world = await startSteady(40);
    await changeList(
      world,
      'Remove',
      Array.from({ length: 20 }, (_, index) => index),
    );
  });
  afterAll(() => world.close());

  test('--approve last carries out what waits', async () => {
    const held = await sync(['--audience', steady.audience], world.env);
    expect(held).toMatchObject({ code: 2, stdout: expect.stringContaining('20 people would leave.') });
    const approved = await sync(['--approve', 'last'], world.env);
    expect(approved).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('What waited was approved and is done.'),
    });
    expect(await statusOf(world, 0)).toBe('archived');
  });

  test('--undo last says beforehand what comes back, and takes it back with --yes', async () => {
    const shown = await sync(['--undo', 'last', '--audience', steady.audience], world.env);
    expect(shown).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^Steady: 20 people would be put back as before/),
    });
    expect(shown.stdout).not.toContain('left out');
    expect(shown.stderr).toContain('--yes');
    expect(await statusOf(world, 0)).toBe('archived');
    const undone = await sync(['--undo', 'last', '--audience', steady.audience, '--yes', '--json'], world.env);
    expect(undone.code).toBe(0);
    expect(JSON.parse(undone.stdout)).toMatchObject({ audience: steady.audience, status: 'Completed' });
    expect(await statusOf(world, 0)).toBe('subscribed');
    expect(await isOnList(world, 0)).toBe(false);
  });

  test('--why tells the story of one person, and of nobody', async () => {
    const told = await sync(['--why', 'person.0@steady.example', '--audience', steady.audience], world.env);
    expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining('Left out: Undone.') });
    const nobody = await sync(['--why', 'nobody@steady.example', '--audience', steady.audience], world.env);
    expect(nobody).toMatchObject({ code: 1, stdout: expect.stringMatching(/is not known in Steady/) });
  });

  test.each([
    [['--approve', 'last'], /^Steady has no run that holds anything\.\n$/],
    [['--approve', 'this'], /"this" is no run/],
    [['--undo', 'last'], /--undo wants --audience/],
    [['--undo', 'last', '--audience', steady.audience, '--yes', '--preview'], /^Name either --yes or --preview/],
    [['--why', 'person.0@steady.example'], /--why wants --audience/],
    [['--why', 'Barney', '--audience', steady.audience], /wants an e-mail address/],
  ])('%j is answered with one sentence', async (args, sentence) => {
    const ended = await sync(args, world.env);
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });
});
