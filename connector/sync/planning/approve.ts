/**
 * Carries out what an earlier run held, for the people that somebody named: both sides are read again, everybody is decided
 * again, and only who is decided as before is carried out. Nobody else is touched.
 */

import type { MailchimpAccount } from '../../mailchimp/port';
import { remembered } from '../../reconcile/remembered-text';
import { ServiceError } from '../../service-error';
import type { Claim } from '../run/claim';
import { heldOf, heldPerson, isNamed, waitingOf, type HeldPerson } from '../guard/held';
import { makePlan, type Planned, type PlanningSlice } from './make-plan';
import type { PlannedPerson } from './plan-person';
import type { Services } from '../run/services';
import type { Wish } from '../run/wish';

export interface Approval {
  /** How many people were approved. */
  people: number;
  /** Narrows what was decided to what was approved. */
  choose(planned: readonly PlannedPerson[]): PlannedPerson[];
}

export async function planApproval(
  services: Services,
  mailchimp: MailchimpAccount,
  claimed: Claim,
  wish: Extract<Wish, { kind: 'approve' }>,
  slice: PlanningSlice,
): Promise<Planned> {
  const { documents } = services.storage;
  const { audience, run } = claimed;
  const waiting = (await waitingOf(documents, audience.id)).find(({ runId }) => runId === wish.runId);
  if (!waiting) throw nothingWaits();
  const approved = (await heldOf(documents, wish.runId)).filter(isNamed(wish.people));
  if (approved.length === 0) {
    throw new ServiceError('refused', 'None of the people named wait for approval in that run. Nothing was changed.');
  }
  const { trust, firstRun, consentConfirmed } = waiting.terms;
  const asThen: Claim = {
    ...claimed,
    audience: { ...audience, trustOverride: trust },
    firstRun,
    run: { ...run, consentConfirmed: run.consentConfirmed || consentConfirmed },
  };
  return makePlan(services, mailchimp, asThen, slice, {
    people: approved.length,
    choose: (planned) => choose(planned, approved),
  });
}

export const nothingWaits = () =>
  new ServiceError('refused', 'Nothing of that run waits for approval any more. Nothing was changed.');

function choose(planned: readonly PlannedPerson[], approved: readonly HeldPerson[]): PlannedPerson[] {
  const wanted = new Map(approved.flatMap((person) => person.rowIds.map((id) => [id, person])));
  return planned.filter((one) => {
    const held = one.plan.addresses.map(({ row }) => wanted.get(row.id)).find((person) => person !== undefined);
    return held !== undefined && isSame(heldPerson(one), held);
  });
}

/** Whoever is decided otherwise now has moved since, on one side or in the rules. */
const isSame = (now: HeldPerson, then: HeldPerson): boolean =>
  now.crm === then.crm &&
  JSON.stringify(now.moves.map(told)) === JSON.stringify(then.moves.map(told)) &&
  JSON.stringify(records(now)) === JSON.stringify(records(then));

/** Of a long value that Mailchimp was not asked for again only the digest is known. */
const records = ({ records: of }: HeldPerson) =>
  of
    ? {
        ...of,
        values: of.values?.map((value) => ({ ...value, from: remembered(value.from), to: remembered(value.to) })),
      }
    : null;

const told = ({ address, move, from }: HeldPerson['moves'][number]) => [address.toLowerCase(), move, from];
