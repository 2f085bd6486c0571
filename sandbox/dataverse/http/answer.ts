import { randomUUID } from 'node:crypto';
import type { Call, Reply } from '../environment';
import { serviceRoot } from '../environment';
import { DataverseError, noResource, notImplemented, unknownSegment } from '../errors';
import { callUnboundMessage } from '../messages/unbound-messages';
import { answerDefinitions } from './entity-definitions';
import { answerEntity } from './entity-routes';
import { readPath } from './path';
import { readPreferences } from './preferences';
import { json, refusal } from './reply';

/** Answers one operation. A refusal leaves no change behind; what succeeds is still to be committed. */
export function answer(call: Call): Reply {
  try {
    call.env.faults.strike(call.method, call.path, call.body);
    return call.env.store.atomically(() => route(call));
  } catch (error) {
    return refused(call, error);
  }
}

export function refused(call: Call, error: unknown): Reply {
  const known =
    error instanceof DataverseError
      ? error
      : new DataverseError(
          500,
          '0x80040216',
          `An unexpected error occurred. ${error instanceof Error ? (error.stack ?? '') : ''}`,
        );
  const reply = refusal(known, readPreferences(call.headers['prefer']).annotations === '*');
  return call.inBatch ? { ...reply, headers: { REQ_ID: randomUUID(), ...reply.headers } } : reply;
}

function route(call: Call): Reply {
  const segments = readPath(call.path);
  const [first, ...rest] = segments;
  if (first === undefined) return serviceDocument(call);
  if (first.name === '$batch') throw new DataverseError(400, '0x80060888', 'A batch inside a batch is not supported.');
  if (first.name === '$metadata') throw notImplemented('$metadata');
  if (first.name === 'EntityDefinitions' || first.name === 'GlobalOptionSetDefinitions') {
    return answerDefinitions(call, segments);
  }
  const table = call.env.model.ofSet(first.name);
  if (table !== undefined) return answerEntity(call, table, segments);
  if (otherTables.has(first.name)) throw notImplemented(`the table behind '${first.name}'`);
  const reply = rest.length === 0 ? callUnboundMessage(call, first) : undefined;
  if (reply === undefined) throw unknownSegment(first.name);
  return reply;
}

/** Sets that a live environment with Dynamics 365 Sales has and that nobody here has needed yet. */
const otherTables = new Set([
  'activitypointers',
  'campaigns',
  'campaignactivities',
  'campaignresponses',
  'connections',
  'emails',
  'environmentvariabledefinitions',
  'environmentvariablevalues',
  'incidents',
  'opportunities',
  'phonecalls',
  'sdkmessageprocessingstepimages',
  'subscriptions',
  'tasks',
  'transactioncurrencies',
  'userqueries',
  'usersettingscollection',
  'workflows',
]);

function serviceDocument(call: Call): Reply {
  if (call.method !== 'GET') throw noResource(serviceRoot(call));
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata`,
    value: [...call.env.model.tables()].map(({ set }) => ({ name: set, kind: 'EntitySet', url: set })),
  });
}
