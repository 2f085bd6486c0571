/**
 * First and last names both ways. Each side is compared with its own last value, so a value that the other side stored
 * shorter is no change; a blank never overwrites a name.
 */

export interface Names {
  firstName: string;
  lastName: string;
}

export interface NamesOfBothSides {
  crm: { now: Names; last: Names | null };
  mailchimp: { now: Names; last: Names | null };
  /** When each side was last edited (ISO), where known: only read where both moved. */
  changedOn?: { crm: string | null; mailchimp: string | null };
}

export interface NameChanges {
  toCrm?: Partial<Names>;
  toMailchimp?: Partial<Names>;
}

/** Column lengths of firstname and lastname on contact and lead, in characters as Dataverse counts them (UTF-16). */
const crmLength = 50;
/** https://mailchimp.com/developer/marketing/docs/merge-fields/ : a text field holds 255 bytes and is cut behind them. */
const mailchimpBytes = 255;

export function reconcileNames(names: NamesOfBothSides): NameChanges {
  const toCrm: Partial<Names> = {};
  const toMailchimp: Partial<Names> = {};
  for (const field of ['firstName', 'lastName'] as const) {
    const change = reconcileName(names, field);
    if (change?.to === 'crm') toCrm[field] = change.value;
    if (change?.to === 'mailchimp') toMailchimp[field] = change.value;
  }
  return {
    ...(Object.keys(toCrm).length > 0 ? { toCrm } : {}),
    ...(Object.keys(toMailchimp).length > 0 ? { toMailchimp } : {}),
  };
}

/** The names of a record that is created for a member. A nameless member gets what stands before the @. */
export function namesOfNewPerson(member: Names, address: string): Names {
  const firstName = fitForCrm(member.firstName);
  const lastName = fitForCrm(member.lastName);
  const nameless = firstName === '' && lastName === '';
  return { firstName, lastName: nameless ? fitForCrm(address.slice(0, address.lastIndexOf('@'))) : lastName };
}

/** Cut to the column's length, never through a character that takes two units. */
export function fitForCrm(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length <= crmLength) return trimmed;
  let fitting = '';
  for (const character of trimmed) {
    if (fitting.length + character.length > crmLength) break;
    fitting += character;
  }
  return fitting.trimEnd();
}

export function fitForMailchimp(name: string): string {
  const trimmed = name.trim();
  let bytes = 0;
  let fitting = '';
  for (const character of trimmed) {
    bytes += Buffer.byteLength(character, 'utf8');
    if (bytes > mailchimpBytes) break;
    fitting += character;
  }
  return fitting.trimEnd();
}

type NameChange = { to: 'crm' | 'mailchimp'; value: string } | null;

function reconcileName({ crm, mailchimp, changedOn }: NamesOfBothSides, field: keyof Names): NameChange {
  const inCrm = crm.now[field].trim();
  const inMailchimp = mailchimp.now[field].trim();
  const toCrm: NameChange = { to: 'crm', value: fitForCrm(inMailchimp) };
  const toMailchimp: NameChange = { to: 'mailchimp', value: fitForMailchimp(inCrm) };

  if (same(inCrm, inMailchimp)) return null;
  if (crm.last === null || mailchimp.last === null) {
    // First sight: blanks are filled, and what both sides have stays on both.
    if (inCrm === '') return toCrm;
    return inMailchimp === '' ? toMailchimp : null;
  }
  const crmMoved = inCrm !== '' && !same(inCrm, crm.last[field].trim());
  const mailchimpMoved = inMailchimp !== '' && !same(inMailchimp, mailchimp.last[field].trim());
  if (crmMoved && mailchimpMoved) return mailchimpIsLater(changedOn) ? toCrm : toMailchimp;
  if (crmMoved) return toMailchimp;
  return mailchimpMoved ? toCrm : null;
}

/** The same name, whichever way its accents are composed and whichever side had to cut it. */
function same(one: string, other: string): boolean {
  const [a, b] = [one.normalize('NFC'), other.normalize('NFC')];
  return a === b || isCut(a, b) || isCut(b, a);
}

function isCut(short: string, long: string): boolean {
  return short !== '' && short.length < long.length && (short === fitForCrm(long) || short === fitForMailchimp(long));
}

function mailchimpIsLater(changedOn: NamesOfBothSides['changedOn']): boolean {
  if (!changedOn?.crm || !changedOn.mailchimp) return false;
  return Date.parse(changedOn.mailchimp) > Date.parse(changedOn.crm);
}
