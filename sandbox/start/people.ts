/** One line for each person: where they were, where they are now, and why. Pure: it compares what has been read. */
import { joiningUnknown } from '../exports/export-seed';
import type { PersonType } from '../seeds/sample';
import type { Sides } from './sides';

export interface PersonResult {
  name: string;
  email: string;
  /** Mailchimp's status words; null when absent. */
  mailchimpBefore: string | null;
  listBefore: boolean;
  mailchimpAfter: string | null;
  listAfter: boolean;
  person: PersonType | null;
  reason: string;
  /** For people to read, not part of the JSON document. */
  told: { mailchimpBefore: string; crmBefore: string; outcome: string };
}

export interface Comparison {
  before: Sides;
  after: Sides;
  reasons: ReadonlyMap<string, string>;
  /** Person id -> time. */
  removals: ReadonlyMap<string, string>;
  /** Addresses in the order in which people shall be listed; others follow. */
  order: readonly string[];
}

export function comparePeople({ before, after, reasons, removals, order }: Comparison): PersonResult[] {
  const concerned = new Set(
    [before, after].flatMap(({ mailchimp, onList }) => [...mailchimp.keys(), ...onList.keys()]),
  );
  const ordered = new Set([
    ...order.map((address) => address.toLowerCase()).filter((address) => concerned.has(address)),
    ...concerned,
  ]);
  return [...ordered].map((email) => {
    const memberBefore = before.mailchimp.get(email);
    const memberAfter = after.mailchimp.get(email);
    const personBefore = before.people.get(email);
    const personAfter = after.people.get(email);
    const states = {
      mailchimpBefore: memberBefore?.status ?? null,
      listBefore: before.onList.has(email),
      mailchimpAfter: memberAfter?.status ?? null,
      listAfter: after.onList.has(email),
      person: personAfter?.personType ?? null,
    };
    const removed = personBefore && removals.get(personBefore.id.toLowerCase());
    return {
      name: personAfter?.name || memberAfter?.name || memberBefore?.name || email,
      email,
      ...states,
      reason: reasons.get(email) ?? '',
      told: {
        mailchimpBefore: memberBefore ? `${memberBefore.status} ${day(memberBefore.since)}` : 'not there',
        crmBefore: tellCrm(before.onList.get(email), removed),
        outcome: outcomeOf({ ...states, created: personBefore === undefined && personAfter !== undefined }),
      },
    };
  });
}

function tellCrm(added: string | undefined, removed: string | undefined): string {
  if (added !== undefined) {
    const isKnown = Date.parse(added) !== Date.parse(joiningUnknown);
    return isKnown ? `added ${day(added)}` : 'on the list, since when is not known';
  }
  return removed === undefined ? 'never on the list' : `removed ${day(removed)}`;
}

type States = Pick<PersonResult, 'mailchimpBefore' | 'listBefore' | 'mailchimpAfter' | 'listAfter' | 'person'> & {
  created: boolean;
};

export function outcomeOf(states: States): string {
  const { mailchimpBefore, mailchimpAfter, listBefore, listAfter, person, created } = states;
  const said = [
    ...(created && person ? [`created as ${person}`] : []),
    ...(isIn(mailchimpBefore) && !isIn(mailchimpAfter)
      ? [mailchimpAfter === 'archived' ? 'archived in Mailchimp' : 'removed from Mailchimp']
      : []),
    ...(!isIn(mailchimpBefore) && mailchimpAfter === 'subscribed' ? ['added to Mailchimp'] : []),
    ...(!isIn(mailchimpBefore) && mailchimpAfter === 'pending' ? ['asked to confirm'] : []),
    ...(listBefore && !listAfter ? ['removed from the list'] : []),
    ...(!listBefore && listAfter ? ['added to the list'] : []),
  ];
  if (said.length > 0) return said.join(', ');
  return mailchimpAfter === 'subscribed' ? 'stays subscribed' : 'stays as it is';
}

function isIn(status: string | null): boolean {
  return status === 'subscribed' || status === 'pending';
}

/** "5 Jan 2026", in UTC. */
function day(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}
