/** What happens to the fields of one member and their person: what is carried over, and what each side says then. */

import type { LastWords, MemberRow, Person, SaidFields } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import { textInCrm, textInMailchimp, toColumns, toMergeValue, type Columns } from '../../reconcile/field-values';
import { reconcileField, type FieldChange, type MappedField } from '../../reconcile/fields';
import { remembered } from '../../reconcile/remembered-text';
import type { Overwrite } from '../guard/overwrites';
import type { ColumnChanges, MergeChanges, NameChange } from '../run/person-plan';

type Said = Pick<SaidFields, 'fields' | 'refused'>;

export interface PlannedFields {
  names: { toCrm: NameChange | null; toMailchimp: NameChange | null };
  toCrm: ColumnChanges | null;
  toMailchimp: MergeChanges | null;
  /** What the fields that are written held before. */
  before?: { crm: ColumnChanges; mailchimp: MergeChanges };
  /** Values that are written over others. */
  overwrites?: Overwrite[];
  /** What each side said when it was read. */
  read: { crm: Said; mailchimp: Said };
  /** What each side says once everything planned has succeeded. */
  after: { crm: Said; mailchimp: Said };
}

/** Nothing flows: what was remembered stays, so that it is gone on from later. */
export function fieldsAtRest(row: MemberRow | null): PlannedFields {
  const said = { crm: saidBefore(row?.last.crm), mailchimp: saidBefore(row?.last.mailchimp) };
  return { names: noNames, toCrm: null, toMailchimp: null, read: said, after: said };
}

const noNames = { toCrm: null, toMailchimp: null };

const saidBefore = (last: SaidFields | null | undefined): Said => ({
  ...(last?.fields ? { fields: last.fields } : {}),
  ...(last?.refused ? { refused: last.refused } : {}),
});

/** Between a record and a member that is subscribed, and stays so. */
export function fieldsBothWays(
  fields: readonly MappedField[],
  { record, member, row, trust }: { record: Person; member: Member; row: MemberRow | null; trust: 'none' | Side },
): PlannedFields {
  const columns = columnsOf(record);
  const notes = notesFrom(row);
  const changes: { field: MappedField; change: FieldChange }[] = [];
  const overwrites: Overwrite[] = [];
  for (const field of fields) {
    const last = {
      crm: lastIn(field, row?.last.crm, 'crm'),
      mailchimp: lastIn(field, row?.last.mailchimp, 'mailchimp'),
    };
    if (member.mergeFields === undefined && last.mailchimp === null) continue;
    const crm = { now: textInCrm(field, columns), last: last.crm };
    const mailchimp = { now: textOfMember(field, member, last.mailchimp), last: last.mailchimp };
    const refused =
      (['crm', 'mailchimp'] as const).find((side) => row?.last[side]?.refused?.includes(field.tag)) ?? null;
    const change = reconcileField(field, {
      crm,
      mailchimp,
      changedOn: { crm: record.modifiedOn, mailchimp: member.lastChanged },
      trust,
      refused,
      columns,
    });
    notes.say('crm', field, crm.now);
    notes.say('mailchimp', field, mailchimp.now);
    if (change) changes.push({ field, change });
    if (change) overwrites.push(...overwriteOf(field, change, { crm: crm.now, mailchimp: mailchimp.now }));
  }
  const result = planned(notes, changes);
  const held = (tag: string) => (member.mergeFields ? [[tag, member.mergeFields[tag] ?? '']] : []);
  return {
    ...result,
    ...(overwrites.length > 0 ? { overwrites } : {}),
    before: {
      crm: Object.fromEntries(
        Object.entries(result.toCrm ?? {}).map(([tag, written]) => [tag, valuesIn(columns, Object.keys(written))]),
      ),
      mailchimp: Object.fromEntries(Object.keys(result.toMailchimp ?? {}).flatMap(held)),
    },
  };
}

function overwriteOf(field: MappedField, change: FieldChange, now: Record<Side, string>): Overwrite[] {
  if ('refused' in change || now[change.to] === '') return [];
  const names = { crm: nameOf(field, 'crm'), mailchimp: nameOf(field, 'mailchimp') };
  return [{ side: change.to, tag: field.tag, from: now[change.to], to: change.text, names }];
}

const valuesIn = (columns: Columns, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, columns[name] ?? null]));

