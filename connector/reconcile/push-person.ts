/** Bringing a person into Mailchimp by the preferred address: what stands against it, and with which status it is done. */

import type { MailchimpMove } from './decision';
import type { ReasonCode } from './reasons';
import { personalNos } from './remember-no';
import type { AddressSituation, RememberedNo, Situation } from './situation';
import { addedAfter } from './who-wins';

export interface Push {
  /** Which of the addresses is written. */
  index: number;
  move: Extract<MailchimpMove, { do: 'add' | 'restore' }>;
  /** The memory with which the address is written: a confirmation is recorded before it is asked for. */
  no: RememberedNo | null;
}

export interface BlockedPush {
  blocked: ReasonCode;
}

export function pushPerson(
  situation: Situation,
  addresses: readonly AddressSituation[],
  memories: readonly (RememberedNo | null)[],
): Push | BlockedPush {
  const { rules, run, preferredAddress, now } = situation;
  const stop = (blocked: ReasonCode): BlockedPush => ({ blocked });

  const index = addresses.findIndex(({ address }) => sameAddress(address, preferredAddress));
  const address = addresses[index];
  if (!address) return stop('no-address');

  const nos = personalNos(memories);
  const answer = mildest(nos.map((no) => answerTo(no, situation)));
  if (answer === 'leave-out') return stop(reasonOfNo[strongest(nos).kind]);
  const against = speaksAgainst(address, addresses, memories[index] ?? null);
  if (against) return stop(against);
  if (rules.direction === 'to-crm') return stop('direction-off');
  if (!run.consentConfirmed) return stop('consent-not-confirmed');

  const newcomer = !address.wasIn;
  const asks = answer === 'ask' || (newcomer && rules.doubleOptIn && rules.newMembers === 'ask');
  const status = asks ? 'pending' : 'subscribed';
  const memory = memories[index] ?? null;
  // The no of another address speaks here too; once asked, the question must be remembered where it was asked.
  const answered = nos.length > 0 ? (memory ?? strongest(nos)) : memory;
  return {
    index,
    move: { do: address.now.status === 'absent' ? 'add' : 'restore', status },
    no: answered && asks ? { ...answered, askedOn: now } : answered,
  };
}

export const reasonOfNo = {
  unsubscribed: 'said-no',
  complained: 'complained',
  bounced: 'bounced',
  unconfirmed: 'unconfirmed',
  forgotten: 'forgotten',
} as const satisfies Record<RememberedNo['kind'], ReasonCode>;

type Answer = 'leave-out' | 'ask' | 'subscribe';

/** Which answers of the re-subscribe rule a no allows at all, given that the person was added to the list after it. */
const allowed: Record<RememberedNo['kind'], Record<Situation['rules']['resubscribe'], Answer>> = {
  unsubscribed: { 'leave-out': 'leave-out', ask: 'ask', subscribe: 'subscribe' },
  // It was asked already, and at most one question is sent.
  unconfirmed: { 'leave-out': 'leave-out', ask: 'leave-out', subscribe: 'subscribe' },
  complained: { 'leave-out': 'leave-out', ask: 'leave-out', subscribe: 'leave-out' },
  bounced: { 'leave-out': 'leave-out', ask: 'leave-out', subscribe: 'leave-out' },
  // Mailchimp takes the address back through its own forms only.
  forgotten: { 'leave-out': 'leave-out', ask: 'leave-out', subscribe: 'leave-out' },
};

function answerTo(no: RememberedNo, situation: Situation): Answer {
  if (!addedAfter(situation, no)) return 'leave-out';
  const answer = allowed[no.kind][situation.rules.resubscribe];
  return answer === 'ask' && no.askedOn !== undefined ? 'leave-out' : answer;
}

function mildest(answers: readonly Answer[]): Answer {
  if (answers.includes('leave-out')) return 'leave-out';
  return answers.includes('ask') ? 'ask' : 'subscribe';
}

const strengths = ['complained', 'forgotten', 'unsubscribed', 'unconfirmed', 'bounced'] as const;

/** The strongest first. */
export const byStrength = (nos: readonly RememberedNo[]): RememberedNo[] =>
  strengths.flatMap((kind) => nos.filter((no) => no.kind === kind));

function strongest(nos: readonly RememberedNo[]): RememberedNo {
  const [first] = byStrength(nos);
  if (!first) throw new Error('There is no no among none.');
  return first;
}

/** What speaks against writing to this address, whatever the person said. */
function speaksAgainst(
  address: AddressSituation,
  all: readonly AddressSituation[],
  no: RememberedNo | null,
): ReasonCode | null {
  if (address.now.status === 'cleaned' || no?.kind === 'bounced') return 'bounced';
  if (address.now.status === 'transactional') return 'not-marketing';
  // A new address is no way around an unsubscribed one, whoever unsubscribed it.
  return all.some((other) => other !== address && other.now.status === 'unsubscribed') ? 'said-no' : null;
}

export function sameAddress(one: string, other: string | null): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}

/** An address of the person that is not in Mailchimp and of which nothing is known yet. */
export function unknownAddress(address: string): AddressSituation {
  return {
    address,
    now: { status: 'absent', changedOn: null, by: 'unknown' },
    last: null,
    no: null,
    wasIn: false,
    beforeArchive: null,
  };
}
