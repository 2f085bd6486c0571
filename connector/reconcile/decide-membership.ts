/**
 * What shall be done about one person in one audience: the whole rule of membership. First the law (a no, an opt-out, a
 * record that is not active), then whether the two sides differ, then who is followed, then what that means for each address.
 */

import { carryOut, type Course } from './carry-out';
import type { Decision } from './decision';
import { byStrength, pushPerson, reasonOfNo, sameAddress, unknownAddress } from './push-person';
import type { ReasonCode } from './reasons';
import { personalNos, rememberNos } from './remember-no';
import type { AddressSituation, RememberedNo, Situation } from './situation';
import { instant, isIn, listKnows, whoWins } from './who-wins';

export function decideMembership(situation: Situation): Decision {
  const { preferredAddress } = situation;
  const addresses = situation.addresses.filter(({ address }) => address !== '');
  const beside = preferredAddress !== null && !addresses.some(({ address }) => sameAddress(address, preferredAddress));
  const all = beside ? [...addresses, unknownAddress(preferredAddress)] : addresses;
  const memories = rememberNos({ addresses: all, crmNow: situation.crmNow, now: situation.now });

  const decision = carryOut(situation, all, memories, chooseCourse(situation, all, memories));

  const extra = decision.addresses.at(-1);
  if (beside && addresses.length > 0 && extra?.mailchimp.do === 'nothing') decision.addresses.pop();
  return decision;
}

function chooseCourse(
  situation: Situation,
  addresses: readonly AddressSituation[],
  memories: readonly (RememberedNo | null)[],
): Course {
  const { person, crm } = situation;
  const inMailchimp = addresses.some(({ now }) => isIn(now.status, listKnows(situation)));

  if (person === null) return ofStranger(situation, inMailchimp);
  if (person.optedOut) return { to: 'silence', reason: 'opted-out' };
  switch (person.state) {
    case 'qualified':
      return { to: 'keep', reason: 'qualified', stands: false };
    case 'inactive':
    case 'disqualified':
      return { to: 'remove', reason: person.state };
    case 'unseen':
      return { to: 'keep', reason: 'not-visible', stands: false, open: true };
    case 'deleted':
      return ofDeleted(situation, addresses);
    case 'active':
  }

  if (inMailchimp === crm.now.onList) return { to: 'keep', reason: null, stands: nothingMoved(situation) };
  const winner = whoWins({ ...situation, addresses: [...addresses] }, personalNos(memories));
  if (winner === null) {
    if (!crm.now.onList) return { to: 'keep', reason: null, stands: true };
    const [no] = byStrength(personalNos(memories));
    if (!no && addresses.every(waitsForUs)) return { to: 'push', reason: 'crm-moved' };
    const push = pushPerson(situation, addresses, memories);
    return { to: 'keep', reason: reasonThatStands(no, 'blocked' in push ? push.blocked : null), stands: true };
  }
  const { side, reason } = winner;
  if (side === 'crm') return { to: crm.now.onList ? 'push' : 'remove', reason };
  if (inMailchimp) return toList(situation, 'join', reason);
  const saysNo = memories.some((no) => no !== null);
  return saysNo ? { to: 'leave', reason } : toList(situation, 'leave', reason);
}

/** Once nothing moved, a no is not answered any more, so what would stand in the way of an answer is no reason either. */
function reasonThatStands(no: RememberedNo | undefined, blocked: ReasonCode | null): ReasonCode | null {
  const ofAnswer = blocked === null || blocked === 'direction-off' || blocked === 'consent-not-confirmed';
  return no && ofAnswer ? reasonOfNo[no.kind] : blocked;
}

/** Nobody in the CRM owns the address. A pending member has not agreed yet and creates nobody. */
function ofStranger(situation: Situation, inMailchimp: boolean): Course {
  if (!inMailchimp) return { to: 'keep', reason: null, stands: nothingMoved(situation) };
  if (situation.run.trust === 'crm') return { to: 'remove', reason: 'trusted-crm' };
  return create(situation);
}

function create(situation: Situation): Course {
  if (!situation.rules.createPeople) return { to: 'keep', reason: 'creation-off', stands: false, open: true };
  return toList(situation, 'create', situation.run.trust === 'mailchimp' ? 'trusted-mailchimp' : 'never-on-list');
}

/** Never created again, unless the person signs up after the deletion. */
function ofDeleted(situation: Situation, addresses: readonly AddressSituation[]): Course {
  const { crm, run } = situation;
  const deletedOn = crm.now.onList ? null : crm.now.changedOn;
  const signedUp = addresses.some(({ now, last }) => {
    if (now.status !== 'subscribed' || now.by === 'us') return false;
    if (last) return last.status !== 'subscribed';
    return deletedOn !== null && now.changedOn !== null && instant(now.changedOn) > instant(deletedOn);
  });
  return signedUp && run.trust !== 'crm' ? create(situation) : { to: 'remove', reason: 'deleted' };
}

function toList({ rules }: Situation, to: 'join' | 'create' | 'leave', reason: ReasonCode): Course {
  if (rules.direction !== 'to-mailchimp') return { to, reason };
  return { to: 'keep', reason: 'direction-off', stands: false, open: true };
}

/** An address that only we keep out of Mailchimp, or that never was there: nothing but a former obstacle held the person back. */
function waitsForUs({ now, wasIn }: AddressSituation): boolean {
  if (now.status === 'absent') return !wasIn;
  return now.status === 'cleaned' || now.by === 'us';
}

function nothingMoved({ crm, addresses }: Situation): boolean {
  return crm.last?.onList === crm.now.onList && addresses.every(({ now, last }) => now.status === last?.status);
}
