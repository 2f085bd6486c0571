/** What must hold after any history: the law after every run, and agreement once both sides rest. */

import type { Member } from '../../connector/mailchimp/port';
import type { MemberRow } from '../../connector/dataverse/port';
import { parts, type Terms } from './history';
import type { FieldEdit, Person } from './model';
import type { PersonRecord } from './scene';
import type { Scene } from './scene';

/** Nobody with a no is subscribed or asked, unless it is allowed. To be called after every run. */
export async function findLawless(scene: Scene, where: 0 | 1, oneSided: boolean): Promise<string[]> {
  const { model } = scene;
  const found: string[] = [];
  for (const member of await scene.members(where)) {
    const person = model.owner(member.address);
    if (!person || member.status !== 'subscribed') continue;
    const no = model.noAgainst(person, where, member.address.toLowerCase());
    if (!no || no.answered) continue;
    const answerable = no.kind === 'unsubscribed' || no.kind === 'unconfirmed';
    const answers = no.joinedAfter && answerable && !oneSided;
    if (model.terms.resubscribe === 'subscribe' && answers) no.answered = true;
    else found.push(`${person.name} is subscribed in audience ${where} in spite of a no (${no.kind})`);
  }
  found.push(...(await findAskedInVain(scene, oneSided)));
  return found;
}

async function findAskedInVain(scene: Scene, oneSided: boolean): Promise<string[]> {
  const { model, places, stage } = scene;
  const { confirmations } = await stage.mailchimp<{
    confirmations: { audience: string; email: string; by: string }[];
  }>('GET', 'confirmations');
  await stage.mailchimp('DELETE', 'confirmations');
  const found: string[] = [];
  for (const { audience, email, by } of confirmations) {
    const where = places.findIndex(({ mailchimpId }) => mailchimpId === audience) === 1 ? 1 : 0;
    const person = model.owner(email);
    if (by !== 'api' || !person) continue;
    const standing = person.standings[where];
    const no = model.noAgainst(person, where, email.toLowerCase());
    standing.asked += 1;
    if (standing.asked > 1) found.push(`${person.name} was asked twice in audience ${where}`);
    if (no) {
      const answers = no.joinedAfter && no.kind === 'unsubscribed' && !no.asked && !oneSided;
      // Newcomers of a double opt-in audience are asked even where they might be subscribed.
      const asks = model.terms.doubleOptIn && model.terms.newMembers === 'ask' ? ['ask', 'subscribe'] : ['ask'];
      const allowed = answers && asks.includes(model.terms.resubscribe);
      if (!allowed) found.push(`${person.name} was asked in audience ${where} in spite of a no (${no.kind})`);
      no.asked = true;
    } else if (model.terms.doubleOptIn && model.terms.newMembers === 'ask') {
      continue;
    } else if (model.terms.resubscribe === 'ask' && standing.takenOut) {
      // What an archived member said before nobody may be able to tell, and then it counts as a no.
      if (oneSided) found.push(`${person.name} was asked in audience ${where} although nobody decided it`);
    } else {
      found.push(`${person.name} was asked in audience ${where} without need`);
    }
  }
  return found;
}

/** One side differs from the other, and the rules say that it may. */
const reasonsToDiffer = ({ direction }: Terms): string[] => [
  'qualified',
  'undone',
  // Only on a further list.
  'further-list-only',
  ...(direction === 'both' ? [] : ['direction-off']),
];

const reasonsNotToBeIn = (terms: Terms): ReadonlySet<string> =>
  new Set([
    ...reasonsToDiffer(terms),
    'said-no',
    'complained',
    'bounced',
    'forgotten',
    'unconfirmed',
    'no-address',
    'opted-out',
    'inactive',
    ...(terms.type === 'lead' ? ['disqualified'] : []),
    'not-marketing',
    'address-refused',
    'refused-by-mailchimp',
    'refused-by-crm',
    'retry-later',
    'shared-address',
    'confirmation-asked',
    'needs-approval',
  ]);
