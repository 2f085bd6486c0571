/** The archive with the results of a batch: a gzip tar of one JSON file or several, behind an entry for their directory. */

import { Parser } from 'tar';
import { z } from 'zod';
import { UnexpectedAnswer } from './errors';

export interface NamedResult {
  operationId: string;
  status: number;
  response: string;
}

export async function readBatchResults(archive: Uint8Array): Promise<NamedResult[]> {
  const files = await unpack(Buffer.from(archive));
  // Nothing at all is no statement about anybody.
  if (files.length === 0) throw new UnexpectedAnswer('The results of a batch are empty.');
  return files.flatMap((text) => {
    const results = shape.safeParse(parse(text));
    if (!results.success) throw new UnexpectedAnswer('The results of a batch are not readable.');
    return results.data.map(({ operation_id, status_code, response }) => ({
      operationId: operation_id ?? '',
      status: status_code,
      response,
    }));
  });
}

const shape = z.array(z.object({ status_code: z.number(), operation_id: z.string().nullish(), response: z.string() }));

function unpack(archive: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const files: string[] = [];
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        const chunks: Buffer[] = [];
        entry.on('data', (chunk) => chunks.push(chunk));
        entry.on('end', () => {
          if (entry.type === 'File') files.push(Buffer.concat(chunks).toString('utf8'));
        });
      },
    });
    parser.on('end', () => resolve(files));
    parser.on('error', () => reject(new UnexpectedAnswer('The results of a batch do not unpack.')));
    parser.end(archive);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
