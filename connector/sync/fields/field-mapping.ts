/**
 * Which fields a run keeps in step: the audience's mapping, or the usual one where there is none, and what member data providers
 * bring. A mapping that cannot work is stopped alone, with a sentence.
 */

import { createHash } from 'node:crypto';

import type { AudienceRow, Crm, FieldMappingRow, MappableColumn } from '../../dataverse/port';
import type { MailchimpAccount, MergeField } from '../../mailchimp/port';
import { fits, mergeKindFor } from '../../reconcile/field-kinds';
import type { MappedField } from '../../reconcile/fields';
import type { PersonType } from '../../reconcile/situation';
import { providedFields, type MemberDataProvider } from './providers';
import { usualMapping } from './usual-mapping';

export interface FieldMapping {
  fields: MappedField[];
  /** Columns that people have to be read with. */
  columns: string[];
  /** Mappings that are stopped. */
  stopped: string[];
  /** What else a person should know. */
  warnings: string[];
  /** Merge fields that Mailchimp does not have yet. */
  missing: Omit<MergeField, 'required'>[];
  /** All that Mailchimp has. */
  mergeFields: readonly MergeField[];
  /** Of everything that decides how fields are kept in step. */
  fingerprint: string;
}

export async function readFieldMapping(
  crm: Crm,
  mailchimp: MailchimpAccount,
  audience: Pick<AudienceRow, 'id' | 'listId' | 'direction'>,
  type: PersonType,
  providers: readonly MemberDataProvider[],
): Promise<FieldMapping> {
  const [chosen, mergeFields] = await Promise.all([
    crm.fieldMappings(audience.id),
    mailchimp.mergeFields(audience.listId),
  ]);
  const rows = chosen.length > 0 ? chosen : usualMapping(type, mergeFields);
  const columns = await crm.mappableColumns(
    type,
    rows.map(({ column }) => column),
  );
  const mapping: FieldMapping = {
    fields: [],
    columns: [],
    stopped: [],
    warnings: [],
    missing: [],
    mergeFields,
    fingerprint: '',
  };
  const written = new Set<string>();
  for (const row of rows) {
    const resolved = resolve(row, type, columns.get(row.column), mergeFields, audience.direction);
    if ('stopped' in resolved) {
      // The usual mapping leaves out what an organization has taken away.
      if (chosen.length > 0) mapping.stopped.push(resolved.stopped);
      continue;
    }
    const { field, missing } = resolved;
    if (missing) mapping.missing.push(missing);
    mapping.columns.push(columns.get(row.column)?.readAs ?? row.column);
    if (field.direction === null) continue;
    // Two merge fields must not pull at one column.
    const direction = field.direction === 'both' && written.has(row.column) ? 'to-mailchimp' : field.direction;
    if (direction !== 'to-mailchimp') written.add(row.column);
    mapping.fields.push({ ...field, direction });
  }
  addProvided(mapping, providers, mergeFields);
  mapping.warnings.push(...requiredAndEmpty(mapping.fields, mergeFields));
  mapping.fingerprint = createHash('sha256')
    .update(JSON.stringify([rows, mapping.fields, providers.map(({ name }) => name)]))
    .digest('hex');
  return mapping;
}

type Resolved =
  | { stopped: string }
  | {
      field: Omit<MappedField, 'direction'> & { direction: MappedField['direction'] | null };
      missing: Omit<MergeField, 'required'> | null;
    };

function resolve(
  row: FieldMappingRow,
  type: PersonType,
  column: MappableColumn | undefined,
  mergeFields: readonly MergeField[],
  audience: MappedField['direction'],
): Resolved {
  const stopped = (why: string) => ({ stopped: `The field mapping ${row.tag || row.name} is stopped: ${why}` });
  if (!/^[A-Z0-9_]{1,10}$/.test(row.tag))
    return stopped('a merge tag has up to ten letters, digits and underscores. Correct it under Field Mappings.');
  if (!column) return stopped(`a ${type} has no column ${row.column}. Choose another one under Field Mappings.`);
  if (column.kind === null)
    return stopped(`the column ${row.column} is of a kind that Mailchimp has no field for. Choose another one.`);
  const known = mergeFields.find(({ tag }) => tag === row.tag);
  if (!known && !row.createMissing)
    return stopped('Mailchimp has no such merge field. Create it there, or switch on "Create Missing Field".');
  const kind = known ?? mergeKindFor(row.column, column.kind);
  if (!fits(kind, column.kind))
    return stopped(`the column ${row.column} does not fit a merge field of the type ${kind.type}.`);
  const chosen = column.writable ? row.direction : onlyToMailchimp(row.direction);
  if (chosen === null) return stopped(`the column ${row.column} can only be read, so it goes only to Mailchimp.`);
  const { type: mergeType, choices, americanPhone } = kind;
  return {
    field: {
      tag: row.tag,
      column: column.readAs ?? row.column.replace(/_\*$/, ''),
      crm: column.kind,
      mailchimp: { type: mergeType, choices, americanPhone },
      direction: both(chosen, audience),
      blank: row.blank,
      conflict: row.conflict,
      default: row.default,
    },
    missing: known ? null : { tag: row.tag, name: row.name || row.tag, type: mergeType, choices, americanPhone },
  };
}

const onlyToMailchimp = (direction: MappedField['direction']) => (direction === 'to-crm' ? null : 'to-mailchimp');

/** Where the audience goes one way only, so do its fields; null where nothing is left. */
function both(field: MappedField['direction'], audience: MappedField['direction']): MappedField['direction'] | null {
  if (field === audience || audience === 'both') return field;
  return field === 'both' ? audience : null;
}

function addProvided(
  mapping: FieldMapping,
  providers: readonly MemberDataProvider[],
  mergeFields: readonly MergeField[],
): void {
  for (const field of providedFields(providers)) {
    const known = mergeFields.find(({ tag }) => tag === field.tag);
    const { type, choices, americanPhone } = known ?? field;
    if (mapping.fields.some(({ tag }) => tag === field.tag) || type === 'address') {
      mapping.stopped.push(`The provider ${field.provider} cannot fill ${field.tag}: a field mapping does.`);
      continue;
    }
    if (!known) mapping.missing.push({ tag: field.tag, name: field.name, type, choices, americanPhone });
    mapping.fields.push({
      ...field.rules,
      tag: field.tag,
      column: field.column,
      crm: field.crm,
      mailchimp: { type, choices, americanPhone },
    });
  }
}

function requiredAndEmpty(fields: readonly MappedField[], mergeFields: readonly MergeField[]): string[] {
  const filled = new Set(fields.filter(({ direction }) => direction !== 'to-crm').map(({ tag }) => tag));
  const empty = mergeFields.filter(({ required, tag }) => required && !filled.has(tag)).map(({ tag }) => tag);
  if (empty.length === 0) return [];
  return [
    `Mailchimp requires ${empty.join(', ')} of new members, and no field mapping fills ${empty.length === 1 ? 'it' : 'them'}: people who join may be refused.`,
  ];
}
