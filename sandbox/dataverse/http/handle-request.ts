import { randomUUID } from 'node:crypto';
import { answerBatch } from '../batch/answer-batch';
import type { Traffic } from '../control/traffic';
import type { Call, Environment, Reply } from '../environment';
import { apiRoot } from '../environment';
import { badQuery, DataverseError, notImplemented } from '../errors';
import { decode } from '../query/query-string';
import { answer } from './answer';
import { readPreferences } from './preferences';
import { refusal } from './reply';
import { signIn } from './sign-in';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The store's version when its first byte arrived. */
  readonly arrivedAt: number;
}

/** The Web API's answer to one HTTP request: its changes are made, committed and announced when this returns. */
export function handleRequest(env: Environment, traffic: Traffic, request: WireRequest): Reply {
  const detailed = readPreferences(request.headers['prefer']).annotations === '*';
  try {
    const call = readCall(env, request);
    if (call === null) return unauthorized(request);
    checkHeaders(request.headers);
    const isBatch = call.path === '$batch';
    const reply = isBatch && call.method === 'POST' ? answerBatch(call) : answer(call);
    const changes = env.store.pending;
    if (changes > 0) traffic.wrote(changes);
    env.events.flush(env);
    env.store.commit();
    return reply;
  } catch (error) {
    if (error instanceof DataverseError) return refusal(error, detailed);
    throw error;
  }
}

function readCall(env: Environment, request: WireRequest): Call | null {
  const at = request.url.indexOf('?');
  const path = at === -1 ? request.url : request.url.slice(0, at);
  const query = at === -1 ? '' : request.url.slice(at + 1);
  const caller = signIn(env, request.headers);
  if (caller === null) return null;
  checkVersion(path);
  if (request.method === 'GET' && request.url.length > env.switches.longestUrl) {
    throw new DataverseError(414, '0x80060888', 'The request URI is too long.');
  }
  const tag = /(?:^|&)tag=([^&]*)/.exec(query)?.[1];
  return {
    env,
    caller,
    method: request.method,
    path: path.slice(apiRoot.length),
    query,
    headers: request.headers,
    body: request.body,
    origin: `http://${request.headers['host'] ?? '127.0.0.1'}`,
    arrivedAt: request.arrivedAt,
    correlationId: randomUUID(),
    inBatch: false,
    silent: bypassesSteps(request.headers),
    ...(tag === undefined ? {} : { tag: decode(tag) }),
  };
}

/** Headers that would change what is done, and that are not passed over in silence. */
function checkHeaders(headers: Readonly<Record<string, string>>): void {
  if (headers['mscrm.suppressduplicatedetection']?.toLowerCase() === 'false')
    throw notImplemented('duplicate detection');
  if (headers['mscrm.solutionuniquename'] !== undefined) throw notImplemented('the header MSCRM.SolutionUniqueName');
  if (readPreferences(headers['prefer']).respondAsync) throw notImplemented('Prefer: respond-async');
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/bypass-custom-business-logic */
const bypassesSteps = (headers: Readonly<Record<string, string>>): boolean =>
  (headers['mscrm.bypassbusinesslogicexecution'] ?? '').toLowerCase().split(',').includes('customasync');

function checkVersion(path: string): void {
  if (path.startsWith(apiRoot)) return;
  const [, version] = /^\/api\/data\/([^/]*)/.exec(path) ?? [];
  if (version === undefined)
    throw new DataverseError(404, '', `No HTTP resource was found that matches the request URI '${path}'.`);
  if (/^v9\.[01]$/.test(version)) throw notImplemented(`version ${version} of the Web API`);
  throw badQuery(
    `Requested API Version '${version}' was not understood. Please provide in the format /api/data/v<Major>.<Minor>/`,
  );
}

const unauthorized = (request: WireRequest): Reply => ({
  status: 401,
  headers: {
    'WWW-Authenticate': `Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, resource_id=http://${request.headers['host'] ?? '127.0.0.1'}/`,
  },
  body: '',
});
