import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { projectFolder } from '../../../sandbox/project-folder';
import { command, silent } from './command';

const calls = z.strictObject({ requests: z.int(), writes: z.int() });
const document = z.strictObject({
  people: z.array(
    z.strictObject({
      name: z.string(),
      email: z.string(),
      mailchimpBefore: z.string().nullable(),
      listBefore: z.boolean(),
      mailchimpAfter: z.string().nullable(),
      listAfter: z.boolean(),
      person: z.enum(['contact', 'lead']).nullable(),
      reason: z.string().min(1),
    }),
  ),
  runs: z.array(z.strictObject({ status: z.string(), mailchimp: calls, dataverse: calls })),
});

describe.each(['contact', 'lead'] as const)('a first sync into a list of %ss', (type) => {
  test('decides about the five people as the dates say, and the run after it writes nothing', async () => {
    const { code, stdout } = await command('start', '--once', '--json', ...(type === 'lead' ? ['--lead'] : [])).ended;
    const { people, runs } = document.parse(JSON.parse(stdout));
    expect(people.map(({ reason: _reason, email: _email, ...person }) => Object.values(person))).toEqual([
      ['Wilma Flintstone', 'subscribed', true, 'subscribed', true, type],
      ['Barney Rubble', 'unsubscribed', true, 'unsubscribed', false, type],
      ['Fred Flintstone', 'subscribed', false, 'archived', false, type],
      ['Betty Rubble', null, true, 'subscribed', true, type],
      ['Pebbles Flintstone', 'subscribed', false, 'subscribed', true, type],
    ]);
    expect(runs.map(({ status }) => status)).toEqual(['Completed', 'Completed']);
    expect(runs[0]?.mailchimp.writes).toBeGreaterThan(0);
    expect(runs[0]?.dataverse.writes).toBeGreaterThan(0);
    expect(runs[1]?.mailchimp.writes).toBe(0);
    expect(runs[1]?.dataverse.writes).toBe(0);
    expect(code).toBe(0);
  });
});

test('the table names everybody with what happened and why', async () => {
  const { stdout } = await command('start', '--once').ended;
  const lines = stdout.split('\n').map((line) => line.split(/ {2,}/));
  expect(lines[0]).toEqual(['Who', 'Mailchimp before', 'CRM before', 'Outcome', 'Reason']);
  expect(lines.slice(2, 7).map((cells) => cells.slice(0, 4))).toEqual([
    ['Wilma Flintstone', 'subscribed 1 Jan 2026', 'added 5 Jan 2026', 'stays subscribed'],
    ['Barney Rubble', 'unsubscribed 2 Jan 2026', 'added 1 Jan 2026', 'removed from the list'],
    ['Fred Flintstone', 'subscribed 3 Jan 2026', 'removed 4 Jan 2026', 'archived in Mailchimp'],
    ['Betty Rubble', 'not there', 'added 4 Jan 2026', 'added to Mailchimp'],
    ['Pebbles Flintstone', 'subscribed 1 Jan 2026', 'never on the list', 'created as contact, added to the list'],
  ]);
});

test('exports of both products are rehearsed: every subscribed person is on the list once, nobody is doubled', async () => {
  const folder = join(projectFolder, 'sandbox', 'samples');
  const audience = readdirSync(folder).filter((name) => name.includes('audience_export'));
  const { code, stdout } = await command(
    'start',
    '--once',
    '--json',
    '--mailchimp-export',
    ...audience.map((name) => join(folder, name)),
    '--contacts',
    join(folder, 'contacts.csv'),
    '--list-members',
    join(folder, 'contacts-on-list.csv'),
  ).ended;
  const { people, runs } = document.parse(JSON.parse(stdout));
  expect(code).toBe(0);
  expect(people.length).toBeGreaterThan(2400);
  expect(new Set(people.map(({ email }) => email)).size).toBe(people.length);
  const subscribed = people.filter(({ mailchimpAfter }) => mailchimpAfter === 'subscribed');
  expect(subscribed.filter(({ listAfter, person }) => !listAfter || person !== 'contact')).toEqual([]);
  // A no of the person is never overruled by a first run.
  expect(people.filter((one) => one.mailchimpBefore === 'cleaned' && one.mailchimpAfter !== 'cleaned')).toEqual([]);
  expect(runs[1]).toMatchObject({ mailchimp: { writes: 0 }, dataverse: { writes: 0 } });
});

test('without --once the CRM stays in the browser until Ctrl-C', async () => {
  const start = command('start', '--port', '0');
  const [, url = ''] = await start.says(/stands at (http:\S+):/);
  expect((await fetch(url)).status).toBe(200);
  const [, mailchimp = ''] = await start.says(/Mailchimp's side is played at (http:\S+)\. /);
  expect((await fetch(mailchimp)).status).toBe(200);
  start.process.kill('SIGINT');
  expect((await start.ended).code).toBe(0);
  await silent(url);
});

test('a port that is taken is noticed before anything is started', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = z.object({ port: z.number() }).parse(other.address());
  const { code, stdout, stderr } = await command('start', '--port', String(port)).ended;
  other.close();
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: `Port ${port} is already in use: stop the other program or choose another port.\n`,
  });
});
