import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { connectStorage, defaultNames } from '../../../connector/storage/connect';
import { createLeases } from '../../../connector/storage/leases';
import { LeaseLost, type Storage } from '../../../connector/storage/port';
import { startAzurite, type Azurite } from '../../../sandbox/storage/azurite';

let azurite: Azurite;
let storage: Storage;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = connectStorage({ kind: 'connection-string', connectionString: azurite.connectionString });
});
afterAll(() => azurite.close());

const container = () =>
  BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(defaultNames.container);
const queue = (name: string) => QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient(name);

describe('leases', () => {
  test('one holder at a time, and the next after the release', async () => {
    const first = await storage.leases.acquire('one');
    expect(first?.held).toBe(true);
    await expect(storage.leases.acquire('one')).resolves.toBeNull();
    await expect(storage.leases.acquire('another')).resolves.toMatchObject({ held: true });
    await first?.release();
    expect(first?.held).toBe(false);
    const second = await storage.leases.acquire('one');
    expect(second?.held).toBe(true);
    await second?.release();
  });

  test('of many who ask at the same time one gets it', async () => {
    const leases = await Promise.all(Array.from({ length: 10 }, () => storage.leases.acquire('contested')));
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
  });

  test('whoever was robbed of a lease learns it at the next check', async () => {
    let now = 0;
    const leases = createLeases(
      () => Promise.resolve(container()),
      () => now,
    );
    const lease = await leases.acquire('robbed');
    await expect(lease?.check()).resolves.toBeUndefined();
    await container().getBlockBlobClient('leases/robbed').getBlobLeaseClient().breakLease(0);
    now = 25_000;
    await expect(lease?.check()).rejects.toThrow(LeaseLost);
    expect(lease?.held).toBe(false);
    await expect(lease?.release()).resolves.toBeUndefined();
  });

  test('a lease that could not be renewed in time is not trusted', async () => {
    let now = 0;
    const leases = createLeases(
      () => Promise.resolve(container()),
      () => now,
    );
    const lease = await leases.acquire('late');
    now = 61_000;
    expect(lease?.held).toBe(false);
    await expect(lease?.check()).rejects.toThrow(LeaseLost);
  });

  test('a check renews when it is time', async () => {
    let now = 0;
    const leases = createLeases(
      () => Promise.resolve(container()),
      () => now,
    );
    const lease = await leases.acquire('renewed');
    for (now = 25_000; now <= 200_000; now += 25_000) await lease?.check();
    expect(lease?.held).toBe(true);
    await lease?.release();
  });
});

describe('documents', () => {
  test('what was written is read, and nothing where nothing was', async () => {
    await storage.documents.write('runs/1/state.json', { step: 'read', names: ['Åse', '東京'] });
    await expect(storage.documents.read('runs/1/state.json')).resolves.toEqual({
      step: 'read',
      names: ['Åse', '東京'],
    });
    await expect(storage.documents.read('runs/2/state.json')).resolves.toBeNull();
    await expect(storage.documents.readLines('runs/2/plan/00001.jsonl')).resolves.toEqual([]);
  });

  test('line files keep order and odd characters', async () => {
    const lines = Array.from({ length: 1500 }, (_, index) => ({ index, text: 'a\nb\u2028c' }));
    await storage.documents.writeLines('runs/1/plan/00001.jsonl', lines);
    await expect(storage.documents.readLines('runs/1/plan/00001.jsonl')).resolves.toEqual(lines);
    await storage.documents.writeLines('runs/1/plan/00002.jsonl', []);
    await expect(storage.documents.readLines('runs/1/plan/00002.jsonl')).resolves.toEqual([]);
  });

  test('everything of a run is removed and nothing else', async () => {
    await storage.documents.write('runs/10/a.json', 1);
    await storage.documents.write('runs/11/a.json', 2);
    await storage.documents.removeAll('runs/10/');
    await expect(storage.documents.read('runs/10/a.json')).resolves.toBeNull();
    await expect(storage.documents.read('runs/11/a.json')).resolves.toBe(2);
  });

  test('a folder says what lies in it, and nothing of what lies deeper', async () => {
    await storage.documents.write('shelf/1/a.json', 1);
    await storage.documents.write('shelf/1/deeper/b.json', 1);
    await storage.documents.write('shelf/2.json', 1);
    await storage.documents.write('shelves/3.json', 1);
    expect((await storage.documents.namesIn('shelf/')).toSorted()).toEqual(['1', '2.json']);
    await expect(storage.documents.namesIn('nothing/')).resolves.toEqual([]);
  });
});

describe('the queue of runs', () => {
  test('messages are plain JSON with the id of the run', async () => {
    await storage.queue.send({ runId: 'run-1' });
    const { receivedMessageItems } = await queue(defaultNames.queue).receiveMessages();
    expect(receivedMessageItems.map(({ messageText }) => messageText)).toEqual(['{"runId":"run-1"}']);
  });

  test('a delayed message is not seen yet', async () => {
    await queue(defaultNames.queue).clearMessages();
    await storage.queue.send({ runId: 'later' }, 600);
    const { receivedMessageItems } = await queue(defaultNames.queue).receiveMessages();
    expect(receivedMessageItems).toEqual([]);
  });

  test('messages that failed for good are counted', async () => {
    await expect(storage.queue.poisonCount()).resolves.toBe(0);
    const poison = queue(`${defaultNames.queue}-poison`);
    await poison.create();
    await poison.sendMessage('{"runId":"broken"}');
    await expect(storage.queue.poisonCount()).resolves.toBe(1);
  });
});

describe('storage that cannot be used says so in a sentence', () => {
  test('when nobody answers', async () => {
    const nobody = azurite.connectionString.replace(
      /BlobEndpoint=[^;]+/,
      'BlobEndpoint=http://127.0.0.1:1/devstoreaccount1',
    );
    const storage = connectStorage({ kind: 'connection-string', connectionString: nobody });
    await expect(storage.documents.read('x')).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('could not be reached'),
    });
  });

  test('when the key is wrong', async () => {
    const wrong = azurite.connectionString.replace(/AccountKey=[^;]+/, `AccountKey=${'a'.repeat(86)}==`);
    const storage = connectStorage({ kind: 'connection-string', connectionString: wrong });
    await expect(storage.queue.send({ runId: 'r' })).rejects.toMatchObject({ kind: 'misconfigured', status: 403 });
  });
});
