import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { DataverseStandIn } from '../../../sandbox/dataverse/server';
import { startDataverse } from '../../../sandbox/dataverse/server';
import { tokens } from '../../../sandbox/dataverse/users';
import { column, sampleSolution } from './sample-solution';
import { errorOf, idOf, webApi } from './web-api';

let standIn: DataverseStandIn;
const api = webApi(() => standIn);

beforeEach(async () => {
  standIn = await startDataverse();
});
afterEach(async () => {
  await standIn.idle();
  await standIn.close();
});

const started = z.object({ AsyncOperationId: z.string(), ImportJobKey: z.string() });
const usual = { OverwriteUnmanagedCustomizations: false, PublishWorkflows: true };
const fileOf = (zip: Uint8Array) => Buffer.from(zip).toString('base64');

const begin = (zip: Uint8Array, message = 'ImportSolutionAsync') =>
  api.send('POST', message, { ...usual, CustomizationFile: fileOf(zip) });

/** The job's row at the end. */
async function bring(zip: Uint8Array, message?: string) {
  const { AsyncOperationId } = started.parse((await begin(zip, message)).body);
  await standIn.idle();
  return (await api.get(`asyncoperations(${AsyncOperationId})?$select=statuscode,message`)).body;
}

const extra = column('nvarchar', 'mcs_extra', '<MaxLength>10</MaxLength>');
const managed = (version: string, moreColumns = '') => sampleSolution({ version, moreColumns, managed: true });
const solutionRow = async () =>
  (await api.rows("solutions?$select=solutionid,version,ismanaged&$filter=uniquename eq 'Sample'"))[0];

describe('a managed solution', () => {
  test('loses by an upgrade what its new version does not have, by an update it does not', async () => {
    await bring(managed('1.0.0.0', extra));
    const id = await api.create('mcs_audiences', { mcs_name: 'Kept', mcs_extra: 'x' });
    await bring(managed('1.1.0.0'));
    expect((await api.get(`mcs_audiences(${id})?$select=mcs_extra`)).body['mcs_extra']).toBe('x');
    expect(await bring(managed('1.2.0.0'), 'StageAndUpgradeAsync')).toMatchObject({ statuscode: 30 });
    expect((await api.get(`mcs_audiences(${id})?$select=mcs_extra`)).status).toBe(400);
    expect((await api.get(`mcs_audiences(${id})?$select=mcs_name`)).body['mcs_name']).toBe('Kept');
    expect(await solutionRow()).toMatchObject({ version: '1.2.0.0', ismanaged: true });
  });

  test('takes its tables, columns and pages with it, and nothing else', async () => {
    await bring(managed('1.0.0.0'));
    await api.create('mcs_audiences', { mcs_name: 'Gone' });
    const list = await api.create('lists', { listname: 'Stays', createdfromcode: 2 });
    const row = await solutionRow();
    expect((await api.send('DELETE', `solutions(${String(row?.['solutionid'])})`)).status).toBe(204);
    expect(await solutionRow()).toBeUndefined();
    expect((await api.get('mcs_audiences')).status).toBe(404);
    expect((await api.get(`lists(${list})?$select=listname`)).body['listname']).toBe('Stays');
    expect((await api.get(`lists(${list})?$select=_mcs_audienceid_value`)).status).toBe(400);
    expect(await api.rows('savedqueries?$select=name')).toEqual([]);
    expect(await api.rows("sdkmessagefilters?$filter=primaryobjecttypecode eq 'mcs_audience'")).toEqual([]);
    await bring(managed('1.0.0.0'));
    expect(await api.rows('mcs_audiences')).toEqual([]);
  });

  test('stays while a step stands on one of its tables', async () => {
    await bring(managed('1.0.0.0'));
    const [filter] = await api.rows(
      "sdkmessagefilters?$select=sdkmessagefilterid&$expand=sdkmessageid($select=sdkmessageid)&$filter=primaryobjecttypecode eq 'mcs_syncrun' and sdkmessageid/name eq 'Create'",
    );
    const message = z.object({ sdkmessageid: z.string() }).parse(filter?.['sdkmessageid']);
    const endpoint = idOf(
      await api.send('POST', 'serviceendpoints', {
        name: 'E',
        url: 'http://127.0.0.1:9/x',
        contract: 8,
        authtype: 4,
        authvalue: 's',
        messageformat: 2,
        connectionmode: 1,
      }),
    );
    const step = await api.create('sdkmessageprocessingsteps', {
      name: 'Step',
      stage: 40,
      mode: 1,
      rank: 1,
      supporteddeployment: 0,
      'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})`,
      'sdkmessageid@odata.bind': `/sdkmessages(${message.sdkmessageid})`,
      'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${String(filter?.['sdkmessagefilterid'])})`,
    });
    const path = `solutions(${String((await solutionRow())?.['solutionid'])})`;
    const refused = await api.send('DELETE', path);
    expect(errorOf(refused)).toEqual({ code: '0x8004f01f', message: expect.stringContaining("'Step'") });
    await api.send('DELETE', `sdkmessageprocessingsteps(${step})`);
    expect((await api.send('DELETE', path)).status).toBe(204);
  });

  test.each([
    ['a lower version', () => managed('1.0.0.0'), () => managed('0.9.0.0'), 'is lower than the installed version'],
    ['the other kind', () => managed('1.0.0.0'), () => sampleSolution({ version: '1.1.0.0' }), 'in unmanaged mode'],
  ])('is not replaced by %s', async (_, first, second, sentence) => {
    await bring(first());
    const staged = await api.send('POST', 'StageSolution', { CustomizationFile: fileOf(second()) });
    expect(staged.text).toContain(sentence);
    expect(await bring(second())).toMatchObject({ statuscode: 31, message: expect.stringContaining(sentence) });
    expect(await solutionRow()).toMatchObject({ version: '1.0.0.0', ismanaged: true });
  });
});

