import { z } from 'zod';
import type { Environment } from '../environment';
import { rowsOf, timestamp } from '../environment';
import type { Table } from '../metadata/table';
import { equalityKey } from '../store/equality';
import type { Row, Value } from '../store/row';
import type { Actor } from '../write/actor';
import { addMembership, memberTableOf } from '../write/list-membership';
import { readPayload } from '../write/read-payload';
import { createRow } from '../write/save-row';
import type { User } from '../users';

const rowSchema = z.record(z.string(), z.unknown());
const memberSchema = z.strictObject({
  email: z.string().optional(),
  id: z.guid().optional(),
  addedOn: z.string().optional(),
});
const seedSchema = z.strictObject({
  accounts: z.array(rowSchema).default([]),
  contacts: z.array(rowSchema).default([]),
  leads: z.array(rowSchema).default([]),
  lists: z.array(rowSchema).default([]),
  rows: z.record(z.string(), z.array(rowSchema)).default({}),
});

export type SeedResult = Record<string, string[]>;

/** Puts people, lists with their members and rows of any table in place, all or nothing; answers the ids by entity set. */
export function seed(env: Environment, by: User, data: unknown): SeedResult {
  const given = seedSchema.parse(data);
  const actor: Actor = {
    env,
    caller: { env, user: by, authenticated: by },
    correlationId: '',
    arrivedAt: Number.MAX_SAFE_INTEGER,
    silent: true,
  };
  const result: SeedResult = {};
  env.store.atomically(() => {
    for (const set of ['accounts', 'contacts', 'leads'] as const) {
      result[set] = given[set].map((row) => seedRow(actor, set, row).id);
    }
    result['lists'] = given.lists.map((row) => seedList(actor, row));
    for (const [set, rows] of Object.entries(given.rows)) {
      result[set] = [...(result[set] ?? []), ...rows.map((row) => seedRow(actor, set, row).id)];
    }
  });
  env.store.commit();
  return result;
}

/** Days that a client could not set, and a seed must. */
const history = ['createdon', 'modifiedon'];

function seedRow(actor: Actor, set: string, given: Record<string, unknown>): Row {
  const table = actor.env.model.ofSet(set);
  if (table === undefined) throw new Error(`There is no table with the set name '${set}'.`);
  const plain = Object.fromEntries(Object.entries(given).filter(([name]) => !history.includes(name)));
  return createRow(actor, table, readPayload(actor.env, table, plain), datesOf(table, given));
}

function datesOf(table: Table, given: Record<string, unknown>): Record<string, Value> {
  const dates: Record<string, Value> = {};
  for (const name of history) {
    const text = given[name];
    if (text === undefined) continue;
    if (typeof text !== 'string' || Number.isNaN(Date.parse(text))) {
      throw new Error(`'${name}' of a row of '${table.set}' is not a date: ${JSON.stringify(text)}`);
    }
    dates[name] = timestamp(new Date(text));
  }
  if (dates['createdon'] !== undefined && dates['modifiedon'] === undefined) dates['modifiedon'] = dates['createdon'];
  return dates;
}

function seedList(actor: Actor, given: Record<string, unknown>): string {
  const { members, ...columns } = given;
  // A list that is asleep or locked was filled before.
  const list = seedRow(actor, 'lists', columns);
  for (const member of z.array(memberSchema).default([]).parse(members)) {
    const person = findMember(actor.env, memberTableOf(list), member);
    const addedOn = member.addedOn === undefined ? undefined : timestamp(new Date(member.addedOn));
    addMembership(actor, list, { table: memberTableOf(list), id: person.id }, addedOn);
  }
  return list.id;
}

function findMember(env: Environment, table: string, member: z.infer<typeof memberSchema>): Row {
  const rows = rowsOf(env, table);
  if (member.id !== undefined) {
    const row = rows.get(member.id.toLowerCase());
    if (row === undefined) throw new Error(`There is no ${table} with the id ${member.id} to put on the list.`);
    return row;
  }
  const key = equalityKey(member.email ?? null);
  const row = key === null ? undefined : rows.having('emailaddress1', key)[0];
  if (row === undefined)
    throw new Error(`There is no ${table} with the address ${member.email ?? '(none)'} to put on the list.`);
  return row;
}
