/**
 * Member data providers: code of others that computes merge fields from Dynamics 365, one way to Mailchimp. It is loaded from the
 * folder that the setting MEMBER_DATA_PROVIDERS names; see docs/fields.md.
 */

import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { z } from 'zod';

import type { Crm, Person } from '../../dataverse/port';
import { mergeTypes, type ColumnKind, type MergeKind } from '../../reconcile/field-kinds';
import type { FieldRules } from '../../reconcile/fields';
import type { PersonType } from '../../reconcile/situation';
import { ServiceError } from '../../service-error';

/** What a provider may ask Dynamics 365: all rows of a query of the Web API, such as `opportunities?$select=name`. */
export interface ProviderCrm {
  rows(query: string): Promise<Record<string, unknown>[]>;
}

export type ProvidedValue = string | number | boolean | null;

export interface MemberDataProvider {
  name: string;
  /** Created in Mailchimp where they do not exist. */
  mergeFields: readonly { tag: string; name: string; type?: MergeKind['type']; choices?: readonly string[] }[];
  /** Ids of the people whose values may have changed since (ISO). */
  changedSince(crm: ProviderCrm, since: string, type: PersonType): Promise<readonly string[]>;
  /** By id of the person and merge tag; who is missing has no values. */
  values(
    crm: ProviderCrm,
    personIds: readonly string[],
    type: PersonType,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, ProvidedValue>>>>;
}

/** Throws a sentence that names the file. */
export function loadProviders(folder: string | null): MemberDataProvider[] {
  if (folder === null) return [];
  const base = resolve(folder);
  const load = createRequire(join(base, 'providers.js'));
  let files: string[];
  try {
    files = readdirSync(base).filter((file) => /\.c?js$/.test(file));
  } catch {
    throw wrong(`MEMBER_DATA_PROVIDERS names the folder ${folder}, which cannot be read.`);
  }
  return files.toSorted().map((file) => {
    let exported: unknown;
    try {
      exported = load(`./${file}`);
    } catch (error) {
      throw wrong(`The member data provider ${file} cannot be loaded: ${error instanceof Error ? error.message : ''}`);
    }
    const read = shape.safeParse(exported);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw wrong(`The member data provider ${file} is not usable: ${issue?.path.join('.')} ${issue?.message ?? ''}`);
  });
}

const wrong = (sentence: string) => new ServiceError('misconfigured', sentence);

const isFunction = (value: unknown): boolean => typeof value === 'function';

const shape = z.object({
  name: z.string().min(1),
  mergeFields: z
    .array(
      z.object({
        tag: z.string().regex(/^[A-Z0-9_]{1,10}$/),
        name: z.string().min(1),
        type: z.enum(mergeTypes).exclude(['address']).exactOptional(),
        choices: z.array(z.string()).exactOptional(),
      }),
    )
    .min(1),
  changedSince: z.custom<MemberDataProvider['changedSince']>(isFunction, 'must be a function'),
  values: z.custom<MemberDataProvider['values']>(isFunction, 'must be a function'),
});

export interface ProvidedField extends MergeKind {
  provider: string;
  tag: string;
  name: string;
  /** Under which the value stands among a person's columns. */
  column: string;
  crm: ColumnKind;
  rules: FieldRules;
}

const rules: FieldRules = { direction: 'to-mailchimp', blank: 'clear', conflict: 'crm', default: '' };

export const providedFields = (providers: readonly MemberDataProvider[]): ProvidedField[] =>
  providers.flatMap(({ name: provider, mergeFields }) =>
    mergeFields.map(({ tag, name, type = 'text', choices = [] }) => ({
      provider,
      tag,
      name,
      type,
      choices,
      americanPhone: false,
      column: columnOf(tag),
      crm: { kind: 'text', maxLength: 4000 },
      rules,
    })),
  );

const columnOf = (tag: string) => `provider ${tag}`;

/** Who has to be looked at, although neither they nor their member changed. */
export async function changedByProviders(
  provider: MemberDataProvider,
  crm: Crm,
  since: string,
  type: PersonType,
): Promise<string[]> {
  return (await provider.changedSince(readOnly(crm), since, type)).map((id) => id.toLowerCase());
}

const readOnly = (crm: Crm): ProviderCrm => ({ rows: (query) => crm.rows(query) });

const peopleAtOnce = 500;

/** Puts what a provider says of these people among their columns. */
export async function addProvidedValues(
  provider: MemberDataProvider,
  crm: Crm,
  people: readonly Person[],
  type: PersonType,
): Promise<void> {
  for (let from = 0; from < people.length; from += peopleAtOnce) {
    const some = people.slice(from, from + peopleAtOnce);
    const found = await provider.values(
      readOnly(crm),
      some.map(({ id }) => id),
      type,
    );
    for (const person of some) {
      const said = found.get(person.id) ?? {};
      const provided = provider.mergeFields.map(({ tag }) => [columnOf(tag), said[tag] ?? null] as const);
      person.columns = { ...person.columns, ...Object.fromEntries(provided) };
    }
  }
}
