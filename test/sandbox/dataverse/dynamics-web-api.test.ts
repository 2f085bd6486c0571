/** A second opinion: the client package that others use against the live service understands every answer. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { DynamicsWebApi } from 'dynamics-web-api';
import { z } from 'zod';
import { tokens } from '../../../sandbox/dataverse/users';
import { members, missingId, useStandIn } from './web-api';
import type { Row } from './web-api';

const api = useStandIn();
let client: DynamicsWebApi;

const connect = () =>
  new DynamicsWebApi({
    serverUrl: `${api.url()}/`,
    dataApi: { version: '9.2' },
    onTokenRefresh: () => Promise.resolve(tokens.administrator),
    propagateErrors: true,
  });

beforeAll(() => {
  client = connect();
});

const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => {
      throw new Error('It should have failed.');
    },
    (error: unknown) => error,
  );

describe('dynamics-web-api', () => {
  test('creates, reads, updates, upserts and deletes', async () => {
    const id: unknown = await client.create({ collection: 'contacts', data: { firstname: 'Wilma' } });
    const made = await client.create<Row>({
      collection: 'contacts',
      data: { firstname: 'Betty' },
      returnRepresentation: true,
      select: ['fullname'],
    });
    expect(made).toMatchObject({ fullname: 'Betty' });
    const key = String(id);
    expect(
      await client.retrieve<Row>({ collection: 'contacts', key, select: ['fullname', 'createdon'] }),
    ).toMatchObject({
      fullname: 'Wilma',
      createdon: expect.any(Date),
    });
    await client.update({ collection: 'contacts', key, data: { lastname: 'Flint' } });
    const upserted = 'c0000000-0000-4000-8000-0000000000e1';
    await client.upsert({ collection: 'contacts', key: upserted, data: { firstname: 'Upserted' } });
    await client.upsert({
      collection: 'mcs_audiences',
      key: "mcs_mailchimplistid='dwa'",
      data: { mcs_name: 'By key' },
    });
    const byKey = await client.retrieve<Row>({ collection: 'mcs_audiences', key: "mcs_mailchimplistid='dwa'" });
    expect(byKey).toMatchObject({ mcs_name: 'By key' });
    await client.deleteRecord({ collection: 'contacts', key });
    expect(await failure(client.retrieve({ collection: 'contacts', key }))).toMatchObject({
      status: 404,
      code: '0x80040217',
      message: `Entity 'contact' With Id = ${key} Does Not Exist`,
    });
    expect(
      await failure(client.update({ collection: 'contacts', key: missingId, data: { firstname: 'X' } })),
    ).toMatchObject({
      status: 404,
    });
  });

  test('reads page after page by the links', async () => {
    await api.control('POST', 'seed', {
      leads: Array.from({ length: 25 }, (_, index) => ({ lastname: `Page ${index}` })),
    });
    const request = { collection: 'leads', select: ['lastname'], orderBy: ['lastname'], maxPageSize: 10 };
    const names: unknown[] = [];
    let page = await client.retrieveMultiple<Row>(request);
    names.push(...page.value.map((row) => row['lastname']));
    while (page.oDataNextLink !== undefined) {
      page = await client.retrieveMultiple<Row>(request, page.oDataNextLink);
      names.push(...page.value.map((row) => row['lastname']));
    }
    expect([names.length, new Set(names).size]).toEqual([25, 25]);
    expect((await client.retrieveAll<Row>(request)).value).toHaveLength(25);
    expect(await client.count({ collection: 'leads', filter: "contains(lastname,'page 1')" })).toBe(11);
  });

  test('sends a GET of more than 2,000 characters as a batch, unasked', async () => {
    await api.create('contacts', { firstname: 'Long', emailaddress1: 'person+199@example.com' });
    const addresses = Array.from({ length: 200 }, (_, index) => `person+${index}@example.com`);
    await api.control('DELETE', 'traffic');
    const found = await client.retrieveMultiple<Row>({
      collection: 'contacts',
      select: ['firstname'],
      filter: `Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)`,
      queryParams: ["@p1='emailaddress1'", `@p2=${encodeURIComponent(JSON.stringify(addresses))}`],
    });
    expect(found.value.map((row) => row['firstname'])).toEqual(['Long']);
    expect(await api.control('GET', 'traffic')).toMatchObject({ byOperation: { 'POST $batch': 1 } });
    const bad = client.retrieveMultiple({ collection: 'contacts', select: ['nothing', 'x'.repeat(2000)] });
    expect(await failure(bad)).toMatchObject({ status: 400, message: expect.stringContaining("named 'nothing'") });
  });

  test('executes a batch with a change set and one without', async () => {
    const batch = connect();
    batch.startBatch();
    void batch.create({ collection: 'contacts', data: { firstname: 'é in a batch' }, contentId: '1' });
    void batch.retrieveMultiple({ collection: 'contacts', select: ['firstname'], inChangeSet: false });
    const [id, list]: unknown[] = await batch.executeBatch();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(z.object({ value: z.array(z.unknown()) }).parse(list).value.length).toBeGreaterThan(0);
    expect(
      await client.retrieve<Row>({ collection: 'contacts', key: String(id), select: ['firstname'] }),
    ).toMatchObject({
      firstname: 'é in a batch',
    });

    const apart = connect();
    apart.startBatch();
    void apart.create({ collection: 'contacts', data: { firstname: 5 }, inChangeSet: false });
    void apart.create({ collection: 'contacts', data: { firstname: 'went on' }, inChangeSet: false });
    const results: unknown[] = await apart.executeBatch({ continueOnError: true });
    expect(results[0]).toMatchObject({ status: 400, error: { code: '0x80048d19' } });
    expect(results[1]).toMatch(/^[0-9a-f-]{36}$/);

    const atomic = connect();
    atomic.startBatch();
    void atomic.create({ collection: 'contacts', data: { firstname: 'rolled back' } });
    void atomic.create({ collection: 'contacts', data: { firstname: 5 } });
    expect(await failure(atomic.executeBatch())).toEqual([
      expect.objectContaining({ status: 400, error: expect.objectContaining({ code: '0x80048d19' }) }),
    ]);
    expect(await api.rows("contacts?$filter=firstname eq 'rolled back'")).toEqual([]);
  });

  test('calls bulk and list messages as actions', async () => {
    const made = await client.callAction<{ Ids: string[] }>({
      collection: 'contacts',
      actionName: 'Microsoft.Dynamics.CRM.CreateMultiple',
      action: {
        Targets: ['A', 'B'].map((firstname) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', firstname })),
      },
    });
    expect(made.Ids).toHaveLength(2);
    const list = await api.create('lists', { listname: 'L', createdfromcode: 2 });
    await client.callAction({ actionName: 'AddListMembersList', action: members(list, 'contact', made.Ids) });
    await client.callAction({
      actionName: 'RemoveListMembersList',
      action: members(list, 'contact', made.Ids.slice(0, 1)),
    });
    expect((await api.get(`lists(${list})`)).body['membercount']).toBe(1);
    await client.callAction({
      collection: 'mcs_audiences',
      actionName: 'Microsoft.Dynamics.CRM.UpsertMultiple',
      action: {
        Targets: [
          {
            '@odata.type': 'Microsoft.Dynamics.CRM.mcs_audience',
            '@odata.id': "mcs_audiences(mcs_mailchimplistid='up')",
            mcs_name: 'Up',
          },
        ],
      },
    });
    expect((await api.get("mcs_audiences(mcs_mailchimplistid='up')")).body['mcs_name']).toBe('Up');
    expect(await client.callFunction<Row>({ functionName: 'WhoAmI' })).toHaveProperty('OrganizationId');
  });

  test('a put off request keeps its Retry-After, a refused precondition its status', async () => {
    await api.control('POST', 'faults', { times: 1, status: 429, headers: { 'Retry-After': '9' } });
    expect(await failure(client.retrieveMultiple({ collection: 'contacts' }))).toMatchObject({
      status: 429,
      code: '0x80072322',
      headers: { 'retry-after': '9' },
    });
    const id = await api.create('contacts', { firstname: 'A' });
    const late = client.update({ collection: 'contacts', key: id, data: { firstname: 'B' }, ifmatch: 'W/"1"' });
    expect(await failure(late)).toMatchObject({ status: 412, code: '0x80060882' });
  });
});
