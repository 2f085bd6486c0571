import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Environment, Reply } from '../environment';
import { rowsOf } from '../environment';
import { textOfValue } from '../store/row';
import { registerMessages } from '../events/messages';
import { settleMarketingLists } from '../solution/marketing-lists';
import type { User } from '../users';
import { hide, setAccess, setPrivileges, show } from './access';
import type { Faults } from './faults';
import { addUser, publishUploadLimit, userSchema } from './people';
import { seed } from './seed';
import { changeSwitches } from './switches';
import type { Traffic } from './traffic';

export interface ControlRoom {
  readonly env: Environment;
  readonly traffic: Traffic;
  readonly faults: Faults;
}

const clockSchema = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }).nullable() }),
  z.strictObject({ advanceSeconds: z.number() }),
]);

/** `/_sandbox/...`: what a test or a rehearsal turns and reads. Nothing here exists in the live service. */
export async function answerControl(room: ControlRoom, method: string, path: string, body: string): Promise<Reply> {
  try {
    return await route(room, method, path, body);
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : '';
    return plain(400, { error: message });
  }
}

async function route(room: ControlRoom, method: string, path: string, body: string): Promise<Reply> {
  const { env } = room;
  const json = (): unknown => JSON.parse(body === '' ? '{}' : body);
  if (path.startsWith('webresources/')) return webResource(env, decodeURIComponent(path.slice('webresources/'.length)));
  switch (`${method} ${path}`) {
    case 'GET clock':
      return clock(env);
    case 'PUT clock': {
      const wanted = clockSchema.parse(json());
      if ('advanceSeconds' in wanted) env.clock.advance(wanted.advanceSeconds);
      else env.clock.set(wanted.now === null ? null : new Date(wanted.now));
      return clock(env);
    }
    case 'GET switches':
      return plain(200, env.switches);
    case 'PATCH switches':
      changeSwitches(env.switches, json());
      settleMarketingLists(env);
      registerMessages(env);
      publishUploadLimit(env);
      return plain(200, env.switches);
    case 'GET traffic':
      return plain(200, room.traffic.report());
    case 'DELETE traffic':
      room.traffic.reset();
      return plain(200, room.traffic.report());
    case 'POST faults':
      room.faults.add(json());
      return plain(200, {});
    case 'DELETE faults':
      room.faults.clear();
      return plain(200, {});
    case 'POST seed':
      return plain(200, seed(env, administrator(env), json()));
    case 'GET users':
      return plain(200, env.users);
    case 'POST users':
      return plain(200, addUser(env, userSchema.parse(json()), randomUUID));
    case 'POST hide':
      hide(env, json());
      return plain(200, {});
    case 'POST show':
      show(env, json());
      return plain(200, {});
    case 'POST access':
      setAccess(env, json());
      return plain(200, {});
    case 'GET privileges':
      return plain(200, Object.fromEntries(env.users.map(({ id, token }) => [token, env.usage.of(id)])));
    case 'DELETE privileges':
      env.usage.reset();
      return plain(200, {});
    case 'POST privileges':
      return plain(200, setPrivileges(env, json()));
    case 'GET deliveries':
      return plain(200, env.events.deliveries);
    case 'DELETE deliveries':
      env.events.deliveries.length = 0;
      return plain(200, []);
    case 'GET idle':
      await env.background.idle();
      return plain(200, { idle: true });
    default:
      return plain(404, { error: `The control side has no '${method} /_sandbox/${path}'.` });
  }
}

const plain = (status: number, body: unknown): Reply => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

const clock = (env: Environment): Reply => plain(200, { now: env.clock.now().toISOString() });

function administrator(env: Environment): User {
  const user = env.users.find((known) => known.role === 'administrator');
  if (user === undefined) throw new Error('There is no administrator.');
  return user;
}

const contentTypes: Readonly<Record<number, string>> = {
  1: 'text/html; charset=utf-8',
  2: 'text/css; charset=utf-8',
  3: 'text/javascript; charset=utf-8',
  4: 'text/xml; charset=utf-8',
  5: 'image/png',
  6: 'image/jpeg',
  7: 'image/gif',
  10: 'image/x-icon',
  11: 'image/svg+xml',
  12: 'text/xml; charset=utf-8',
};

/** A web resource as the platform would serve it to a browser. Its bytes travel as base64 in the row. */
function webResource(env: Environment, name: string): Reply {
  const found = [...rowsOf(env, 'webresource').all()].find((row) => row.values['name'] === name);
  if (found === undefined) return plain(404, { error: `There is no web resource '${name}'.` });
  return {
    status: 200,
    headers: { 'Content-Type': contentTypes[Number(found.values['webresourcetype'])] ?? 'application/octet-stream' },
    body: Buffer.from(textOfValue(found.values['content']), 'base64').toString('latin1'),
  };
}

/** Replies of this path carry bytes, not text. */
export const carriesBytes = (path: string): boolean => path.startsWith('webresources/');
