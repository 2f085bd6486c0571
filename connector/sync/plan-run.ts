/** The plan of a run, by what it is asked to do. */

import type { MailchimpAccount } from '../mailchimp/port';
import { planApproval } from './planning/approve';
import type { Claim } from './run/claim';
import { makePlan, type Planned, type PlanningSlice } from './planning/make-plan';
import type { Services } from './run/services';
import { planUndo } from './undo/undo';

export async function planRun(
  services: Services,
  mailchimp: MailchimpAccount,
  claimed: Claim,
  slice: PlanningSlice,
): Promise<Planned> {
  switch (claimed.wish.kind) {
    case 'approve':
      return planApproval(services, mailchimp, claimed, claimed.wish, slice);
    case 'undo':
      return { kind: 'planned', state: await planUndo(services, mailchimp, claimed, claimed.wish) };
    case 'sync':
    case 'preview':
    case 'cancel':
  }
  return makePlan(services, mailchimp, claimed, slice);
}
