import { z } from 'zod';
import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import { rowKey } from '../privileges';
import { allPrivileges } from '../security/privilege-names';
import type { Operation, User } from '../users';
import { operations } from '../users';

const operation = z.enum(operations);
const rowSchema = z.strictObject({ table: z.string(), id: z.guid(), user: z.string().optional() });
const accessSchema = z.strictObject({
  /** A user by token, id or full name, or a team by id. */
  user: z.string(),
  table: z.string(),
  id: z.guid(),
  /** Null = as the role says. */
  rights: z.array(operation).nullable(),
});
const privilegesSchema = z.strictObject({
  user: z.string(),
  grant: z.array(z.string()).default([]),
  revoke: z.array(z.string()).default([]),
  /** Back to what the role says, before anything else. */
  reset: z.boolean().default(false),
});

/** Takes a row out of sight, of one user or, when none is named, of every application user. */
export function hide(env: Environment, given: unknown): void {
  const { table, id, user } = rowSchema.parse(given);
  for (const holder of holdersOf(env, user)) holder.rows[existing(env, table, id)] = [];
}

/** Puts it back. */
export function show(env: Environment, given: unknown): void {
  const { table, id, user } = rowSchema.parse(given);
  for (const holder of holdersOf(env, user)) delete holder.rows[rowKey(table, id.toLowerCase())];
}

/** Says what one user or team may do with one row, as sharing and ownership would. */
export function setAccess(env: Environment, given: unknown): void {
  const { user, table, id, rights } = accessSchema.parse(given);
  const key = existing(env, table, id);
  for (const holder of holdersOf(env, user)) {
    if (rights === null) delete holder.rows[key];
    else holder.rows[key] = rights;
  }
}

/** Gives privileges to a user or takes them, whatever the role says. */
export function setPrivileges(env: Environment, given: unknown): User {
  const { user: name, grant, revoke, reset } = privilegesSchema.parse(given);
  const user = findUser(env, name);
  if (user === undefined) throw new Error(`There is no user '${name}'.`);
  if (reset) {
    user.granted = [];
    user.revoked = [];
  }
  const granted = grant.map((one) => privilege(env, one));
  const revoked = revoke.map((one) => privilege(env, one));
  user.granted = [...user.granted.filter((one) => !revoked.includes(one)), ...granted];
  user.revoked = [...user.revoked.filter((one) => !granted.includes(one)), ...revoked];
  return user;
}

function privilege(env: Environment, name: string): string {
  const wanted = name.toLowerCase();
  if (!allPrivileges(env.model).has(wanted)) throw new Error(`There is no privilege '${name}'.`);
  return wanted;
}

interface Holder {
  rows: Record<string, Operation[]>;
}

function holdersOf(env: Environment, name: string | undefined): Holder[] {
  if (name === undefined) return env.users.filter((user) => user.role === 'service');
  const user = findUser(env, name);
  if (user !== undefined) return [user];
  if (rowsOf(env, 'team').get(name) === undefined) throw new Error(`There is no user and no team '${name}'.`);
  const team = env.teams.get(name) ?? { rows: {} };
  env.teams.set(name, team);
  return [team];
}

const findUser = (env: Environment, name: string): User | undefined =>
  env.users.find((user) => [user.token, user.id, user.fullname].includes(name));

function existing(env: Environment, table: string, id: string): string {
  const known = env.model.find(table);
  if (known === undefined) throw new Error(`There is no table '${table}'.`);
  if (rowsOf(env, known).get(id.toLowerCase()) === undefined) throw new Error(`There is no row ${id} in '${table}'.`);
  return rowKey(table, id.toLowerCase());
}
