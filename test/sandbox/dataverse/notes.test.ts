import { afterEach, describe, expect, test } from '@jest/globals';
import { errorOf, useStandIn } from './web-api';

const api = useStandIn();
const base64 = (text: string) => Buffer.from(text).toString('base64');

afterEach(() => api.control('PATCH', 'switches', { maxUploadFileSize: 5_242_880 }));

describe('notes with a file', () => {
  test('hang on a row, give the file back and know its size', async () => {
    const run = await api.create('mcs_syncruns', { mcs_name: 'Run' });
    const id = await api.create('annotations', {
      subject: 'Changes',
      filename: 'changes.csv',
      mimetype: 'text/csv',
      isdocument: true,
      documentbody: base64('address\nwilma@example.com\n'),
      'objectid_mcs_syncrun@odata.bind': `/mcs_syncruns(${run})`,
    });
    const { body } = await api.get(`annotations(${id})`);
    expect(body).toMatchObject({
      filesize: 26,
      mimetype: 'text/csv',
      objecttypecode: 'mcs_syncrun',
      _objectid_value: run,
    });
    expect(Buffer.from(String(body['documentbody']), 'base64').toString()).toBe('address\nwilma@example.com\n');
    expect(await api.rows(`mcs_syncruns(${run})/mcs_syncrun_Annotations?$select=filename`)).toMatchObject([
      { filename: 'changes.csv' },
    ]);
    await api.send('DELETE', `mcs_syncruns(${run})`);
    expect((await api.get(`annotations(${id})`)).status).toBe(404);
  });

  test('larger than the organization allows are refused; the limit can be read', async () => {
    await api.control('PATCH', 'switches', { maxUploadFileSize: 100 });
    expect(await api.rows('organizations?$select=maxuploadfilesize')).toMatchObject([{ maxuploadfilesize: 100 }]);
    const answer = await api.send('POST', 'annotations', { documentbody: base64('x'.repeat(76)) });
    expect([answer.status, errorOf(answer).code, errorOf(answer).message]).toEqual([
      400,
      '0x80044a02',
      'Attachment file size is too big.',
    ]);
    expect((await api.send('POST', 'annotations', { documentbody: base64('x'.repeat(75)) })).status).toBe(204);
  });

  test('must be base64', async () => {
    expect((await api.send('POST', 'annotations', { documentbody: 'no base64!' })).status).toBe(400);
  });

  test('hang only on tables that have notes', async () => {
    const tag = await api.create('mcs_tags', { mcs_name: 'VIP' });
    const answer = await api.send('POST', 'annotations', { 'objectid_mcs_tag@odata.bind': `/mcs_tags(${tag})` });
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80048d19']);
    for (const [table, notes] of [
      ['mcs_tag', false],
      ['mcs_syncrun', true],
      ['contact', true],
    ] as const) {
      const { body } = await api.get(`EntityDefinitions(LogicalName='${table}')?$select=HasNotes`);
      expect(body['HasNotes']).toBe(notes);
    }
  });
});
