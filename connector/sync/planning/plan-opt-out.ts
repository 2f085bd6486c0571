/** The person's flag "no bulk e-mail": whether it is one of ours, and whether this run sets or clears it. */

import type { AudienceRow, Crm, MemberRow, Person } from '../../dataverse/port';
import type { Decision } from '../../reconcile/decision';
import { decideOptOut, isOurs, type OptOutMark, type OptOutMove } from '../../reconcile/opt-out';
import type { RememberedNo, Rules, Situation } from '../../reconcile/situation';

/** What the other audiences know of a person. */
export interface Elsewhere {
  marks: OptOutMark[];
  /** In Mailchimp in another tied audience. */
  isIn: boolean;
}

interface Whose {
  personId: string | null;
  person: Person | null;
  entries: readonly { member: { status: string } | null; row: MemberRow | null }[];
}

/** Asks only about people of whom it matters: their flag is set, or their no has not been looked at yet. */
export async function readElsewhere(
  crm: Crm,
  audience: Pick<AudienceRow, 'id'>,
  rule: Rules['optOut'],
  groups: readonly Whose[],
): Promise<ReadonlyMap<string, Elsewhere>> {
  const asked = groups.filter((group) => matters(rule, group)).flatMap(({ personId }) => personId ?? []);
  const found = new Map<string, Elsewhere>();
  if (asked.length === 0) return found;
  const rows = (await crm.memberRowsOfPeople(asked)).filter(({ audienceId }) => audienceId !== audience.id);
  if (rows.length === 0) return found;
  const tied = new Set((await crm.audiences()).filter(({ tieState }) => tieState !== 'not-tied').map(({ id }) => id));
  for (const { audienceId, row } of rows) {
    if (row.personId === null) continue;
    const known = found.get(row.personId) ?? { marks: [], isIn: false };
    if (row.optOut) known.marks.push(row.optOut);
    known.isIn ||= tied.has(audienceId) && isIn(row.status);
    found.set(row.personId, known);
  }
  return found;
}

function matters(rule: Rules['optOut'], { person, entries }: Whose): boolean {
  if (person === null || person.state !== 'active') return false;
  if (person.onlyBulkOptedOut) return true;
  if (entries.some(({ row }) => row?.optOut?.did === 'set')) return true;
  if (rule === 'never') return false;
  return entries.some((entry) => mayHaveSaidNo(entry) && (entry.row?.optOut === undefined || entry.row.no === null));
}

/** Now, or before: archiving hides what a member said, and a deleted one is remembered. */
function mayHaveSaidNo({ member, row }: Whose['entries'][number]): boolean {
  if (row?.no) return row.no.kind === 'unsubscribed' || row.no.kind === 'complained';
  if (member?.status === 'archived') return row?.last.mailchimp?.status !== 'archived';
  return member?.status === 'unsubscribed';
}

/** The flags as people set them: one that we set speaks for the audience that the no was said in, and for no other. */
export function optedOutByPeople(
  { person, entries }: Omit<Whose, 'personId'>,
  elsewhere: Elsewhere | undefined,
): boolean {
  if (!person?.optedOut) return false;
  return !(person.onlyBulkOptedOut && isOurs(true, marksOf(entries, elsewhere)));
}

export function planOptOut(
  { person, entries }: Whose,
  situation: Situation,
  decision: Decision,
  elsewhere: Elsewhere | undefined,
): OptOutMove {
  // A record that says "no e-mail at all" was told so by people; what the other flag says makes no difference to it.
  if (person === null || person.state !== 'active' || (person.optedOut && !person.onlyBulkOptedOut)) return 'nothing';
  const own = entries.flatMap(({ row }) => row?.optOut ?? []);
  return decideOptOut({
    rule: situation.rules.optOut,
    flag: person.onlyBulkOptedOut,
    marks: [...(elsewhere?.marks ?? []), ...own],
    ownMarks: own,
    nos: decision.addresses.flatMap(({ no }): RememberedNo[] => (no === null ? [] : [no])),
    isInAnywhere: elsewhere?.isIn === true || isInAfter(situation, decision),
    signedUpOn: signedUpOn(situation),
  });
}

const marksOf = (entries: Whose['entries'], elsewhere: Elsewhere | undefined): OptOutMark[] => [
  ...(elsewhere?.marks ?? []),
  ...entries.flatMap(({ row }) => row?.optOut ?? []),
];

const isIn = (status: string) => status === 'subscribed' || status === 'pending';

function isInAfter({ addresses }: Situation, decision: Decision): boolean {
  return decision.addresses.some(({ mailchimp }, index) => {
    if (mailchimp.do === 'add' || mailchimp.do === 'restore') return true;
    return mailchimp.do === 'nothing' && isIn(addresses[index]?.now.status ?? 'absent');
  });
}

/** Seen by a run before, the change happened since; never seen, Mailchimp's date tells. */
function signedUpOn({ addresses, crmNow }: Situation): string | null {
  for (const { now: said, last } of addresses) {
    if (said.status !== 'subscribed' || said.by === 'us') continue;
    if (last === null) return said.changedOn;
    if (last.status !== 'subscribed') return crmNow;
  }
  return null;
}
