/**
 * The results of a batch, as the storage behind their signed address hands them out: a gzip tar that begins with the directory
 * "./". The storage is no part of the API, knows no API key, and refuses whoever brings one.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import type { OperationResult } from './batch';
import { advanceBatches } from './run-batches';
import type { Service } from './service';

export const resultsPath = '/_results/';

export function answerResults(service: Service, request: IncomingMessage, response: ServerResponse): void {
  const method = request.method ?? 'GET';
  const url = request.url ?? '';
  service.traffic.count(`${method} results of a batch`, false);
  const fault = service.faults.take(method, url);
  if (fault?.reset === true) {
    request.socket.destroy();
    return;
  }
  const reply = (status: number, type: string, body: string | Buffer): void => {
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };
  const refuse = (status: number, code: string): void =>
    reply(status, 'application/xml', `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
  if (fault !== undefined) return refuse(fault.status, 'Fault');
  if (request.headers.authorization !== undefined) return refuse(400, 'InvalidArgument');
  advanceBatches(service);
  const { pathname } = new URL(url, 'http://stand-in');
  const batch = service.batches.behindTicket(pathname.slice(resultsPath.length), service.now());
  if (batch === null) return refuse(403, 'AccessDenied');
  return reply(200, 'application/gzip', archive(batch.results ?? [], service.switches.batchResultsPerFile));
}

function archive(results: OperationResult[], perFile: number): Buffer {
  const parts = [entry('./', 'Directory', Buffer.alloc(0))];
  for (let from = 0; from < results.length; from += perFile) {
    const content = Buffer.from(JSON.stringify(results.slice(from, from + perFile)));
    parts.push(entry(`./${String(from).padStart(8, '0')}.json`, 'File', content));
  }
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]));
}

const block = 512;

function entry(path: string, type: 'Directory' | 'File', content: Buffer): Buffer {
  const header = new Header({
    path,
    type,
    size: content.length,
    mode: type === 'File' ? 0o644 : 0o755,
    mtime: new Date(0),
  });
  header.encode();
  const padding = (block - (content.length % block)) % block;
  return Buffer.concat([header.block ?? Buffer.alloc(block), content, Buffer.alloc(padding)]);
}
