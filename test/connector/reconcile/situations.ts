/** Situations in a few words, and a model of two services that do what was decided. */

import type { Decision } from '../../../connector/reconcile/decision';
import {
  defaultRules,
  type AddressSituation,
  type MailchimpWord,
  type MemberStatus,
  type PersonSituation,
  type Situation,
} from '../../../connector/reconcile/situation';

export const now = '2026-02-01T09:00:00Z';

/** A day of January 2026. */
export const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T09:00:00Z`;

export const word = (
  status: MemberStatus,
  changedOn: string | null = null,
  by: MailchimpWord['by'] = 'unknown',
): MailchimpWord => ({
  status,
  changedOn: status === 'absent' ? null : changedOn,
  by,
});

export const member = (
  status: MemberStatus,
  changedOn: string | null = null,
  more: Partial<AddressSituation> = {},
): AddressSituation => ({
  address: 'someone@contoso.example',
  now: word(status, changedOn),
  last: null,
  no: null,
  wasIn: false,
  beforeArchive: null,
  ...more,
});

export const contact: PersonSituation = { type: 'contact', state: 'active', optedOut: false };
export const onList = (changedOn: string | null) => ({ now: { onList: true, changedOn }, last: null });
export const removed = (changedOn: string | null) => ({ now: { onList: false, changedOn }, last: null });
export const neverOnList = { now: { onList: false, changedOn: null }, last: null };

export interface Told {
  rules?: Partial<Situation['rules']>;
  run?: Partial<Situation['run']>;
  person?: PersonSituation | null;
  crm?: Situation['crm'];
  addresses?: AddressSituation[];
  preferredAddress?: string | null;
}

export function situation(told: Told = {}): Situation {
  const addresses = told.addresses ?? [member('absent')];
  return {
    rules: { ...defaultRules, ...told.rules },
    run: { trust: 'none', firstRun: false, consentConfirmed: true, ...told.run },
    person: told.person === undefined ? contact : told.person,
    crm: told.crm ?? neverOnList,
    addresses,
    preferredAddress: told.preferredAddress === undefined ? (addresses[0]?.address ?? null) : told.preferredAddress,
    now,
    crmNow: now,
  };
}

/** Both sides as they are after the decision was carried out, and as a run writes them down. */
export function apply(before: Situation, decision: Decision): Situation {
  const joins = decision.crm === 'join' || decision.crm === 'create-and-join';
  const place = joins
    ? { onList: true, changedOn: now }
    : decision.crm === 'leave'
      ? { onList: false, changedOn: now }
      : before.crm.now;
  const person = decision.crm === 'create-and-join' ? contact : before.person;
  const addresses = decision.addresses.flatMap((decided, index): AddressSituation[] => {
    const known = before.addresses[index];
    if (!known && decided.address === '') return [];
    const old = known ?? member('absent', null, { address: decided.address });
    const said = wordAfter(decided.mailchimp, old.now);
    const isIn = said.status === 'subscribed' || (person !== null && said.status === 'pending');
    return [
      {
        ...old,
        now: said,
        last: decision.open ? old.last : said,
        no: decided.no,
        wasIn: old.wasIn || (isIn && place.onList),
        // What was asked is written down, and asked again only while nothing is decided.
        beforeArchive: decision.open ? old.beforeArchive : null,
      },
    ];
  });
  return {
    ...before,
    person,
    crm: { now: place, last: decision.open ? before.crm.last : place },
    addresses,
  };
}

function wordAfter(move: Decision['addresses'][number]['mailchimp'], said: MailchimpWord): MailchimpWord {
  switch (move.do) {
    case 'nothing':
      return said;
    case 'add':
    case 'restore':
      return word(move.status, now, 'us');
    case 'archive':
      return word('archived', now, 'us');
    case 'unsubscribe':
      return word('unsubscribed', now, 'us');
  }
}