/** Whoever was never on the list is not removed from Mailchimp either. */
const reasonsNotToBeOnList = (terms: Terms): ReadonlySet<string> =>
  new Set([
    ...reasonsToDiffer(terms),
    ...(terms.createPeople ? [] : ['creation-off']),
    ...(terms.removal === 'untag' ? ['untagged'] : []),
    ...(terms.type === 'lead' ? ['disqualified'] : []),
    'inactive',
    'deleted',
    'not-ours',
    'refused-by-mailchimp',
    'refused-by-crm',
    'needs-approval',
  ]);

export interface Ledger {
  members: Member[];
  rows: MemberRow[];
  onList: Set<string>;
}

export async function readLedger(scene: Scene, where: 0 | 1): Promise<Ledger> {
  return { rows: await scene.rowsOf(where), members: await scene.members(where), onList: await scene.onList(where) };
}

/** List and audience agree about everybody but those with a reason, and the rows say so. */
export function findDisagreements({ model }: Scene, { members, rows, onList }: Ledger): string[] {
  const found: string[] = [];
  const statusOf = new Map(members.map(({ address, status }) => [address.toLowerCase(), status]));
  const known = (address: string) => rows.some((row) => row.address.toLowerCase() === address);

  for (const row of rows) {
    const status = statusOf.get(row.address.toLowerCase()) ?? 'absent';
    const isOn = row.personId !== null && onList.has(row.personId);
    const at = `the row of ${row.address}`;
    if (row.status !== status) found.push(`${at} says ${row.status}, Mailchimp says ${status}`);
    if (row.onList !== isOn) found.push(`${at} says ${row.onList ? 'on' : 'off'} the list, but it is not so`);
  }
  for (const [address, status] of statusOf)
    if (status === 'subscribed' && !known(address)) found.push(`no row knows ${address}, who is subscribed`);

  const people = new Map<string, MemberRow[]>();
  for (const row of rows) {
    const key = row.personId ?? row.address;
    people.set(key, [...(people.get(key) ?? []), row]);
  }
  for (const id of onList) if (!people.has(id)) found.push(`no row knows the record ${id}, who is on the list`);
  for (const [id, theirs] of people) {
    const isOn = onList.has(id);
    const isIn = theirs.some(({ address }) => statusOf.get(address.toLowerCase()) === 'subscribed');
    if (isOn === isIn) continue;
    const reasons = theirs.map(({ reason }) => reason);
    const enough = isOn ? reasonsNotToBeIn(model.terms) : reasonsNotToBeOnList(model.terms);
    if (reasons.some((reason) => enough.has(reason))) continue;
    const whose = theirs.map(({ address }) => address).join(', ') || id;
    found.push(
      `${whose} is ${isOn ? 'on the list and not subscribed' : 'subscribed and not on the list'}: ${reasons.join(', ')}`,
    );
  }
  return found;
}

/** No record, member or row is doubled; no record is gone that people did not delete. */
export async function findDoubles(scene: Scene, ledgers: readonly Ledger[]): Promise<string[]> {
  const found: string[] = [];
  const records = await scene.records();
  const ids = new Set(records.map(({ id }) => id));
  for (const id of scene.model.records) if (!ids.has(id)) found.push(`the record ${id} is gone`);
  const made = records.filter(({ id }) => !scene.model.records.has(id));
  found.push(
    ...doubled(
      'record',
      made.map(({ emailaddress1 }) => emailaddress1?.toLowerCase() ?? ''),
    ),
  );
  for (const { rows, members } of ledgers) {
    found.push(
      ...doubled(
        'row',
        rows.flatMap(({ address }) => (address === '' ? [] : [address.toLowerCase()])),
      ),
    );
    found.push(
      ...doubled(
        'row',
        rows.flatMap(({ mailchimpContactId }) => mailchimpContactId ?? []),
      ),
    );
    found.push(
      ...doubled(
        'member',
        members.map(({ address }) => address.toLowerCase()),
      ),
    );
  }
  return found;
}

