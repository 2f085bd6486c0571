/**
 * Carries fields over to both sides, many people in one call. A value that is refused is reported for that person alone: it is
 * taken out, and everything else of the person goes on.
 */

import type { PersonChange, RecordRefusal } from '../../dataverse/port';
import type { Member, MemberChange, Refusal } from '../../mailchimp/port';
import { remembered } from '../../reconcile/remembered-text';
import type { Applying } from './applying';
import type { NameKey } from '../guard/overwrites';
import type { AddressPlan, PersonPlan } from '../run/person-plan';

/** Answers the refused by id. */
type Write = (changes: PersonChange[]) => Promise<RecordRefusal[]>;

export async function changeFieldsInCrm({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const changed = plans.filter((plan) => (plan.names !== null || plan.fields) && plan.personId !== null);
  if (changed.length === 0) return;
  const write: Write = (changes) => crm.changePeople(target.type, changes);
  const refused = wordsOf(
    await write(
      changed.map((plan) => ({
        id: plan.personId!,
        ...plan.names,
        ...(plan.fields ? { columns: Object.assign({}, ...Object.values(plan.fields)) } : {}),
      })),
    ),
  );
  const again = changed.filter((plan) => refused.has(plan.personId!));
  if (again.length > 0) await changeOneByOne(write, again);
}

/** Dynamics 365 does not say which column it refuses a person for. */
async function changeOneByOne(write: Write, plans: readonly PersonPlan[]): Promise<void> {
  const named = plans.filter(({ names }) => names !== null);
  const refusedNames = wordsOf(await write(named.map(({ personId, names }) => ({ id: personId!, ...names }))));
  for (const plan of named) {
    const words = refusedNames.get(plan.personId!);
    if (words === undefined) continue;
    plan.refusal = words;
    for (const name of nameKeys) {
      if (plan.names?.[name] === undefined) continue;
      for (const address of plan.addresses) keepNameOfCrm(plan, address, name);
    }
  }
  for (const tag of new Set(plans.flatMap(({ fields }) => Object.keys(fields ?? {})))) {
    const having = plans.filter(({ fields }) => fields?.[tag] !== undefined);
    const refused = wordsOf(
      await write(having.map(({ personId, fields }) => ({ id: personId!, columns: fields?.[tag] ?? {} }))),
    );
    for (const plan of having) {
      const words = refused.get(plan.personId!);
      if (words === undefined) continue;
      plan.refusal = words;
      for (const address of plan.addresses) keepField(address, 'crm', tag, refusedByCrm);
    }
  }
}

export async function changeFieldsInMailchimp(applying: Applying, plans: PersonPlan[]): Promise<void> {
  const changed = plans
    .flatMap((plan) => plan.addresses)
    .filter(({ names, fields, row }) => (names || fields) && row.memberId !== null && row.status === 'subscribed')
    // Who has just been added brought theirs.
    .filter(({ move }) => move.do === 'nothing' || move.do === 'restore');
  const refused = await sendFields(applying, changed);
  // Once more, without what Mailchimp named.
  const again = refused.filter(({ address, tags }) => {
    for (const tag of tags) keepValue(address, tag);
    return tags.length > 0 && (address.names || address.fields);
  });
  const still = await sendFields(
    applying,
    again.map(({ address }) => address),
  );
  for (const { address } of [...refused.filter((one) => !again.includes(one)), ...still]) {
    for (const tag of tagsOf(address)) keepValue(address, tag);
  }
}

async function sendFields(
  { mailchimp, target }: Applying,
  addresses: readonly AddressPlan[],
): Promise<{ address: AddressPlan; tags: string[] }[]> {
  if (addresses.length === 0) return [];
  const changes = addresses.map(({ row, names, fields }): MemberChange => ({
    memberId: row.memberId!,
    do: 'names',
    names: names ?? {},
    fields: fields ?? {},
  }));
  const answers = await mailchimp.changeMembers(target.audience.listId, changes);
  return addresses.flatMap((address, index) => {
    const answer = answers[index] ?? null;
    if (!isRefusal(answer)) return [];
    address.refusal = answer.message;
    return [{ address, tags: refusedTags(address, answer) }];
  });
}

/** Those that Mailchimp names, of those that were sent. */
export function refusedTags(address: AddressPlan, { kind, fields = [] }: Refusal): string[] {
  const sent = tagsOf(address);
  return kind === 'merge-fields' ? fields.filter((tag) => sent.includes(tag)) : [];
}

const tagsOf = ({ names, fields }: AddressPlan): string[] => [
  ...(names?.firstName === undefined ? [] : ['FNAME']),
  ...(names?.lastName === undefined ? [] : ['LNAME']),
  ...Object.keys(fields ?? {}),
];

/** Mailchimp goes on saying what it said: the value is not sent. */
export function keepValue(address: AddressPlan, tag: string): void {
  const { [tag]: _refused, ...others } = address.fields ?? {};
  address.fields = Object.keys(others).length > 0 ? others : null;
  if (address.names && (tag === 'FNAME' || tag === 'LNAME')) {
    const { firstName, lastName } = address.names;
    const rest = {
      ...(tag !== 'FNAME' && firstName !== undefined ? { firstName } : {}),
      ...(tag !== 'LNAME' && lastName !== undefined ? { lastName } : {}),
    };
    address.names = Object.keys(rest).length > 0 ? rest : null;
  }
  keepField(address, 'mailchimp', tag, { outcome: 'attention', reason: 'fields-refused' });
}

/** A column of names belongs to whichever merge field it is mapped to, which a plan names only where it writes over a value. */
function keepNameOfCrm({ names: sent, overwrites = [] }: PersonPlan, address: AddressPlan, name: NameKey): void {
  const said = address.row.last.mailchimp;
  const text = sent?.[name] ?? '';
  const saysSo = (tag: string) => (names[tag] ? said?.[names[tag]] === text : said?.fields?.[tag] === remembered(text));
  const tag =
    overwrites.find((one) => one.side === 'crm' && one.names.crm === name)?.tag ??
    [usualTags[name], ...Object.keys(said?.fields ?? {})].find(saysSo) ??
    usualTags[name];
  keepField(address, 'crm', tag, refusedByCrm, name);
}

/** The side that refused says what it said before, so that its old value is not taken for a change. */
function keepField(
  { row, read }: AddressPlan,
  side: 'crm' | 'mailchimp',
  tag: string,
  because: Pick<AddressPlan['row'], 'outcome' | 'reason'>,
  name: NameKey | undefined = side === 'mailchimp' ? names[tag] : undefined,
): void {
  Object.assign(row, because);
  const said = row.last[side];
  if (!said) return;
  const before = read[side];
  const refused = { refused: [...new Set([...(said.refused ?? []), tag])] };
  const back = name
    ? { [name]: before?.[name] ?? '' }
    : { fields: { ...said.fields, [tag]: before?.fields?.[tag] ?? '' } };
  row.last = { ...row.last, [side]: { ...said, ...back, ...refused } };
}

const names: Readonly<Record<string, NameKey>> = { FNAME: 'firstName', LNAME: 'lastName' };
const nameKeys = ['firstName', 'lastName'] as const;
const usualTags: Readonly<Record<NameKey, string>> = { firstName: 'FNAME', lastName: 'LNAME' };

const refusedByCrm = { outcome: 'attention', reason: 'refused-by-crm' } as const;

const wordsOf = (refusals: readonly RecordRefusal[]) => new Map(refusals.map(({ id, message }) => [id, message]));

const isRefusal = (answer: Member | Refusal | null): answer is Refusal => answer !== null && 'kind' in answer;
