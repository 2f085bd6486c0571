import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueueServiceClient } from '@azure/storage-queue';
import { startFunctionsHost, type FunctionsHost } from '../../../sandbox/functions-host/start-functions-host';
import { z } from 'zod';
import { compiled } from '../../../sandbox/project-folder';
import { startAzurite, type Azurite } from '../../../sandbox/storage/azurite';
import { writeApp } from './small-app';

let azurite: Azurite;
let host: FunctionsHost;
let output = '';

beforeAll(async () => {
  azurite = await startAzurite();
  host = await startFunctionsHost({
    env: { AzureWebJobsStorage: azurite.connectionString, QUEUE: 'orders', GREETING: 'Good morning' },
    onOutput: (text) => (output += text),
    appFolder: writeApp({
      greet: `app.http('greet', { route: 'greet/{name}', methods: ['POST'], authLevel: 'function', handler: async (request) => ({
        status: 201, jsonBody: { text: process.env.GREETING, name: request.params.name, loud: request.query.get('loud'),
          body: await request.json(), secret: request.headers.get('x-secret') } }) });`,
      empty: `app.http('empty', { methods: ['GET'], handler: async () => {} });`,
      broken: `app.http('broken', { methods: ['GET'], handler: async () => { throw new Error('no luck'); } });`,
      order: `const { output } = require('@azure/functions');
        const done = output.storageQueue({ queueName: 'done', connection: 'AzureWebJobsStorage' });
        app.storageQueue('order', { queueName: '%QUEUE%', connection: 'AzureWebJobsStorage', extraOutputs: [done],
          handler: async (message, context) => {
            if (message.fail) throw new Error('this one never works');
            context.extraOutputs.set(done, { got: message.item, tries: context.triggerMetadata.dequeueCount });
          } });`,
      tick: `const { output } = require('@azure/functions');
        const done = output.storageQueue({ queueName: 'done', connection: 'AzureWebJobsStorage' });
        app.timer('tick', { schedule: '0 0 0 1 1 *', extraOutputs: [done],
          handler: async (timer, context) => context.extraOutputs.set(done, ['tick ' + timer.isPastDue]) });`,
    }),
  });
});

afterAll(async () => {
  await host.close();
  await azurite.close();
});

/** Waits for the next message of a queue. */
async function next(queueName: string): Promise<string> {
  const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient(queueName);
  await queue.createIfNotExists();
  for (;;) {
    const [message] = (await queue.receiveMessages()).receivedMessageItems;
    if (!message) continue;
    await queue.deleteMessage(message.messageId, message.popReceipt);
    return message.messageText;
  }
}

async function order(message: unknown): Promise<void> {
  const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient('orders');
  await queue.sendMessage(JSON.stringify(message));
}

test('every function of the app is there', () => {
  expect(host.functions).toEqual(['broken', 'empty', 'greet', 'order', 'tick']);
});

test('an http function gets route, query, headers, body and settings, and its answer comes back', async () => {
  const answer = await fetch(`${host.url}/api/greet/B%C3%A9atrice?loud=yes`, {
    method: 'POST',
    headers: { 'x-secret': 'sesame', 'content-type': 'application/json' },
    body: JSON.stringify({ mood: 'fine' }),
  });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({
    text: 'Good morning',
    name: 'Béatrice',
    loud: 'yes',
    body: { mood: 'fine' },
    secret: 'sesame',
  });
});

test('an unknown route and a wrong method are not found, no answer is 204, a throw is 500', async () => {
  const status = async (path: string, method = 'GET') => (await fetch(`${host.url}${path}`, { method })).status;
  expect(await status('/api/nothing')).toBe(404);
  expect(await status('/api/greet/x')).toBe(404);
  expect(await status('/api/empty')).toBe(204);
  expect(await status('/api/broken')).toBe(500);
  expect(output).toContain('no luck');
});

test('a queue message starts its function, and a queue output is sent', async () => {
  await order({ item: 'tea' });
  expect(JSON.parse(await next('done'))).toEqual({ got: 'tea', tries: 1 });
});

test('a message that fails as often as host.json allows goes to the poison queue', async () => {
  await order({ fail: true, item: 'milk' });
  expect(JSON.parse(await next('orders-poison'))).toEqual({ fail: true, item: 'milk' });
  expect(output).toContain('Try 2 of 2 with a message of orders failed: this one never works');
});

test('a timer function runs when it is asked for by name', async () => {
  expect((await fetch(`${host.url}/admin/functions/tick`, { method: 'POST' })).status).toBe(202);
  expect(await next('done')).toBe('tick false');
  expect((await fetch(`${host.url}/admin/functions/nobody`, { method: 'POST' })).status).toBe(404);
});

test('an app that throws at import is refused in one sentence', async () => {
  const appFolder = writeApp({ bad: `throw new Error('MAILCHIMP_API_KEY is missing');` });
  await expect(startFunctionsHost({ env: {}, appFolder })).rejects.toThrow(
    'The functions cannot be loaded, because bad.js throws at import: MAILCHIMP_API_KEY is missing',
  );
});

test('an app without functions is refused, and so is a port that is taken', async () => {
  await expect(startFunctionsHost({ env: {}, appFolder: writeApp({}) })).rejects.toThrow(
    'Found zero files matching the supplied pattern "dist/functions/*.js" of package.json.',
  );
  const port = Number(new URL(host.url).port);
  await expect(startFunctionsHost({ env: {}, port, appFolder: writeApp({ none: '' }) })).rejects.toThrow(
    `Port ${port} for the functions is already in use: end the program that listens there, or choose another port.`,
  );
});

test('the functions end by themselves when the process that started them is killed with kill -9', async () => {
  const appFolder = writeApp({ ping: `app.http('ping', { methods: ['GET'], handler: () => ({}) });` });
  const script = join(appFolder, 'parent.js');
  writeFileSync(
    script,
    `const host = require(${JSON.stringify(compiled('sandbox/functions-host/start-functions-host.js'))});
     host.startFunctionsHost({ env: {}, appFolder: ${JSON.stringify(appFolder)} }).then(({ url }) => process.send(url));
     setInterval(() => {}, 1000);`,
  );
  const parent = fork(script);
  const url = await new Promise<string>((resolve) => parent.once('message', (said) => resolve(z.string().parse(said))));
  const answers = () =>
    fetch(`${url}/api/ping`).then(
      (answer) => answer.ok,
      () => false,
    );
  expect(await answers()).toBe(true);
  parent.kill('SIGKILL');
  while (await answers()) await new Promise((resolve) => setImmediate(resolve));
  expect(await answers()).toBe(false);
});
