/** The keys of the Mailchimp accounts: `MAILCHIMP_API_KEY` for the only one, `MAILCHIMP_API_KEY_<NAME>` where there are several. */

import type { Environment } from '../environment';

export interface MailchimpKeySettings {
  /** The name of the setting; Dynamics 365 stores this and never the key. */
  secretName: string;
  key: string;
  /** The suffix of the key, e.g. `us21`. */
  datacentre: string;
  /** With the version: `https://us21.api.mailchimp.com/3.0`. */
  baseUrl: string;
}

export function readMailchimpKeys(environment: Environment): MailchimpKeySettings[] {
  const override = environment.text('MAILCHIMP_BASE_URL');
  const origin = override === undefined ? undefined : environment.origin('MAILCHIMP_BASE_URL', override, ['/3.0']);
  const names = environment
    .namesWith('MAILCHIMP_API_KEY')
    .filter((name) => name === 'MAILCHIMP_API_KEY' || /^MAILCHIMP_API_KEY_./.test(name));
  const before = environment.sentences.length;
  const keys: MailchimpKeySettings[] = [];
  for (const secretName of names) {
    const key = environment.text(secretName);
    if (key === undefined) continue;
    // https://mailchimp.com/developer/marketing/docs/fundamentals/#the-api-structure
    const datacentre = /-([a-z]+\d+)$/.exec(key)?.[1];
    if (datacentre === undefined) {
      environment.wrong(
        `${secretName} has no data centre: a Mailchimp API key ends in a hyphen and the data centre, like -us21; copy the whole key from Mailchimp (Profile, Extras, API keys).`,
      );
      continue;
    }
    keys.push({
      secretName,
      key,
      datacentre,
      baseUrl: `${origin ?? `https://${datacentre}.api.mailchimp.com`}/3.0`,
    });
  }
  if (keys.length === 0 && environment.sentences.length === before) {
    environment.wrong(
      'MAILCHIMP_API_KEY is missing: create an API key in Mailchimp (Profile, Extras, API keys) and set it; for several accounts set MAILCHIMP_API_KEY_<NAME> for each.',
    );
  }
  return keys;
}
