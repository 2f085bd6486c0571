/** Queue, leases and documents of the service, in one storage account. */

import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { createDocuments } from './documents';
import { createLeases } from './leases';
import type { Storage } from './port';
import { createRunQueue } from './run-queue';
import { storageError } from './storage-error';
import type { StorageSettings } from './settings';

/** Nothing is connected before it is used. */
export function connectStorage(settings: StorageSettings, names: Partial<StorageNames> = {}): Storage {
  const { container, queue } = { ...defaultNames, ...names };
  const blobs = once(async () => {
    const client = (await blobService(settings)).getContainerClient(container);
    await client.createIfNotExists();
    return client;
  });
  const messages = once(async () => {
    const client = (await queueService(settings)).getQueueClient(queue);
    await client.createIfNotExists();
    return client;
  });
  const poison = once(async () => (await queueService(settings)).getQueueClient(`${queue}-poison`));
  return { leases: createLeases(blobs), documents: createDocuments(blobs), queue: createRunQueue(messages, poison) };
}

export interface StorageNames {
  container: string;
  queue: string;
}

export const defaultNames: StorageNames = { container: 'audience-sync', queue: 'audience-sync-runs' };

/** A run comes back by itself, so nobody has to be patient here for long. */
const retryOptions = { maxTries: 4, retryDelayInMs: 300, maxRetryDelayInMs: 3000 };

async function blobService(settings: StorageSettings): Promise<BlobServiceClient> {
  return settings.kind === 'connection-string'
    ? BlobServiceClient.fromConnectionString(settings.connectionString, { retryOptions })
    : new BlobServiceClient(settings.blobServiceUrl, await credential(settings.clientId), { retryOptions });
}

async function queueService(settings: StorageSettings): Promise<QueueServiceClient> {
  return settings.kind === 'connection-string'
    ? QueueServiceClient.fromConnectionString(settings.connectionString, { retryOptions })
    : new QueueServiceClient(settings.queueServiceUrl, await credential(settings.clientId), { retryOptions });
}

// Loaded only where an identity is used: a connection string needs nothing of it.
async function credential(clientId: string | null) {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential(clientId === null ? {} : { managedIdentityClientId: clientId });
}

/** The same answer for everybody who asks; a failure is forgotten, so that the next one tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw storageError(error);
    });
    return made;
  };
}
