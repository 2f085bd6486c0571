/** What a run works with: the two services, the storage between slices, a clock and somebody to tell. */

import type { AccountRow, Crm } from '../../dataverse/port';
import type { MailchimpAccount } from '../../mailchimp/port';
import type { MemberDataProvider } from '../fields/providers';
import type { Storage } from '../../storage/port';
import type { Telemetry } from '../../telemetry/port';

export interface MailchimpKey {
  secretName: string;
  /** The suffix of the key, e.g. `us21`. */
  datacentre: string;
}

export interface Services {
  crm: Crm;
  /** The account that the key of that name belongs to; throws `ServiceError` (misconfigured) when the environment has no such key. */
  mailchimp(secretName: string): MailchimpAccount;
  /** All keys that the environment holds, by the name of their setting, e.g. `MAILCHIMP_API_KEY`. */
  mailchimpKeys: readonly MailchimpKey[];
  storage: Storage;
  /** Code that computes merge fields from Dynamics 365. */
  providers?: readonly MemberDataProvider[];
  webhooks: {
    /** Where Mailchimp reaches the functions; null where it cannot. */
    publicUrl: string | null;
    /** The first is the one to use; a second is accepted while one is being replaced. */
    mailchimpSecrets: readonly string[];
  };
  telemetry: Telemetry;
  /** The machine's own time, for deadlines only: what is written comes from the services' clocks. */
  now(): Date;
  /** How much of a reading is decided about at once; fewer only in tests. */
  recordsPerPart?: number;
}

export function mailchimpOf(services: Services, account: AccountRow): MailchimpAccount {
  return services.mailchimp(account.secretName);
}
