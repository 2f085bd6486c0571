/** The files of a folder as one zip, read and written piece by piece. */

import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Zip, ZipDeflate } from 'fflate';

export async function zipFiles(folder: string, names: readonly string[], zipPath: string): Promise<void> {
  await pipeline(Readable.from(zipped(folder, names)), createWriteStream(zipPath, { mode: 0o600 }));
}

async function* zipped(folder: string, names: readonly string[]): AsyncGenerator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else ready.push(chunk);
  });
  function* taken(): Generator<Uint8Array, void, undefined> {
    if (failure) throw failure;
    const chunks = ready;
    ready = [];
    yield* chunks;
  }
  for (const name of names) {
    const entry = new ZipDeflate(name, { level: 6 });
    zip.add(entry);
    for await (const piece of createReadStream(join(folder, name))) {
      const bytes: unknown = piece;
      if (bytes instanceof Uint8Array) entry.push(bytes);
      yield* taken();
    }
    entry.push(new Uint8Array(0), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}
