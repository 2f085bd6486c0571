/** What every step of applying a chunk is given. */

import type { Crm, RecordRefusal } from '../../dataverse/port';
import type { MailchimpAccount } from '../../mailchimp/port';
import type { PlanTarget } from '../run/person-plan';

export interface Applying {
  crm: Crm;
  mailchimp: MailchimpAccount;
  target: PlanTarget;
  /** Nobody else creates people while this runs: two accounts could otherwise create the same person twice. */
  whileNobodyElseCreates<T>(work: () => Promise<T>): Promise<T>;
  /** ISO, by Mailchimp's clock: when what the plan answers was seen. */
  readAt: string;
  /** The same by the clock of Dynamics 365. */
  crmReadAt: string;
  /** Told about rows that Dynamics 365 refused: those people are decided again by the next run. */
  unrecorded: (refusals: RecordRefusal[]) => void;
  /** ISO; when a refusal that passes by itself is looked at again. */
  retryAt: string;
}
