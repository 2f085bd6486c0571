/** What the stand-ins hold before anybody works with them: the format of a seed file, and reading one. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const instant = z.iso.datetime({ error: 'must be a time like 2026-01-05T09:00:00Z' });
const address = z.string().regex(/^\S+@\S+$/, 'must be an e-mail address');
const row = z.record(z.string(), z.unknown());

const member = z.strictObject({
  id: z.string().optional(),
  email_address: address,
  status: z.enum(['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional', 'archived']),
  merge_fields: z.record(z.string(), z.union([z.string(), z.number(), row])).optional(),
  tags: z.array(z.string().min(1)).optional(),
  interests: z.array(z.string().min(1)).optional(),
  timestamp_opt: instant.optional(),
  last_changed: instant.optional(),
  unsubscribed_by: z.enum(['person', 'admin', 'api']).optional(),
  unsubscribe_reason: z.string().optional(),
  timestamp_signup: instant.optional(),
  language: z.string().optional(),
  vip: z.boolean().optional(),
  source: z.string().optional(),
});

const mergeField = z.strictObject({
  tag: z.string().min(1).max(10),
  name: z.string().min(1),
  type: z.string().min(1),
  required: z.boolean().optional(),
  options: row.optional(),
});

const interestCategory = z.strictObject({
  title: z.string().min(1),
  type: z.enum(['checkboxes', 'dropdown', 'radio', 'hidden']).optional(),
  interests: z.array(z.string().min(1)).optional(),
});

const audience = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  double_optin: z.boolean().optional(),
  date_created: instant.optional(),
  merge_fields: z.array(mergeField).optional(),
  tags: z.array(z.string()).optional(),
  interest_categories: z.array(interestCategory).optional(),
  members: z.array(member).default([]),
});

const account = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  key: z.string().regex(/^\S+-[a-z]+\d+$/, 'must be a key with its data centre, like stand-in-us1'),
  audiences: z.array(audience).default([]),
});

const person = z.looseObject({
  emailaddress1: z.string().optional(),
  firstname: z.string().optional(),
  lastname: z.string().optional(),
  createdon: instant.optional(),
});

const listMember = z.union(
  [
    z.strictObject({ email: address, addedOn: instant.optional() }),
    z.strictObject({ id: z.guid(), addedOn: instant.optional() }),
  ],
  { error: 'must be { "email" or "id", "addedOn" }' },
);

const marketingList = z.looseObject({
  listid: z.guid().optional(),
  listname: z.string().min(1),
  createdfromcode: z.union([z.literal(1), z.literal(2), z.literal(4)], {
    error: 'must be 1 (accounts), 2 (contacts) or 4 (leads)',
  }),
  members: z.array(listMember).optional(),
});

const event = z.union(
  [
    z.strictObject({ at: instant, crm: z.enum(['add', 'remove']), list: z.string(), email: address }),
    z.strictObject({
      at: instant,
      mailchimp: z.enum([
        'subscribe',
        'resubscribe',
        'unsubscribe',
        'archive',
        'delete',
        'forget',
        'clean',
        'complain',
        'confirm',
        'tag',
        'untag',
        'interest',
        'uninterest',
        'edit',
        'profile',
        'upemail',
        'open',
        'click',
      ]),
      audience: z.string(),
      by: z.enum(['person', 'admin']).default('person'),
      email: address,
      tag: z.string().optional(),
      interest: z.string().optional(),
      new_email: address.optional(),
      merge_fields: row.optional(),
    }),
    z.strictObject({
      at: instant,
      mailchimp: z.enum(['rename-tag', 'delete-tag']),
      audience: z.string(),
      tag: z.string(),
      new_name: z.string().optional(),
    }),
  ],
  { error: 'must say "at", "email", and either "crm" with "list" or "mailchimp" with "audience"' },
);

const memberTables = { 1: 'account', 2: 'contact', 4: 'lead' } as const;

/** By what a list can name them. */
function keysOf(table: string, rows: readonly Record<string, unknown>[]): Set<string> {
  const keys = rows.flatMap((one) => [one['emailaddress1'], one[`${table}id`]]);
  return new Set(keys.flatMap((key) => (typeof key === 'string' ? [key.toLowerCase()] : [])));
}

