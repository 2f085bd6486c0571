import { DataverseError } from '../errors';

/** One request inside a batch. */
export interface BatchRequest {
  readonly method: string;
  /** As written: absolute, from the root, or relative to the service. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly contentId: string | null;
}

export type BatchPart =
  | { readonly kind: 'request'; readonly request: BatchRequest }
  | { readonly kind: 'change-set'; readonly requests: readonly BatchRequest[] };

export const unreadable = () =>
  new DataverseError(
    400,
    '0x80048d19',
    "Error identified in Payload provided by the user for Entity :'', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : System.ArgumentException: Stream was not readable.",
  );

const malformed = (why: string) => new DataverseError(400, '0x80060888', `The batch request is malformed: ${why}`);

/** Takes a multipart body apart. Lines end with CRLF; anything else makes the part unreadable. */
export function readBatch(contentType: string | undefined, body: string): BatchPart[] {
  return splitParts(body, boundaryOf(contentType)).map((part) => {
    const { headers, rest } = readHeaders(part);
    const type = headers['content-type'] ?? '';
    if (!type.toLowerCase().startsWith('multipart/mixed'))
      return { kind: 'request', request: readRequest(headers, rest) };
    const requests = splitParts(rest, boundaryOf(type)).map((inner) => {
      const read = readHeaders(inner);
      return readRequest(read.headers, read.rest);
    });
    return { kind: 'change-set', requests };
  });
}

function boundaryOf(contentType: string | undefined): string {
  const [, quoted, plain] = /multipart\/mixed\s*;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) {
    throw new DataverseError(400, '0x80060888', 'The content type of a batch must be multipart/mixed with a boundary.');
  }
  return boundary;
}

function splitParts(body: string, boundary: string): string[] {
  const pieces = `\r\n${body.replace(/^\s+/, '')}`.split(`\r\n--${boundary}`);
  if (pieces.length < 2) {
    if (body.includes(`\n--${boundary}`) || body.startsWith(`--${boundary}\n`)) throw unreadable();
    throw malformed(`there is no boundary '${boundary}'.`);
  }
  const last = pieces.at(-1) ?? '';
  if (!last.startsWith('--')) {
    if (last.startsWith('\n')) throw unreadable();
    throw malformed(`the closing boundary '${boundary}' is missing.`);
  }
  return pieces.slice(1, -1).map((piece) => {
    const end = piece.indexOf('\r\n');
    if (end === -1 || piece.slice(0, end).trim() !== '') throw unreadable();
    return piece.slice(end + 2);
  });
}

function readHeaders(part: string): { headers: Record<string, string>; rest: string } {
  const headers: Record<string, string> = {};
  let at = 0;
  for (;;) {
    const end = part.indexOf('\r\n', at);
    const line = end === -1 ? part.slice(at) : part.slice(at, end);
    if (line.includes('\n')) throw unreadable();
    if (line === '') return { headers, rest: end === -1 ? '' : part.slice(end + 2) };
    const colon = line.indexOf(':');
    if (colon === -1) throw malformed(`'${line.slice(0, 100)}' is not a header.`);
    headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
    if (end === -1) return { headers, rest: '' };
    at = end + 2;
  }
}

function readRequest(partHeaders: Record<string, string>, text: string): BatchRequest {
  if (!(partHeaders['content-type'] ?? '').toLowerCase().startsWith('application/http')) {
    throw malformed("the content type of every part must be 'application/http'.");
  }
  const start = text.replace(/^(?:\r\n)+/, '');
  const end = start.indexOf('\r\n');
  const line = end === -1 ? start : start.slice(0, end);
  if (line.includes('\n')) throw unreadable();
  const [, method, url] = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(line.trim()) ?? [];
  if (method === undefined || url === undefined) throw malformed(`'${line.slice(0, 100)}' is not a request line.`);
  const { headers, rest } = readHeaders(end === -1 ? '' : start.slice(end + 2));
  return {
    method,
    url,
    headers,
    body: rest.trim(),
    contentId: partHeaders['content-id'] ?? headers['content-id'] ?? null,
  };
}
