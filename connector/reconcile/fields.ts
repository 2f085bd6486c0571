/**
 * Mapped fields both ways. Each side is compared with its own last value, so a value that the other side stored shorter is no
 * change, and a blank overwrites nothing unless the mapping says so.
 */

import type { FieldKinds } from './field-kinds';
import { sameValue, textInCrm, textInMailchimp, toColumns, toMergeValue, type Columns } from './field-values';
import { isDigest, sameAsRemembered } from './remembered-text';

export interface FieldRules {
  direction: 'both' | 'to-mailchimp' | 'to-crm';
  blank: 'keep' | 'clear';
  conflict: 'latest' | 'crm' | 'mailchimp';
  /** What Mailchimp is told where both sides are blank. */
  default: string;
}

export interface MappedField extends FieldKinds, FieldRules {
  tag: string;
}

export interface FieldSide {
  now: string;
  /** Null before the field was first looked at. */
  last: string | null;
}

export interface FieldOfBothSides {
  crm: FieldSide;
  mailchimp: FieldSide;
  /** When each side was last edited (ISO), where known: only read where both moved. */
  changedOn?: { crm: string | null; mailchimp: string | null };
  /** A trusted side counts wherever the two differ. */
  trust?: 'none' | 'crm' | 'mailchimp';
  /** What this side refused is wanted still, until somebody says something newer. */
  refused?: 'crm' | 'mailchimp' | null;
  /** The person's columns as they are: a birthday keeps its year. */
  columns?: Columns;
}

export type FieldChange =
  /** `text` is what that side says then. */
  | { to: 'crm'; text: string; columns: Record<string, unknown> }
  | { to: 'mailchimp'; text: string; value: unknown }
  /** Wanted, and the other side cannot hold it. */
  | { to: 'crm' | 'mailchimp'; refused: true };

export function reconcileField(field: MappedField, sides: FieldOfBothSides): FieldChange | null {
  const { crm, mailchimp } = sides;
  if (sameValue(field, crm.now, mailchimp.now)) {
    const fill = crm.now === '' && field.default !== '' && field.direction !== 'to-crm';
    return fill ? write(field, 'mailchimp', field.default, sides) : null;
  }
  const wanted = whoIsFollowed(field, sides);
  if (wanted === null || !maySpeak(field, wanted)) return null;
  return write(field, otherThan(wanted), sides[wanted].now, sides);
}

type Side = 'crm' | 'mailchimp';

/** The side whose value shall stand on both. */
function whoIsFollowed(
  field: MappedField,
  { crm, mailchimp, changedOn, trust, refused }: FieldOfBothSides,
): Side | null {
  if (crm.last === null || mailchimp.last === null) return atFirstSight(field, crm.now, mailchimp.now, trust);
  const filled = (side: Side) => ({ crm, mailchimp })[side].now !== '' || field.blank === 'clear';
  if (trust !== undefined && trust !== 'none' && filled(trust)) return trust;
  const moved = (side: Side, { now, last }: FieldSide) =>
    maySpeak(field, side) && filled(side) && !sameAsRemembered(now, last ?? '') && !sameValue(field, now, last ?? '');
  const crmMoved = moved('crm', crm);
  const mailchimpMoved = moved('mailchimp', mailchimp);
  if (crmMoved && mailchimpMoved) {
    if (field.conflict === 'latest') return mailchimpIsLater(changedOn) ? 'mailchimp' : 'crm';
    return field.conflict;
  }
  if (crmMoved) return 'crm';
  if (mailchimpMoved) return 'mailchimp';
  const waiting = refused ? otherThan(refused) : null;
  return waiting && filled(waiting) ? waiting : null;
}

/** What can go one way only is no conflict. */
const maySpeak = ({ direction }: MappedField, side: Side): boolean =>
  direction === 'both' || direction === `to-${otherThan(side)}`;

const otherThan = (side: Side): Side => (side === 'crm' ? 'mailchimp' : 'crm');

/** Blanks are filled; what both sides have stays on both, unless one of them was chosen. */
function atFirstSight(
  field: MappedField,
  crm: string,
  mailchimp: string,
  trust: FieldOfBothSides['trust'] = 'none',
): Side | null {
  if (crm === '') return 'mailchimp';
  if (mailchimp === '') return 'crm';
  if (trust !== 'none') return trust;
  return field.conflict === 'latest' ? null : field.conflict;
}

function write(
  field: MappedField,
  to: Side,
  text: string,
  { columns = {}, mailchimp }: FieldOfBothSides,
): FieldChange | null {
  if (isDigest(text)) return null;
  if (to === 'crm') {
    const written = toColumns(field, text, columns);
    if (written === null) return { to, refused: true };
    return { to, text: textInCrm(field, { ...columns, ...written.value }), columns: written.value };
  }
  const written = toMergeValue(field, text);
  if (written === null) return { to, refused: true };
  // An address that is not complete is as good as none for Mailchimp.
  if (written.value === '' && (field.blank === 'keep' || mailchimp.now === '')) return null;
  return { to, text: textInMailchimp(field, written.value), value: written.value };
}

function mailchimpIsLater(changedOn: FieldOfBothSides['changedOn']): boolean {
  if (!changedOn?.crm || !changedOn.mailchimp) return false;
  return Date.parse(changedOn.mailchimp) > Date.parse(changedOn.crm);
}
