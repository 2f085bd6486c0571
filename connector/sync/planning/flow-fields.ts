/**
 * Fields between a person and all of their members: each that is subscribed and stays so, or comes back. What somebody changed
 * under one address reaches the record, and from there the person's other addresses, in the same run.
 */

import type { MemberRow, Person } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import type { MappedField } from '../../reconcile/fields';
import type { Decision } from '../../reconcile/decision';
import { fold } from '../../reconcile/match-people';
import type { RunTerms } from '../../reconcile/situation';
import type { Overwrite } from '../guard/overwrites';
import type { ColumnChanges, NameChange } from '../run/person-plan';
import { fieldsBothWays, type PlannedFields } from './plan-fields';
import { addressesOf } from '../reading/read';

export interface Flowing {
  /** What the record gets. */
  toCrm: { names: NameChange | null; fields: ColumnChanges | null; before: ColumnChanges };
  /** By the place of the address. */
  ofAddress: ReadonlyMap<number, PlannedFields>;
  /** Values that are written over others, on either side. */
  overwrites: Overwrite[];
}

type Entry = { member: Member | null; row: MemberRow | null };

export function fieldsThatFlow(
  { fields, run: { trust } }: { fields: readonly MappedField[]; run: Pick<RunTerms, 'trust'> },
  record: Person | null,
  entries: readonly Entry[],
  decision: Decision,
): Flowing {
  const live = record?.state === 'active' ? liveOnes(record, entries, decision) : [];
  const [first] = live;
  if (!record || first === undefined) {
    return { toCrm: { names: null, fields: null, before: {} }, ofAddress: new Map(), overwrites: [] };
  }
  if (live.length === 1) {
    const { index, member, row } = first;
    const planned = fieldsBothWays(fields, { record, member, row, trust });
    const { overwrites = [] } = planned;
    return { toCrm: toCrmOf([planned]), ofAddress: new Map([[index, planned]]), overwrites };
  }
  return amongSeveral(fields, record, live, trust);
}

interface Live {
  index: number;
  member: Member;
  row: MemberRow | null;
}

/** First the record hears from every address, then every address hears what the record says in the end. */
function amongSeveral(
  fields: readonly MappedField[],
  record: Person,
  live: readonly Live[],
  trust: RunTerms['trust'],
): Flowing {
  const heard: PlannedFields[] = [];
  let inTheEnd = record;
  for (const [place, { member, row }] of live.entries()) {
    // Of several members that differ the first one is trusted.
    const trusted = place === 0 || trust === 'crm' ? trust : 'none';
    const planned = fieldsBothWays(fields, { record: inTheEnd, member, row, trust: trusted });
    heard.push(planned);
    inTheEnd = withChanges(inTheEnd, planned);
  }
  const answering = fields.flatMap((field) =>
    field.direction === 'to-crm' ? [] : [{ ...field, direction: 'to-mailchimp' as const }],
  );
  const ofAddress = new Map<number, PlannedFields>();
  const overwrites = heard.flatMap((planned) => overwritesOf('crm', planned));
  for (const [place, { index, member, row }] of live.entries()) {
    const asRead = fieldsBothWays(fields, { record, member, row, trust: 'none' }).read;
    const answer = fieldsBothWays(answering, {
      record: inTheEnd,
      member,
      row,
      trust: trust === 'none' ? 'none' : 'crm',
    });
    const said = fieldsBothWays(fields, { record: inTheEnd, member, row, trust: 'none' }).read;
    ofAddress.set(index, together(answer, { asRead, said, heard: heard[place] }));
    overwrites.push(...overwritesOf('mailchimp', answer));
  }
  return { toCrm: toCrmOf(heard), ofAddress, overwrites };
}

const overwritesOf = (side: Overwrite['side'], { overwrites = [] }: PlannedFields): Overwrite[] =>
  overwrites.filter((one) => one.side === side);

function together(
  answer: PlannedFields,
  of: { asRead: PlannedFields['read']; said: PlannedFields['read']; heard: PlannedFields | undefined },
): PlannedFields {
  const refused = [...new Set([...(of.heard?.after.crm.refused ?? []), ...(answer.after.crm.refused ?? [])])];
  const crm = { ...of.said.crm, ...answer.after.crm, fields: { ...of.said.crm.fields, ...answer.after.crm.fields } };
  const mailchimp = {
    ...of.said.mailchimp,
    ...answer.after.mailchimp,
    fields: { ...of.said.mailchimp.fields, ...answer.after.mailchimp.fields },
  };
  const filled = <Side extends { fields: Readonly<Record<string, string>> }>({ fields, ...side }: Side) =>
    Object.keys(fields).length > 0 ? { ...side, fields } : side;
  return {
    names: { toCrm: null, toMailchimp: answer.names.toMailchimp },
    toCrm: null,
    toMailchimp: answer.toMailchimp,
    ...(answer.before ? { before: answer.before } : {}),
    read: of.asRead,
    after: { crm: { ...filled(crm), ...(refused.length > 0 ? { refused } : {}) }, mailchimp: filled(mailchimp) },
  };
}

function withChanges(record: Person, { names, toCrm }: PlannedFields): Person {
  if (names.toCrm === null && toCrm === null) return record;
  const columns = Object.assign({}, record.columns, ...Object.values(toCrm ?? {}));
  return { ...record, ...names.toCrm, columns };
}

/** What was written first held what the record held. */
function toCrmOf(planned: readonly PlannedFields[]): Flowing['toCrm'] {
  const names: NameChange = Object.assign({}, ...planned.map((one) => one.names.toCrm));
  const fields: ColumnChanges = Object.assign({}, ...planned.map((one) => one.toCrm));
  const before: ColumnChanges = Object.assign({}, ...planned.map((one) => one.before?.crm).toReversed());
  return {
    names: Object.keys(names).length > 0 ? names : null,
    fields: Object.keys(fields).length > 0 ? fields : null,
    before,
  };
}

function liveOnes(record: Person, entries: readonly Entry[], { addresses }: Decision): Live[] {
  const staying: Live[] = [];
  const returning: Live[] = [];
  for (const index of inSteadyOrder(record, entries)) {
    const { member, row } = entries[index] ?? { member: null, row: null };
    const move = addresses[index]?.mailchimp;
    if (!member) continue;
    if (member.status === 'subscribed' && move?.do === 'nothing') staying.push({ index, member, row });
    else if (move?.do === 'restore' && move.status === 'subscribed') returning.push({ index, member, row });
  }
  return [...staying, ...returning];
}

/** Of several members always the same one comes first, in whatever order Mailchimp names them. */
function inSteadyOrder(record: Person, entries: readonly Entry[]): number[] {
  const own = addressesOf(record);
  const addresses = entries.map(({ member }) => fold(member?.address ?? ''));
  const rank = (address: string) => (own.includes(address) ? own.indexOf(address) : own.length);
  return [...entries.keys()].sort((one, other) => {
    const [a = '', b = ''] = [addresses[one], addresses[other]];
    return rank(a) - rank(b) || (a < b ? -1 : 1);
  });
}