function doubled(what: string, keys: readonly string[]): string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `there are two of the ${what} ${key}`);
}

/** People follow the last deed about them where nothing else speaks against it, and keep their names. */
export async function findLost(scene: Scene, where: 0 | 1, { members, rows, onList }: Ledger): Promise<string[]> {
  const found: string[] = [];
  const records = await scene.records();
  for (const person of scene.model.people) {
    if (person.gone) continue;
    const member = members.find(({ address }) => person.addresses.includes(address.toLowerCase()));
    const row = rows.find(({ address }) => person.addresses.includes(address.toLowerCase()));
    const record = records.find(({ id }) => id === row?.personId);
    const isIn = members.some(
      ({ address, status }) => status === 'subscribed' && person.addresses.includes(address.toLowerCase()),
    );
    const isOn = record !== undefined && onList.has(record.id);
    if (person.optedOut && !person.confused && isIn) found.push(`${person.name} opted out and is subscribed`);
    const silent = person.standings.every(({ nos, takenOut }) => nos.size === 0 && !takenOut);
    if (record?.donotbulkemail && !person.optedOut && !person.staysMarked && !person.confused && silent)
      found.push(`${person.name} never said no, and the record says so`);
    const wish = person.standings[where].wish;
    if (wish?.no && isOn && !person.confused && !person.optedOut && !person.inactive)
      found.push(`${person.name} said no in audience ${where} and is on the list`);
    if (!scene.model.terms.guarded) {
      const wrong = wishMissed(scene, person, where, { isIn, isOn, status: member?.status ?? 'absent' });
      if (wrong) found.push(wrong);
    }
    if (record && member && isIn && isOn) found.push(...fieldsLost(person, where, record, member));
  }
  return found;
}

function wishMissed(
  { model }: Scene,
  person: Person,
  where: 0 | 1,
  { isIn, isOn, status }: { isIn: boolean; isOn: boolean; status: string },
): string | null {
  const { wish, nos, takenOut } = person.standings[where];
  if (wish === null || person.confused || person.optedOut || person.inactive) return null;
  if (wish.to === 'out') return isIn ? `${person.name} left audience ${where} and is subscribed` : null;
  if (nos.size > 0 || takenOut || isIn) return null;
  if (isOn && status === 'pending' && model.terms.doubleOptIn) return null;
  return `${person.name} joined audience ${where} and is ${status}${isOn ? '' : ', and not on the list'}`;
}

function fieldsLost(person: Person, where: 0 | 1, record: PersonRecord, member: Member): string[] {
  const found: string[] = [];
  for (const part of ['first', 'last', 'phone'] as const) {
    const edits = person.edits[part];
    const { column, tag, name } = parts[part];
    const inMailchimp = member.mergeFields?.[tag];
    const values: Partial<Record<FieldEdit['side'], string>> = {
      crm: record[column] ?? '',
      [where]: typeof inMailchimp === 'string' ? inMailchimp : '',
    };
    for (const side of ['crm', where] as const) {
      const blanked = edits.some((edit) => edit.value === '' && (edit.side === side || edit.alone));
      const had =
        part !== 'phone' || (!person.confused && edits.some((edit) => edit.side === side && edit.value !== ''));
      if (values[side] === '' && had && !blanked)
        found.push(`${person.name}'s ${name} was blanked (${placeName(side)})`);
    }
    const sides = new Set(edits.map(({ side }) => side));
    const last = edits.at(-1);
    if (person.confused || person.overruled || sides.size !== 1 || !last || edits.some(({ value }) => value === ''))
      continue;
    // Edited on one side alone, so that nothing speaks against the latest value on that side.
    const value = values[last.side];
    if (value !== undefined && value !== last.value)
      found.push(`${person.name}'s ${name} is "${value}" and not "${last.value}" (${placeName(last.side)})`);
  }
  return found;
}

const placeName = (side: FieldEdit['side']) => (side === 'crm' ? 'Dynamics 365' : `Mailchimp ${side}`);
