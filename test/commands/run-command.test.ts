import { spawn } from 'node:child_process';
import { join } from 'node:path';

const from = (module: string) => JSON.stringify(join(__dirname, '../../dist', module));

/** Runs the body of a command in a process of its own; `leaveEarly` hangs up once the first words have come. */
function command(body: string, leaveEarly = false): Promise<{ code: number | null; read: number; stderr: string }> {
  const script = `
    const { runCommand } = require(${from('commands/run-command.js')});
    const { stackOf } = require(${from('commands/sentence-of.js')});
    const { ServiceError } = require(${from('connector/service-error.js')});
    ${body}`;
  const child = spawn(process.execPath, ['-e', script]);
  let read = 0;
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (leaveEarly) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, read, stderr })));
}

// No pipe takes this much at once.
const size = 16 * 1024 * 1024;
const write = `process.stdout.write('x'.repeat(${size}));`;
const failing = (error: string) => `async () => { ${write} throw ${error}; }`;

test('whoever reads a pipe gets everything, and then the code', async () => {
  expect(await command(`runCommand(async () => { ${write} return 2; });`)).toEqual({ code: 2, read: size, stderr: '' });
});

test('what was written before a failure is complete, and so is what went wrong', async () => {
  const ended = await command(`runCommand(${failing("new ServiceError('refused', 'No. '.repeat(1e6))")});`);
  expect(ended).toMatchObject({ code: 1, read: size });
  expect(ended.stderr).toBe(`${'No. '.repeat(1e6)}\n`);
});

test('a command may tell its failures with their stack', async () => {
  const ended = await command(`runCommand(${failing("new ServiceError('refused', 'No.')")}, stackOf);`);
  expect(ended).toMatchObject({ code: 1, read: size, stderr: expect.stringMatching(/No\.\n\s+at /) });
});

test('a reader who leaves early changes neither the code nor what is said', async () => {
  const ended = await command(`runCommand(async () => { ${write} return 2; });`, true);
  expect(ended).toMatchObject({ code: 2, stderr: '' });
  expect(ended.read).toBeLessThan(size);
});

test('nothing that is still under way outlives the command', async () => {
  const ended = await command(
    `runCommand(async () => { setInterval(() => {}, 1000); ${write} throw new ServiceError('refused', 'No.'); });`,
  );
  expect(ended).toEqual({ code: 1, read: size, stderr: 'No.\n' });
});
