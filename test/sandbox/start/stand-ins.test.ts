import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { writtenFile } from '../exports/written-file';
import { command, silent } from './command';

const free = ['--dataverse-port', '0', '--mailchimp-port', '0', '--storage-port', '0'];

async function taken(): Promise<{ port: number; server: Server }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

test('both services answer with the sample at the printed settings, and end with SIGTERM', async () => {
  const standIns = command('stand-ins', ...free);
  const [, storage = ''] = await standIns.says(/AzureWebJobsStorage='(.*)'\n/);
  const [, dataverse = ''] = await standIns.says(/export DATAVERSE_URL=(\S+)/);
  const [, mailchimp = ''] = await standIns.says(/export MAILCHIMP_BASE_URL=(\S+)/);
  const [, token = ''] = await standIns.says(/export DATAVERSE_TOKEN=(\S+)/);
  const [, key = ''] = await standIns.says(/export MAILCHIMP_API_KEY=(\S+)/);
  expect(storage).toContain('QueueEndpoint=http://127.0.0.1:');

  const read = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${dataverse}/api/data/v9.2/${path}`, { headers: { authorization: `Bearer ${token}` } });
    return answer.json();
  };
  expect(await read('mcs_audiences?$select=mcs_name&$expand=mcs_marketinglistid($select=listname)')).toMatchObject({
    value: [{ mcs_name: 'Newsletter', mcs_marketinglistid: { listname: 'Newsletter readers' } }],
  });
  // Fred was removed from the list by the history.
  expect(
    await read(
      'contacts?$select=firstname&$filter=listcontact_association/any(l:l/listname eq %27Newsletter readers%27)&$orderby=firstname',
    ),
  ).toMatchObject({
    value: [{ firstname: 'Barney' }, { firstname: 'Betty' }, { firstname: 'Wilma' }],
  });
  const audience = await fetch(`${mailchimp}/lists/a1b2c3d4e5/members?fields=members.status&status=unsubscribed`, {
    headers: { authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}` },
  });
  expect(await audience.json()).toMatchObject({ members: [{ status: 'unsubscribed' }] });

  standIns.process.kill('SIGTERM');
  expect((await standIns.ended).code).toBe(0);
  await silent(dataverse);
});

test.each(['--dataverse-port', '--mailchimp-port', '--storage-port'])(
  '%s that is taken is named in one sentence',
  async (option) => {
    const { port, server } = await taken();
    const words = [...free];
    words[words.indexOf(option) + 1] = String(port);
    const { code, stdout, stderr } = await command('stand-ins', ...words).ended;
    server.close();
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(new RegExp(`^Port ${port} [^\n]*is (already )?in use[^\n]*\\.\n$`));
  },
);

test('a seed file that is wrong is named in one sentence', async () => {
  const seed = writtenFile('seed.json', '{"mailchimp":{"accounts":[{"id":"x"}]}}');
  const { code, stdout, stderr } = await command('stand-ins', ...free, '--seed', seed).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^The seed file \S+ is wrong, mailchimp\.accounts\[0\]\.name: [^\n]+\.\n$/);
});

test.each([
  [{ dataverse: { leads: [{}, { firstnam: 'Wilma' }] } }, 'dataverse.leads[1]: there is no column "firstnam".'],
  [
    { dataverse: { rows: { mcs_audiences: [{ mcs_nam: 'Newsletter' }] } } },
    'dataverse.rows.mcs_audiences[0]: there is no column "mcs_nam".',
  ],
  [
    {
      mailchimp: { accounts: [{ id: 'a', name: 'A', key: 'k-us1', audiences: [{ id: 'x', name: 'X' }] }] },
      history: [{ at: '2026-01-06T15:00:00Z', mailchimp: 'unsubscribe', audience: 'X', email: 'no@b.example' }],
    },
    'history[0]: no@b.example is not in audience "X".',
  ],
])('what only the stand-ins find is named with file and place: %j', async (content, mistake) => {
  const seed = writtenFile('seed.json', JSON.stringify(content));
  const { code, stderr } = await command('stand-ins', ...free, '--seed', seed).ended;
  expect(code).toBe(1);
  expect(stderr).toBe(`The seed file ${seed} is wrong, ${mistake}\n`);
});
