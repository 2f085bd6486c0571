/**
 * Three-way on sets of names, as tags are: what one side added or took away since both last agreed follows on the other. A name
 * is the same in any case; Mailchimp's spelling is the one that is kept.
 */

export interface SetsToReconcile {
  /** What both sides had when they last agreed; empty where they never did, so that nothing is taken away. */
  agreed: readonly string[];
  crm: readonly string[];
  mailchimp: readonly string[];
  /** Which sides may be written; both by default. */
  writes?: { crm: boolean; mailchimp: boolean };
  /** Where both sides differ since a run was undone: that stands until they are the same again. */
  apart?: readonly string[];
}

export interface ReconciledSets {
  /** What each side has once everything is written. */
  crm: string[];
  mailchimp: string[];
  toCrm: SetChange;
  toMailchimp: SetChange;
  /** What to remember: where a side may not be written, what was agreed before stays agreed. */
  agreed: string[];
  /** What goes on standing apart; agreed is then what Mailchimp says. */
  apart: string[];
}

export interface SetChange {
  add: string[];
  remove: string[];
}

export function reconcileSets({ agreed, crm, mailchimp, writes, apart = [] }: SetsToReconcile): ReconciledSets {
  const sets = { agreed: byKey(agreed), crm: byKey(crm), mailchimp: byKey(mailchimp) };
  const result: ReconciledSets = {
    crm: [],
    mailchimp: [],
    toCrm: { add: [], remove: [] },
    toMailchimp: { add: [], remove: [] },
    agreed: [],
    apart: [],
  };
  const standing = byKey(apart);
  for (const key of new Set([...sets.agreed.keys(), ...sets.mailchimp.keys(), ...sets.crm.keys()])) {
    const name = sets.mailchimp.get(key) ?? sets.crm.get(key) ?? sets.agreed.get(key) ?? key;
    const has = { crm: sets.crm.has(key), mailchimp: sets.mailchimp.has(key) };
    if (has.crm !== has.mailchimp && standing.has(key)) {
      (has.crm ? result.crm : result.mailchimp).push(name);
      if (has.mailchimp) result.agreed.push(name);
      result.apart.push(name);
      continue;
    }
    // Where the two differ, one of them differs from what was agreed: that one moved.
    const wanted = has.crm === has.mailchimp ? has.crm : !sets.agreed.has(key);
    const after = {
      crm: follow(has.crm, wanted, writes?.crm ?? true, result.toCrm, name),
      mailchimp: follow(has.mailchimp, wanted, writes?.mailchimp ?? true, result.toMailchimp, name),
    };
    if (after.crm) result.crm.push(name);
    if (after.mailchimp) result.mailchimp.push(name);
    if (after.crm === after.mailchimp ? after.crm : sets.agreed.has(key)) result.agreed.push(name);
  }
  return result;
}

/** Two names are the same tag. A semicolon, which divides tags in a text, is written as a comma there. */
export const keyOfName = (name: string): string => name.replaceAll(';', ',').trim().toLowerCase();

function byKey(names: readonly string[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const name of names) {
    const key = keyOfName(name);
    if (key !== '' && !known.has(key)) known.set(key, name.trim());
  }
  return known;
}

function follow(has: boolean, wanted: boolean, mayWrite: boolean, change: SetChange, name: string): boolean {
  if (has === wanted || !mayWrite) return has;
  (wanted ? change.add : change.remove).push(name);
  return wanted;
}
