/** The plan of a run, by what it is asked to do. */

import type { MailchimpAccount } from '../mailchimp/port';
import { planApproval } from './approve';
import type { Claim } from './claim';
import { makePlan } from './make-plan';
import type { RunState } from './run-state';
import type { Services } from './services';
import { planUndo } from './undo';

export function planRun(services: Services, mailchimp: MailchimpAccount, claimed: Claim): Promise<RunState> {
  switch (claimed.wish.kind) {
    case 'approve':
      return planApproval(services, mailchimp, claimed, claimed.wish);
    case 'undo':
      return planUndo(services, mailchimp, claimed, claimed.wish);
    case 'sync':
    case 'preview':
    case 'cancel':
  }
  return makePlan(services, mailchimp, claimed);
}
