import type { Call, Reply } from '../environment';
import { apiRoot } from '../environment';
import { badQuery, DataverseError } from '../errors';
import { answer, refused } from '../http/answer';
import { readPreferences } from '../http/preferences';
import type { BatchPart, BatchRequest } from './read-batch';
import { readBatch } from './read-batch';
import { writeBatch } from './write-batch';

const mostRequests = 1000;
const longestUrl = 65_536;

export interface PartReply {
  readonly reply: Reply;
  readonly contentId: string | null;
}

/** A single reply, or those of a change set. */
export type BatchReply = { kind: 'request'; part: PartReply } | { kind: 'change-set'; parts: PartReply[] };

/** `POST $batch`: parts in order, change sets as one. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api */
export function answerBatch(call: Call): Reply {
  let parts: BatchPart[];
  try {
    parts = readBatch(call.headers['content-type'], call.body);
    const count = parts.reduce((sum, part) => sum + (part.kind === 'request' ? 1 : part.requests.length), 0);
    if (count > mostRequests) throw badQuery(`The number of requests in a batch exceeds the limit of ${mostRequests}.`);
  } catch (error) {
    const reply = refused(call, error);
    if (!(error instanceof DataverseError && error.message.includes('Stream was not readable'))) return reply;
    return writeBatch(reply.status, [{ kind: 'request', part: { reply, contentId: null } }]);
  }
  const goOn = readPreferences(call.headers['prefer']).continueOnError;
  const references = new Map<string, string>();
  const replies: BatchReply[] = [];
  let status = 200;
  for (const part of parts) {
    const reply =
      part.kind === 'request' ? single(call, part.request, references) : changeSet(call, part.requests, references);
    replies.push(reply);
    const failed = firstFailure(reply);
    if (failed !== null && !goOn) {
      status = failed;
      break;
    }
  }
  return writeBatch(status, replies);
}

function firstFailure(reply: BatchReply): number | null {
  const parts = reply.kind === 'request' ? [reply.part] : reply.parts;
  return parts.find((part) => part.reply.status >= 400)?.reply.status ?? null;
}

function single(call: Call, request: BatchRequest, references: Map<string, string>): BatchReply {
  return { kind: 'request', part: { reply: perform(call, request, references), contentId: request.contentId } };
}

/** All or nothing: the first failure is the answer of the whole set. */
function changeSet(call: Call, requests: readonly BatchRequest[], references: Map<string, string>): BatchReply {
  const parts: PartReply[] = [];
  try {
    call.env.store.atomically(() => {
      for (const request of requests) {
        const reply =
          request.method === 'GET'
            ? refused({ ...call, inBatch: true }, badQuery('A GET request is not supported inside a change set.'))
            : perform(call, request, references);
        if (reply.status >= 400) throw new ChangeSetFailure({ reply, contentId: request.contentId });
        parts.push({ reply, contentId: request.contentId });
      }
    });
  } catch (error) {
    if (!(error instanceof ChangeSetFailure)) throw error;
    return { kind: 'change-set', parts: [error.part] };
  }
  return { kind: 'change-set', parts };
}

class ChangeSetFailure extends Error {
  constructor(readonly part: PartReply) {
    super('A change set failed.');
  }
}

function perform(call: Call, request: BatchRequest, references: Map<string, string>): Reply {
  const part = { ...call, method: request.method, headers: inherit(call, request), inBatch: true };
  try {
    if (request.url.length > longestUrl)
      throw badQuery(`The URL of a request in a batch exceeds ${longestUrl} characters.`);
    const { path, query } = locate(request.url, references);
    const reply = answer({ ...part, path, query, body: withReferences(request.body, references), ...tagOf(query) });
    const created = reply.headers['OData-EntityId'];
    if (request.contentId !== null && created !== undefined) references.set(request.contentId, created);
    return reply;
  } catch (error) {
    return refused({ ...part, path: '', query: '', body: '' }, error);
  }
}

const tagOf = (query: string): { tag?: string } => {
  const tag = new URLSearchParams(query).get('tag');
  return tag === null ? {} : { tag };
};

/** Preferences and conditions of a part are its own. */
function inherit(call: Call, request: BatchRequest): Record<string, string> {
  const { prefer: _prefer, 'if-match': _match, 'if-none-match': _none, ...outer } = call.headers;
  return { ...outer, ...request.headers };
}

function locate(url: string, references: ReadonlyMap<string, string>): { path: string; query: string } {
  const absolute = url.replace(/^\/?\$([^/?]+)/, (whole, id: string) => references.get(id) ?? whole);
  const fromRoot = absolute.replace(/^https?:\/\/[^/]+/i, '');
  const at = fromRoot.indexOf('?');
  const full = at === -1 ? fromRoot : fromRoot.slice(0, at);
  const query = at === -1 ? '' : fromRoot.slice(at + 1);
  if (full.startsWith(apiRoot)) return { path: full.slice(apiRoot.length), query };
  if (full.startsWith('/'))
    throw new DataverseError(404, '0x8006088a', `Resource not found for the segment '${full}'.`);
  return { path: full, query };
}

/** `"...@odata.bind": "$1"` names a row that an earlier request of the batch made. */
const withReferences = (body: string, references: ReadonlyMap<string, string>): string =>
  references.size === 0
    ? body
    : body.replace(/("[^"]*@odata\.(?:bind|id)"\s*:\s*")\/?\$(\w+)"/g, (whole, start: string, id: string) => {
        const row = references.get(id);
        return row === undefined ? whole : `${start}${row}"`;
      });
