import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Reply } from '../environment';
import type { BatchReply, PartReply } from './answer-batch';

const line = '\r\n';

/** The multipart answer; clients look for boundaries that begin with these very words. */
export function writeBatch(status: number, replies: readonly BatchReply[]): Reply {
  const boundary = `batchresponse_${randomUUID()}`;
  const parts = replies.map((reply) =>
    reply.kind === 'request' ? writePart(reply.part) : writeChangeSet(reply.parts),
  );
  return {
    status,
    headers: { 'OData-Version': '4.0', 'Content-Type': `multipart/mixed; boundary=${boundary}` },
    body: join(boundary, parts),
  };
}

function join(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}${line}${part}`).join('')}--${boundary}--${line}`;
}

function writeChangeSet(parts: readonly PartReply[]): string {
  const boundary = `changesetresponse_${randomUUID()}`;
  return `Content-Type: multipart/mixed; boundary=${boundary}${line}${line}${join(boundary, parts.map(writePart))}${line}`;
}

function writePart({ reply, contentId }: PartReply): string {
  const head = [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === null ? [] : [`Content-ID: ${contentId}`]),
  ];
  const status = `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}`;
  const headers = Object.entries(reply.headers).map(([name, value]) => `${name}: ${value}`);
  return `${[...head, '', status, ...headers, '', ''].join(line)}${reply.body}${line}`;
}
