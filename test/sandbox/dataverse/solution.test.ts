import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { startDataverse } from '../../../sandbox/dataverse/server';
import { tokens } from '../../../sandbox/dataverse/users';
import { column, relationship, sampleSolution } from './sample-solution';
import type { SampleOptions } from './sample-solution';
import { errorOf, useStandIn, webApi } from './web-api';

const api = useStandIn({ solutionZip: sampleSolution() });

const stage = (zip: Uint8Array) =>
  api.send('POST', 'StageSolution', { CustomizationFile: Buffer.from(zip).toString('base64') });

const staged = z.object({
  StageSolutionResults: z.object({
    StageSolutionUploadId: z.string(),
    SolutionValidationResults: z.array(z.unknown()),
    MissingDependencies: z.array(z.object({ RequiredComponentSchemaName: z.string() })),
  }),
});
const importing = z.object({ AsyncOperationId: z.string(), ImportJobKey: z.string() });

/** Stages, imports, polls: the job's row at the end. */
async function importSolution(zip: Uint8Array) {
  const { StageSolutionUploadId } = staged.parse((await stage(zip)).body).StageSolutionResults;
  const answer = await api.send('POST', 'ImportSolutionAsync', {
    OverwriteUnmanagedCustomizations: false,
    PublishWorkflows: true,
    SolutionParameters: { StageSolutionUploadId },
  });
  const { AsyncOperationId, ImportJobKey } = importing.parse(answer.body);
  await api.standIn().idle();
  const job = await api.get(
    `asyncoperations(${AsyncOperationId})?$select=statecode,statuscode,message,friendlymessage`,
  );
  return { job: job.body, key: ImportJobKey };
}

describe('importing a solution', () => {
  test('before it, there are no custom tables', async () => {
    const bare = await startDataverse();
    const answer = await webApi(() => bare).get('mcs_audiences');
    await bare.close();
    expect([answer.status, errorOf(answer).code]).toEqual([404, '0x8006088a']);
  });

  test('again is an upgrade that keeps the rows', async () => {
    const id = await api.create('mcs_audiences', { mcs_name: 'Kept', mcs_mailchimplistid: 'kept' });
    expect((await api.get(`mcs_audiences(${id})?$select=mcs_new`)).status).toBe(400);
    const moreColumns = column('nvarchar', 'mcs_new', '<MaxLength>10</MaxLength>');
    const { job, key } = await importSolution(sampleSolution({ moreColumns, version: '1.1.0.0' }));
    expect(job).toMatchObject({ statecode: 3, statuscode: 30 });
    expect((await api.send('PATCH', `mcs_audiences(${id})`, { mcs_new: 'yes' })).status).toBe(204);
    expect((await api.get("mcs_audiences(mcs_mailchimplistid='kept')")).body).toMatchObject({
      mcs_name: 'Kept',
      mcs_new: 'yes',
    });
    expect(await api.rows("solutions?$select=version&$filter=uniquename eq 'Sample'")).toMatchObject([
      { version: '1.1.0.0' },
    ]);
    expect((await api.get(`importjobs(${key})?$select=data,progress`)).body).toMatchObject({ progress: 100 });
    const results = await api.get(`RetrieveFormattedImportJobResults(ImportJobId=${key})`);
    expect(results.body['FormattedResults']).toContain('succeeded="true"');
    expect((await api.send('POST', 'PublishAllXml', {})).status).toBe(204);
  });

  test.each<[string, SampleOptions, string]>([
    [
      'a lookup to a table that is not there',
      {
        moreColumns: column('lookup', 'mcs_gone'),
        moreRelationships: relationship('mcs_audience', 'mcs_gone', 'campaign'),
      },
      "needs the table 'campaign'",
    ],
    [
      'a lookup without a relationship',
      { moreColumns: column('lookup', 'mcs_loose') },
      "'mcs_audience.mcs_loose' has no relationship",
    ],
  ])('%s is a missing dependency and nothing is imported', async (_, options, sentence) => {
    const results = staged.parse((await stage(sampleSolution(options))).body).StageSolutionResults;
    expect(results.MissingDependencies.map((one) => one.RequiredComponentSchemaName).join()).toContain(sentence);
    const { job } = await importSolution(sampleSolution({ ...options, version: '9.9.9.9' }));
    expect(job).toMatchObject({ statecode: 3, statuscode: 31 });
    expect(job['message']).toContain(sentence);
    expect(await api.rows("solutions?$filter=version eq '9.9.9.9'")).toEqual([]);
  });

  test.each<[string, Uint8Array, string]>([
    ['no zip', strToU8('hello'), 'not a zip'],
    ['a zip without a manifest', zipSync({ 'a.txt': strToU8('a') }), 'customizations.xml'],
    [
      'a column of an unknown type',
      sampleSolution({ moreColumns: column('nvarcar', 'mcs_x') }),
      "does not know the type 'nvarcar'",
    ],
    [
      'a choice that does not exist',
      sampleSolution({ moreColumns: column('picklist', 'mcs_x', '<OptionSetName>mcs_none</OptionSetName>') }),
      "no choice 'mcs_none'",
    ],
  ])('%s is refused at once', async (_, zip, sentence) => {
    const answer = await stage(zip);
    expect(answer.status).toBe(400);
    if (sentence !== 'customizations.xml') expect(errorOf(answer).message).toContain(sentence);
  });

  test('is not for the service, nor for ordinary users', async () => {
    for (const token of [tokens.service, tokens.user]) {
      const answer = await api.send(
        'POST',
        'StageSolution',
        { CustomizationFile: '' },
        { Authorization: `Bearer ${token}` },
      );
      expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80040220']);
    }
  });
});

