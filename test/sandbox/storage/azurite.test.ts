import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueueClient } from '@azure/storage-queue';
import { compiled } from '../../../sandbox/project-folder';
import { isAzurite, startAzurite } from '../../../sandbox/storage/azurite';

test('a message sent to the queue comes back from it, and another Azurite knows that this is one', async () => {
  const azurite = await startAzurite();
  try {
    const queue = new QueueClient(azurite.connectionString, 'letters');
    await queue.create();
    await queue.sendMessage('hello');
    const received = await queue.receiveMessages();
    expect(received.receivedMessageItems.map((item) => item.messageText)).toEqual(['hello']);
    expect(await isAzurite(azurite.blobPort)).toBe(true);
    expect(await isAzurite(azurite.queuePort)).toBe(false);
  } finally {
    await azurite.close();
  }
  expect(await isAzurite(azurite.blobPort)).toBe(false);
});

test('a port that is taken is named in one sentence', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startAzurite({ blobPort: port })).rejects.toThrow(
    `Port ${port} for Azure Storage is already in use: end the program that listens there, or choose another port.`,
  );
  server.close();
});

test('what is stored in a folder is there again after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'azurite-'));
  try {
    const first = await startAzurite({ folder });
    await new QueueClient(first.connectionString, 'kept').create();
    await first.close();
    const second = await startAzurite({ folder });
    try {
      expect(await new QueueClient(second.connectionString, 'kept').exists()).toBe(true);
    } finally {
      await second.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('Azurite ends by itself when the process that started it is killed with kill -9', async () => {
  const script = join(mkdtempSync(join(tmpdir(), 'parent-')), 'parent.js');
  writeFileSync(
    script,
    `const { startAzurite } = require(${JSON.stringify(compiled('sandbox/storage/azurite.js'))});
     startAzurite().then(({ blobPort }) => process.send(blobPort));
     setInterval(() => {}, 1000);`,
  );
  const parent = fork(script);
  const port = await new Promise<number>((resolve) => parent.once('message', (message) => resolve(Number(message))));
  expect(await isAzurite(port)).toBe(true);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  while (await isAzurite(port)) await new Promise((resolve) => setImmediate(resolve));
  expect(await isAzurite(port)).toBe(false);
});