const seedFile = z
  .strictObject({
    clock: instant.nullish(),
    mailchimp: z.strictObject({ accounts: z.array(account) }).default({ accounts: [] }),
    dataverse: z
      .strictObject({
        contacts: z.array(person).default([]),
        leads: z.array(person).default([]),
        lists: z.array(marketingList).default([]),
        rows: z.record(z.string(), z.array(row)).default({}),
      })
      .prefault({}),
    history: z.array(event).default([]),
  })
  .superRefine((seed, context) => {
    seed.dataverse.lists.forEach(({ createdfromcode, members = [] }, list) => {
      const table = memberTables[createdfromcode];
      const people = seed.dataverse;
      const known = keysOf(table, [
        ...(table === 'account' ? [] : people[`${table}s`]),
        ...(people.rows[`${table}s`] ?? []),
      ]);
      members.forEach((one, index) => {
        const [called, key] = 'id' in one ? ['id', one.id] : ['address', one.email];
        if (known.has(key.toLowerCase())) return;
        const message = `there is no ${table} with the ${called} ${key} to put on the list`;
        context.addIssue({ code: 'custom', path: ['dataverse', 'lists', list, 'members', index], message });
      });
    });
    const lists = new Set(seed.dataverse.lists.map(({ listname }) => listname));
    const audiences = new Set(seed.mailchimp.accounts.flatMap(({ audiences }) => audiences.map(({ name }) => name)));
    seed.history.forEach((entry, index) => {
      if ('crm' in entry && !lists.has(entry.list)) {
        const message = `there is no list "${entry.list}" in dataverse.lists`;
        context.addIssue({ code: 'custom', path: ['history', index, 'list'], message });
      }
      if ('mailchimp' in entry && !audiences.has(entry.audience)) {
        const message = `there is no audience "${entry.audience}" in mailchimp.accounts`;
        context.addIssue({ code: 'custom', path: ['history', index, 'audience'], message });
      }
    });
  });

export type Seed = z.output<typeof seedFile>;
export type SeedMember = Seed['mailchimp']['accounts'][number]['audiences'][number]['members'][number];
export type SeedMergeField = z.output<typeof mergeField>;
export type SeedInterestCategory = z.output<typeof interestCategory>;
export type SeedPerson = Seed['dataverse']['contacts'][number];
export type SeedList = Seed['dataverse']['lists'][number];
export type SeedEvent = Seed['history'][number];

/** Throws an Error with one sentence that names the file, the place in it and the mistake. */
export function readSeed(file: string): Seed {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`The seed file ${file} cannot be read: check its name.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The seed file ${file} is not JSON: ${reason}.`, { cause: error });
  }
  return parseSeed(value, `seed file ${file}`);
}

export function parseSeed(value: unknown, what: string): Seed {
  const parsed = seedFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // A misspelt key is why another one is missing.
  const misspelt = issues.filter(({ code }) => code === 'unrecognized_keys');
  const mistakes = [...misspelt, ...issues.filter((issue) => !misspelt.includes(issue))].map(
    ({ path, message }) => `${path.length > 0 ? `${placeOf(path)}: ` : ''}${message}`,
  );
  const more = mistakes.length > mostMistakes ? ` (and ${mistakes.length - mostMistakes} more)` : '';
  throw wrongSeed(what, `${mistakes.slice(0, mostMistakes).join('; ')}${more}`);
}

const mostMistakes = 20;

/** `mistake` begins with its place, where it has one. */
export function wrongSeed(what: string, mistake: string): Error {
  const link = /^[\w.[\]]+: /.test(mistake) ? ', ' : ': ';
  return new Error(`The ${what} is wrong${link}${mistake.replace(/\.$/, '')}.`);
}

/** What a stand-in says about a column that it does not have, with the place of that column in the seed. */
export function withPlace(refusal: string, { dataverse }: Seed): string {
  const [, set = '', column = ''] = /Entity :'(\w+)'[^]*The property '([^']+)' does not exist/.exec(refusal) ?? [];
  const { rows, ...usual } = dataverse;
  const places = [...Object.entries(usual), ...Object.entries(rows).map(([name, of]) => [`rows.${name}`, of] as const)];
  for (const [place, of] of places) {
    const index = of.findIndex((one) => Object.hasOwn(one, column));
    if (index >= 0 && place.replace('rows.', '') === set)
      return `dataverse.${place}[${index}]: there is no column "${column}"`;
  }
  return refusal;
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');
}
