/** Documents and line files as blobs. Lines are compressed: a plan of 100,000 people is one small blob per chunk. */

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ContainerClient } from '@azure/storage-blob';
import type { Documents } from './port';
import { statusOf } from './status-of';

const compress = promisify(gzip);
const expand = promisify(gunzip);

export function createDocuments(container: () => Promise<ContainerClient>): Documents {
  async function read(path: string): Promise<string | null> {
    try {
      const content = await (await container()).getBlockBlobClient(path).downloadToBuffer();
      return (isGzip(content) ? await expand(content) : content).toString('utf8');
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  async function write(path: string, content: Buffer, contentType: string): Promise<void> {
    const blob = (await container()).getBlockBlobClient(path);
    await blob.uploadData(content, { blobHTTPHeaders: { blobContentType: contentType } });
  }

  return {
    async read<T>(path: string) {
      const text = await read(path);
      if (text === null) return null;
      const value: T = JSON.parse(text);
      return value;
    },
    async write(path, value) {
      await write(path, Buffer.from(JSON.stringify(value)), 'application/json');
    },
    async readLines<T>(path: string) {
      const text = await read(path);
      if (text === null) return [];
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line): T => JSON.parse(line));
    },
    async writeLines(path, values) {
      const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
      await write(path, await compress(text), 'application/gzip');
    },
    async writeFile(path, content) {
      const blob = (await container()).getBlockBlobClient(path);
      await blob.uploadStream(content, 1024 * 1024, 2, {
        blobHTTPHeaders: { blobContentType: 'application/octet-stream' },
      });
    },
    async removeAll(prefix) {
      const client = await container();
      for await (const { name } of client.listBlobsFlat({ prefix })) {
        await client.getBlockBlobClient(name).deleteIfExists();
      }
    },
    async namesIn(folder) {
      const names: string[] = [];
      for await (const { name } of (await container()).listBlobsByHierarchy('/', { prefix: folder })) {
        names.push(name.slice(folder.length).replace(/\/$/, ''));
      }
      return names;
    },
  };
}

function isGzip(content: Buffer): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}
