import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { errorOf, useStandIn } from './web-api';
import { useWebhooks } from './webhooks';

const api = useStandIn();
const webhooks = useWebhooks(api);
const { received, answers, endpoint, register } = webhooks;

describe('how it is delivered', () => {
  test.each([
    { first: [503, 202], attempts: 2, statuscode: 30 },
    { first: [502, 504], attempts: 2, statuscode: 31 },
    { first: [500], attempts: 1, statuscode: 31 },
    { first: [401], attempts: 1, statuscode: 31 },
  ])('answers $first: $attempts attempts, job $statuscode', async ({ first, attempts, statuscode }) => {
    await register('Create', 'contact');
    answers.push(...first);
    await api.create('contacts', { firstname: 'A' });
    await api.standIn().idle();
    expect(received).toHaveLength(attempts);
    const operationId = received[0]?.context.OperationId ?? '';
    expect(received.every(({ context }) => context.OperationId === operationId)).toBe(true);
    const [job] = await api.rows(`asyncoperations?$filter=asyncoperationid eq ${operationId}`);
    expect(job).toMatchObject({ statecode: 3, statuscode });
    const deliveries = z
      .array(z.looseObject({ operationId: z.string() }))
      .parse((await api.control('GET', 'deliveries'))['value']);
    expect(deliveries.at(-1)).toMatchObject({
      operationId,
      attempts,
      status: first.at(-1),
      message: 'Create',
      table: 'contact',
    });
  });

  test('a job that succeeded is deleted where the step says so', async () => {
    await register('Create', 'contact', { asyncautodelete: true });
    await api.create('contacts', { firstname: 'A' });
    await api.standIn().idle();
    expect(
      await api.rows(`asyncoperations?$filter=asyncoperationid eq ${received[0]?.context.OperationId ?? ''}`),
    ).toEqual([]);
  });

  test('the key travels in the query, or settings as headers or query', async () => {
    const settings = '<settings><setting name="x-sync" value="one"/><setting name="y" value="two"/></settings>';
    await register('Create', 'contact', {}, await endpoint({ authtype: 5, authvalue: settings }));
    await register('Create', 'contact', {}, await endpoint({ authtype: 6, authvalue: settings }));
    await api.create('contacts', { firstname: 'A' });
    await api.standIn().idle();
    const byUrl = new Map(received.map((one) => [one.url, one.headers]));
    expect(byUrl.get('/hook')).toMatchObject({ 'x-sync': 'one', y: 'two' });
    expect(byUrl.has('/hook?x-sync=one&y=two')).toBe(true);
  });

  test('the secret is never read back', async () => {
    const id = await endpoint();
    const { body } = await api.get(`serviceendpoints(${id})`);
    expect(body).toMatchObject({ isauthvalueset: true, contract: 8 });
    expect(body).not.toHaveProperty('authvalue');
    expect(errorOf(await api.get(`serviceendpoints(${id})?$select=authvalue`)).code).toBe('0x0');
  });

  test.each([
    [{ authtype: 5, authvalue: 'x-key: abc' }, 400, '0x80050203'],
    [{ authtype: 6, authvalue: 'code=abc' }, 400, '0x80050204'],
    [{ url: 'https://functions.example/api' }, 501, '0x0'],
    [{ contract: 7 }, 501, '0x0'],
  ])('an endpoint with %j is refused', async (columns, status, code) => {
    const answer = await api.send('POST', 'serviceendpoints', {
      name: 'X',
      url: webhooks.url(),
      contract: 8,
      authtype: 4,
      ...columns,
    });
    expect([answer.status, errorOf(answer).code]).toEqual([status, code]);
  });

  test('synchronous steps are not implemented', async () => {
    await expect(register('Create', 'contact', { mode: 0 })).rejects.toThrow(/501 .*synchronous steps/);
  });

  test('who bypasses the steps raises nothing', async () => {
    await register('Create', 'contact');
    const bypass = { 'MSCRM.BypassBusinessLogicExecution': 'CustomSync,CustomAsync' };
    expect((await api.send('POST', 'contacts', { firstname: 'A' }, bypass)).status).toBe(204);
    await api.standIn().idle();
    expect(received).toEqual([]);
  });

  test('steps on the bulk messages are not implemented', async () => {
    await expect(register('CreateMultiple', 'contact')).rejects.toThrow(/501 .*CreateMultiple/);
  });

  test('a disabled step is silent', async () => {
    const step = await register('Create', 'contact');
    await api.send('PATCH', `sdkmessageprocessingsteps(${step})`, { statecode: 1, statuscode: 2 });
    await api.create('contacts', { firstname: 'A' });
    await api.standIn().idle();
    expect(received).toEqual([]);
  });
});
