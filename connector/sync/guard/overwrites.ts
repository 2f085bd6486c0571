/**
 * Values of mapped fields that a plan writes over others, on either side: the guard counts the people, and whoever approves reads
 * the values. Filling a blank overwrites nothing.
 */

import type { LastWords, SaidFields } from '../../dataverse/port';
import { isDigest } from '../../reconcile/remembered-text';
import type { AddressPlan, PersonPlan } from '../run/person-plan';

type Side = keyof LastWords;
export type NameKey = 'firstName' | 'lastName';

export interface Overwrite {
  /** The side whose value is lost. */
  side: Side;
  tag: string;
  from: string;
  to: string;
  /** Under which name each side remembers it, where it is one. */
  names: Record<Side, NameKey | null>;
}

/** Only the digest of a long value is known. */
export const readable = (text: string): string => (isDigest(text) ? 'a long text' : text);

/** Takes the values that would be overwritten out of the plan, and nothing else; both sides are remembered so that it is decided anew. */
export function holdOverwrites(plan: PersonPlan): void {
  for (const overwrite of plan.overwrites ?? []) {
    const { side, tag } = overwrite;
    const name = overwrite.names[side];
    if (side === 'crm') {
      if (name) plan.names = without(plan.names, name);
      else plan.fields = without(plan.fields, tag);
      for (const address of plan.addresses) decideAnew(address, overwrite);
      continue;
    }
    for (const address of plan.addresses) {
      const sent = address.fields?.[tag] ?? (name && address.names?.[name]);
      if (sent === undefined || sent === null) continue;
      address.fields = without(address.fields, tag);
      if (name) address.names = without(address.names, name);
      decideAnew(address, overwrite);
    }
  }
  delete plan.overwrites;
}

function without<T extends object>(changes: T | null | undefined, key: keyof T): T | null {
  if (!changes) return null;
  const rest = { ...changes };
  delete rest[key];
  return Object.keys(rest).length > 0 ? rest : null;
}

/** Each side as it was remembered before; at first sight as if the value to follow had come since. */
function decideAnew(address: AddressPlan, { side: overwritten, tag, names }: Overwrite): void {
  const { row, read, before } = address;
  for (const side of ['crm', 'mailchimp'] as const) {
    const said = row.last[side];
    if (!said) continue;
    const remembered = valueIn(before.last[side], tag, names[side]);
    const atFirstSight = side === overwritten ? valueIn(read[side], tag, names[side]) : '';
    const value = remembered ?? atFirstSight ?? '';
    const name = names[side];
    const change = name ? { [name]: value } : { fields: { ...said.fields, [tag]: value } };
    row.last = { ...row.last, [side]: { ...said, ...change } };
  }
  Object.assign(row, { outcome: 'waiting', reason: 'needs-approval' });
  address.valuesHeld = true;
}

/** Null where the field was never looked at. */
const valueIn = (said: SaidFields | null, tag: string, name: NameKey | null): string | null =>
  (name ? said?.[name] : said?.fields?.[tag]) ?? null;