describe('what a solution brings', () => {
  test('views, site map and app can be read', async () => {
    const [view] = await api.rows(
      "savedqueries?$select=name,fetchxml,layoutxml&$filter=returnedtypecode eq 'mcs_audience'",
    );
    expect(view).toMatchObject({ name: 'Audiences', savedqueryid: '22222222-2222-4222-8222-222222222222' });
    expect(view?.['fetchxml']).toMatch(/^<fetch version="1.0">/);
    expect(view?.['layoutxml']).toContain('<cell name="mcs_name"');
    const [siteMap] = await api.rows("sitemaps?$filter=sitemapnameunique eq 'mcs_AudienceSync'");
    expect(siteMap?.['sitemapxml']).toBe('<SiteMap><Area Id="a"/></SiteMap>');
    expect(await api.rows('appmodules?$select=uniquename')).toMatchObject([{ uniquename: 'mcs_AudienceSync' }]);
  });

  test('web resources can be read as rows and as a browser would get them', async () => {
    const [row] = await api.rows("webresourceset?$select=content&$filter=name eq 'mcs_/sync/index.html'");
    expect(Buffer.from(String(row?.['content']), 'base64').toString()).toBe('<!doctype html><p>Grüße</p>');
    const page = await api.get('/_sandbox/webresources/mcs_/sync/index.html');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toBe('<!doctype html><p>Grüße</p>');
    expect((await api.get('/_sandbox/webresources/mcs_/none.js')).status).toBe(404);
  });

  test('columns on a standard table', async () => {
    const audience = await api.create('mcs_audiences', { mcs_name: 'On the list' });
    const list = await api.create('lists', {
      listname: 'L',
      createdfromcode: 2,
      'mcs_audienceid@odata.bind': `/mcs_audiences(${audience})`,
    });
    const answer = await api.get(
      `lists(${list})?$select=_mcs_audienceid_value&$expand=mcs_audienceid($select=mcs_name)`,
    );
    expect(answer.body).toMatchObject({ _mcs_audienceid_value: audience, mcs_audienceid: { mcs_name: 'On the list' } });
  });
});

const folder = join(__dirname, '../../../dist/solution');
const packed = existsSync(folder) ? readdirSync(folder).filter((name) => /^AudienceSync_[\d.]+\.zip$/.test(name)) : [];

describe("the product's own solution", () => {
  (packed.length === 0 ? test.skip : test)(
    'imports once it is packed (npm run build), and its tables are there',
    async () => {
      const own = await startDataverse({ solutionZip: readFileSync(join(folder, packed[0] ?? '')) });
      const ownApi = webApi(() => own);
      const sets = [
        'mcs_accounts',
        'mcs_audiences',
        'mcs_audiencemembers',
        'mcs_tags',
        'mcs_listevents',
        'mcs_syncruns',
      ];
      const answers = await Promise.all(sets.map((set) => ownApi.get(set)));
      const lists = await ownApi.get('lists?$select=_mcs_audienceid_value,_mcs_tagid_value');
      await own.close();
      expect(answers.map((answer) => answer.status)).toEqual(sets.map(() => 200));
      expect(lists.status).toBe(200);
    },
  );
});
