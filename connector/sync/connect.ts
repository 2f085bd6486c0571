/** Puts together, from the settings, everything that a run works with. Nothing is called before it is needed. */

import { connectDataverse } from '../dataverse/connect';
import { createTokenSource, type TokenSource } from '../dataverse/token';
import { connectMailchimp } from '../mailchimp/connect';
import type { MailchimpAccount } from '../mailchimp/port';
import { ServiceError } from '../service-error';
import type { Settings } from '../settings';
import { connectStorage } from '../storage/connect';
import { connectTelemetry } from '../telemetry/connect';
import { loadProviders } from './fields/providers';
import type { Services } from './run/services';

/** A run gets connections of its own, so that it counts its own calls; `token` is then shared, because tokens are kept per source. */
export function connect(settings: Settings, token: TokenSource = createTokenSource(settings.dataverse)): Services {
  // One connection per key for the life of the process: its limit of connections counts for all audiences of the account.
  const accounts = new Map<string, MailchimpAccount>();
  return {
    crm: connectDataverse({ settings: settings.dataverse, token }),
    mailchimp: (secretName) => {
      const known = accounts.get(secretName);
      if (known) return known;
      const key = settings.mailchimp.find((one) => one.secretName === secretName);
      if (!key) {
        throw new ServiceError(
          'misconfigured',
          `The setting ${secretName} is missing: set it to the API key of this Mailchimp account.`,
        );
      }
      const account = connectMailchimp({ apiKey: key.key, baseUrl: key.baseUrl });
      accounts.set(secretName, account);
      return account;
    },
    mailchimpKeys: settings.mailchimp.map(({ secretName, datacentre }) => ({ secretName, datacentre })),
    providers: loadProviders(settings.memberDataProviders),
    storage: connectStorage(settings.storage),
    webhooks: settings.webhooks,
    telemetry: connectTelemetry(settings.telemetry),
    now: () => new Date(),
  };
}
