/**
 * What the environment says, read once and whole: everything that is missing or wrong is named together, each in a sentence
 * with what to do.
 */

import { Environment, isLoopback, type Env } from './environment';
import { readDataverseSettings, type DataverseSettings } from './dataverse/settings';
import { readMailchimpKeys, type MailchimpKeySettings } from './mailchimp/settings';
import { ServiceError } from './service-error';
import { readStorageSettings, type StorageSettings } from './storage/settings';

export interface Settings {
  dataverse: DataverseSettings;
  /** One per Mailchimp account. */
  mailchimp: MailchimpKeySettings[];
  storage: StorageSettings;
  webhooks: {
    /** Where the two services reach the functions; null where nobody needs to. */
    publicUrl: string | null;
    /** The first is the one to hand out; a second is accepted while one is being replaced. */
    dataverseSecrets: string[];
    mailchimpSecrets: string[];
  };
  /** Who knows one of these may ask how the service stands; without any nobody may. */
  statusSecrets: string[];
  /** The folder of code that computes merge fields from Dynamics 365; null where there is none. */
  memberDataProviders: string | null;
  telemetry: { connectionString: string | null };
}

/** Throws `SettingsError` with every sentence there is. */
export function readSettings(env: Env): Settings {
  const environment = new Environment(env);
  const dataverse = readDataverseSettings(environment);
  const mailchimp = readMailchimpKeys(environment);
  const onThisMachine =
    dataverse !== undefined && isLoopback(dataverse.url) && mailchimp.every(({ baseUrl }) => isLoopback(baseUrl));
  const storage = readStorageSettings(environment, onThisMachine);
  const publicUrl = environment.text('PUBLIC_URL');
  const settings = {
    webhooks: {
      publicUrl: (publicUrl === undefined ? undefined : environment.origin('PUBLIC_URL', publicUrl)) ?? null,
      dataverseSecrets: readSecrets(environment, 'DATAVERSE_WEBHOOK_SECRET'),
      mailchimpSecrets: readSecrets(environment, 'MAILCHIMP_WEBHOOK_SECRET'),
    },
    statusSecrets: readSecrets(environment, 'STATUS_SECRET'),
    memberDataProviders: environment.text('MEMBER_DATA_PROVIDERS') ?? null,
    telemetry: { connectionString: environment.text('APPLICATIONINSIGHTS_CONNECTION_STRING') ?? null },
  };
  if (dataverse === undefined || storage === undefined || environment.sentences.length > 0) {
    throw new SettingsError(environment.sentences);
  }
  return { dataverse, mailchimp, storage, ...settings };
}

export class SettingsError extends ServiceError {
  constructor(readonly sentences: readonly string[]) {
    super('misconfigured', sentences.join('\n'));
  }
}

function readSecrets(environment: Environment, name: string): string[] {
  const secrets = (environment.text(name) ?? '')
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '');
  if (secrets.length > 2) {
    environment.wrong(`${name} holds ${secrets.length} secrets: leave at most two, the new one before the old one.`);
  }
  return secrets;
}