/** A member that is added carries what the record says. */
export function fieldsOfNewMember(
  fields: readonly MappedField[],
  { record, row }: { record: Person; row: MemberRow | null },
): PlannedFields {
  const columns = columnsOf(record);
  const notes = notesFrom(row);
  const changes: { field: MappedField; change: FieldChange }[] = [];
  for (const field of fields) {
    const now = textInCrm(field, columns);
    notes.say('crm', field, now);
    notes.say('mailchimp', field, '');
    if (field.direction === 'to-crm') continue;
    const written = toMergeValue(field, now || field.default);
    if (written === null) changes.push({ field, change: { to: 'mailchimp', refused: true } });
    else if (written.value !== '') {
      const text = textInMailchimp(field, written.value);
      changes.push({ field, change: { to: 'mailchimp', text, value: written.value } });
    }
  }
  return planned(notes, changes);
}

/** A person who is created for a member gets what the member says, beside the names, which every record has. */
export function fieldsOfNewPerson(
  fields: readonly MappedField[],
  member: Member | null,
): PlannedFields & { columns: Record<string, unknown> } {
  const notes = notesFrom(null);
  const changes: { field: MappedField; change: FieldChange }[] = [];
  for (const field of fields) {
    const now = textInMailchimp(field, member?.mergeFields?.[field.tag]);
    notes.say('mailchimp', field, now);
    notes.say('crm', field, '');
    if (field.direction === 'to-mailchimp' || now === '') continue;
    const written = toColumns(field, now, {});
    if (written === null) changes.push({ field, change: { to: 'crm', refused: true } });
    else {
      const text = textInCrm(field, written.value);
      changes.push({ field, change: { to: 'crm', text, columns: written.value } });
    }
  }
  const result = planned(notes, changes);
  return { ...result, toCrm: null, columns: Object.assign({}, ...Object.values(result.toCrm ?? {})) };
}

type Side = 'crm' | 'mailchimp';

function planned(notes: Notes, changes: readonly { field: MappedField; change: FieldChange }[]): PlannedFields {
  const read = { crm: notes.said('crm'), mailchimp: notes.said('mailchimp') };
  const names: { toCrm: NameChange; toMailchimp: NameChange } = { toCrm: {}, toMailchimp: {} };
  const toCrm: ColumnChanges = {};
  const toMailchimp: MergeChanges = {};
  for (const { field, change } of changes) {
    if ('refused' in change) {
      notes.refuse(change.to, field.tag);
      continue;
    }
    notes.say(change.to, field, change.text);
    const name = nameOf(field, change.to);
    if (change.to === 'crm') {
      if (name) names.toCrm[name] = change.text;
      else toCrm[field.tag] = change.columns;
    } else if (name && change.text !== '') names.toMailchimp[name] = change.text;
    else toMailchimp[field.tag] = change.value;
  }
  return {
    names: { toCrm: filled(names.toCrm), toMailchimp: filled(names.toMailchimp) },
    toCrm: filled(toCrm),
    toMailchimp: filled(toMailchimp),
    read,
    after: { crm: notes.said('crm'), mailchimp: notes.said('mailchimp') },
  };
}

const filled = <T extends object>(changes: T): T | null => (Object.keys(changes).length > 0 ? changes : null);

/** Names stand for themselves in what a side last said. */
export function nameOf({ tag, column }: MappedField, side: Side): 'firstName' | 'lastName' | null {
  if (side === 'crm') return column === 'firstname' ? 'firstName' : column === 'lastname' ? 'lastName' : null;
  return tag === 'FNAME' ? 'firstName' : tag === 'LNAME' ? 'lastName' : null;
}

function lastIn(field: MappedField, last: LastWords[Side] | undefined, side: Side): string | null {
  if (!last) return null;
  const name = nameOf(field, side);
  return name ? last[name] : (last.fields?.[field.tag] ?? null);
}

function textOfMember(field: MappedField, member: Member, last: string | null): string {
  return member.mergeFields ? textInMailchimp(field, member.mergeFields[field.tag]) : (last ?? '');
}

const columnsOf = (record: Person): Columns => ({
  ...record.columns,
  firstname: record.firstName,
  lastname: record.lastName,
});

interface Notes {
  say(side: Side, field: MappedField, text: string): void;
  refuse(side: Side, tag: string): void;
  said(side: Side): Said;
}

/** Fields that are not looked at now are remembered as they were. */
function notesFrom(row: MemberRow | null): Notes {
  const texts = { crm: { ...row?.last.crm?.fields }, mailchimp: { ...row?.last.mailchimp?.fields } };
  const refused = { crm: new Set<string>(), mailchimp: new Set<string>() };
  return {
    say(side, field, text) {
      if (nameOf(field, side) === null) texts[side][field.tag] = remembered(text);
    },
    refuse: (side, tag) => refused[side].add(tag),
    said: (side) => ({
      ...(Object.keys(texts[side]).length > 0 ? { fields: { ...texts[side] } } : {}),
      ...(refused[side].size > 0 ? { refused: [...refused[side]] } : {}),
    }),
  };
}
