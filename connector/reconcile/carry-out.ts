/** What the course chosen for a person means for the list and for each address, and the reason that each is given. */

import type { AddressDecision, CrmMove, Decision, MailchimpMove } from './decision';
import { outcomeOf } from './outcome-of';
import { presentReason, type Whereabouts } from './present-reason';
import { pushPerson } from './push-person';
import type { ReasonCode } from './reasons';
import { removeAddress } from './remove-person';
import type { AddressSituation, RememberedNo, Situation } from './situation';
import { isIn, listKnows, moved } from './who-wins';

/**
 * What becomes of the person as a whole: `keep` leaves both sides as they are, `silence` unsubscribes somebody who opted out,
 * `remove` and `push` make Mailchimp follow the list, `join`, `create` and `leave` make the list follow Mailchimp.
 */
export type Course =
  | { to: 'keep'; reason: ReasonCode | null; stands: boolean; open?: boolean }
  | { to: 'silence' | 'remove' | 'push' | 'join' | 'create' | 'leave'; reason: ReasonCode };

export function carryOut(
  situation: Situation,
  addresses: readonly AddressSituation[],
  memories: readonly (RememberedNo | null)[],
  course: Course,
): Decision {
  const decide = (crm: CrmMove, steps: Step[], flags: Flags = {}): Decision => {
    const whereabouts = whereaboutsAfter(situation, addresses, crm, steps);
    const decisions = addresses.map((address, index): AddressDecision => {
      const step = steps[index] ?? {};
      const no = step.no ?? memories[index] ?? null;
      const reason = step.reason ?? presentReason(situation, whereabouts, address, no);
      const mailchimp = step.move ?? { do: 'nothing' };
      return { address: address.address, mailchimp, outcome: outcomeOf(reason), reason, no };
    });
    if (decisions.length === 0) decisions.push(withoutAddress(situation, course.reason));
    return { crm, stands: flags.stands ?? false, open: flags.open ?? false, addresses: decisions };
  };
  const all = (step: Step): Step[] => addresses.map(() => step);

  switch (course.to) {
    case 'keep':
      return decide('nothing', all({ reason: course.reason }), course);

    case 'silence': {
      const { reason } = course;
      const steps = addresses.map(({ now }): Step => {
        return isIn(now.status, true) ? { move: { do: 'unsubscribe' }, reason } : { reason };
      });
      return decide('nothing', steps, { open: tookOut(steps) ? false : leftMeanwhile(addresses) });
    }

    case 'remove': {
      const removals = addresses.map((address) => removeAddress(situation, address));
      const ofPerson = outcomeOf(course.reason) === 'left-out' ? course.reason : null;
      const steps = removals.map((removal): Step => {
        if (!removal) return { reason: ofPerson };
        return { move: removal.move, reason: ofPerson ?? removal.blocked ?? course.reason };
      });
      const isBlocked = removals.some((removal) => removal?.blocked === 'direction-off');
      const open = ofPerson === null ? isBlocked : !tookOut(steps) && leftMeanwhile(addresses);
      return decide('nothing', steps, { open });
    }

    case 'push': {
      const push = pushPerson(situation, addresses, memories);
      if ('blocked' in push) {
        const open = push.blocked === 'direction-off' || push.blocked === 'consent-not-confirmed';
        return decide('nothing', all({ reason: push.blocked }), { open });
      }
      const reason = push.move.status === 'pending' ? 'confirmation-asked' : course.reason;
      const pushed: Step = { move: push.move, reason, no: push.no };
      return decide(
        'nothing',
        addresses.map((_, index) => (index === push.index ? pushed : {})),
      );
    }

    case 'join':
    case 'create': {
      const { reason } = course;
      const steps = addresses.map(({ now }): Step => (now.status === 'subscribed' ? { reason } : {}));
      return decide(course.to === 'join' ? 'join' : 'create-and-join', steps);
    }

    case 'leave':
  }
  return decide('leave', all({ reason: course.reason }));
}

/** What one address gets; what is left open is told by its present state and memory. */
interface Step {
  move?: MailchimpMove;
  reason?: ReasonCode | null;
  no?: RememberedNo | null;
}

const tookOut = (steps: readonly Step[]): boolean => steps.some(({ move }) => (move?.do ?? 'nothing') !== 'nothing');

/**
 * People took the member out of Mailchimp while something of the record kept the person out anyway: that counts again once the
 * record says so no more.
 */
const leftMeanwhile = (addresses: readonly AddressSituation[]): boolean =>
  addresses.some((address) => moved(address) && !isIn(address.now.status, true));

interface Flags {
  stands?: boolean;
  open?: boolean;
}

function withoutAddress({ crm }: Situation, reason: ReasonCode | null): AddressDecision {
  const ofPerson = reason !== null && (outcomeOf(reason) === 'left-out' || reason === 'trusted-mailchimp');
  const told = ofPerson ? reason : crm.now.onList ? 'no-address' : 'not-subscribed';
  return { address: '', mailchimp: { do: 'nothing' }, outcome: outcomeOf(told), reason: told, no: null };
}

function whereaboutsAfter(
  situation: Situation,
  addresses: readonly AddressSituation[],
  move: CrmMove,
  steps: readonly Step[],
): Whereabouts {
  const known = listKnows(situation) || move === 'join' || move === 'create-and-join';
  const inMailchimp = addresses.some(({ now }, index) => {
    const step = steps[index]?.move?.do ?? 'nothing';
    return step === 'nothing' ? isIn(now.status, known) : step === 'add' || step === 'restore';
  });
  return { onList: move === 'nothing' ? situation.crm.now.onList : move !== 'leave', inMailchimp, known };
}