test('an unmanaged solution that is deleted leaves everything in place', async () => {
  await bring(sampleSolution());
  await api.create('mcs_audiences', { mcs_name: 'Stays' });
  await api.send('DELETE', `solutions(${String((await solutionRow())?.['solutionid'])})`);
  expect(await solutionRow()).toBeUndefined();
  expect(await api.rows('mcs_audiences?$select=mcs_name')).toMatchObject([{ mcs_name: 'Stays' }]);
});

describe('an import', () => {
  test('keeps others out while it is under way', async () => {
    await api.control('PATCH', 'switches', { holdImports: true });
    const { ImportJobKey } = started.parse((await begin(managed('1.0.0.0'))).body);
    const job = await api.get(`importjobs(${ImportJobKey})?$select=completedon,progress,solutionname`);
    expect(job.body).toMatchObject({ completedon: null, solutionname: 'Sample' });
    for (const [message, body] of [
      ['ImportSolutionAsync', { ...usual, CustomizationFile: fileOf(managed('1.0.0.0')) }],
      ['PublishAllXml', {}],
    ] as const) {
      expect(errorOf(await api.send('POST', message, body)).code).toBe('0x80071151');
    }
    await api.control('PATCH', 'switches', { holdImports: false });
    await standIn.idle();
    expect((await api.send('POST', 'PublishAllXml', {})).status).toBe(204);
  });

  test('can fail after it was taken in', async () => {
    await api.control('PATCH', 'switches', { importFailure: 'A plug-in said no.' });
    expect(await bring(managed('1.0.0.0'))).toMatchObject({ statuscode: 31, message: 'A plug-in said no.' });
    expect(await solutionRow()).toBeUndefined();
  });

  test('and a publish want their privileges and their parameters', async () => {
    await api.control('POST', 'privileges', {
      user: tokens.administrator,
      revoke: ['prvImportCustomization', 'prvPublishCustomization'],
    });
    for (const message of ['StageSolution', 'ImportSolutionAsync', 'StageAndUpgradeAsync', 'PublishAllXml']) {
      expect((await api.send('POST', message, { CustomizationFile: 'eA==' })).status).toBe(403);
    }
    await api.control('POST', 'privileges', { user: tokens.administrator, reset: true });
    const bare = { CustomizationFile: fileOf(managed('1.0.0.0')) };
    expect(errorOf(await api.send('POST', 'ImportSolutionAsync', bare)).message).toContain('OverwriteUnmanaged');
    expect(errorOf(await api.send('POST', 'StageAndUpgradeAsync', usual)).message).toContain('CustomizationFile');
  });
});

test('without Dynamics 365 Sales there are neither lists nor leads, and our solution has nothing to stand on', async () => {
  await api.control('PATCH', 'switches', { marketingLists: false });
  for (const set of ['lists', 'listmembers', 'leads']) expect((await api.get(set)).status).toBe(404);
  expect((await api.get("EntityDefinitions(LogicalName='list')")).status).toBe(404);
  expect(await api.rows("sdkmessagefilters?$filter=primaryobjecttypecode eq 'list'")).toEqual([]);
  expect(await bring(managed('1.0.0.0'))).toMatchObject({ statuscode: 31, message: expect.stringContaining("'list'") });
  await api.control('PATCH', 'switches', { marketingLists: true });
  expect(await bring(managed('1.0.0.0'))).toMatchObject({ statuscode: 30 });
  expect((await api.send('POST', 'lists', { listname: 'L', createdfromcode: 2 })).status).toBe(204);
});

describe('addresses of webhooks', () => {
  const endpoint = { name: 'E', contract: 8, authtype: 4, authvalue: 's', messageformat: 2, connectionmode: 1 };

  test('are on this machine, at any port', async () => {
    expect((await api.send('POST', 'serviceendpoints', { ...endpoint, url: 'http://127.0.0.1:99/x' })).status).toBe(
      204,
    );
    expect((await api.send('POST', 'serviceendpoints', { ...endpoint, url: 'https://a.example/x' })).status).toBe(501);
  });

  test('or, as the service has it, anywhere at the usual ports', async () => {
    await api.control('PATCH', 'switches', { webhookAddresses: 'standard-ports' });
    expect((await api.send('POST', 'serviceendpoints', { ...endpoint, url: 'https://a.example/x' })).status).toBe(204);
    const refused = await api.send('POST', 'serviceendpoints', { ...endpoint, url: 'https://a.example:7071/x' });
    expect(errorOf(refused).message).toContain('ports 80 and 443');
  });
});
