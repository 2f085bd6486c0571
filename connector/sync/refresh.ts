/** Learns which Mailchimp accounts the keys belong to and which audiences they have, and writes both down in Dataverse. */

import { ServiceError } from '../service-error';
import { refuseCopiedEnvironment } from './run/claim';
import { refreshLabels } from './labels/refresh-labels';
import type { MailchimpKey, Services } from './run/services';

export interface RefreshResult {
  accounts: number;
  audiences: number;
  /** One sentence per account that could not be read. */
  failures: string[];
}

export async function refresh(services: Services): Promise<RefreshResult> {
  if (services.mailchimpKeys.length === 0) {
    throw new ServiceError('misconfigured', 'No Mailchimp key is set. Set MAILCHIMP_API_KEY to a key of the account.');
  }
  const result: RefreshResult = { accounts: 0, audiences: 0, failures: [] };
  for (const key of services.mailchimpKeys) {
    try {
      result.audiences += await refreshAccount(services, key);
      result.accounts += 1;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      result.failures.push(`${key.secretName}: ${error.message}`);
      await noteFailure(services, key, error);
    }
  }
  return result;
}

/** Takes no lease: it only reads Mailchimp, and what it writes is the same whoever writes it. */
async function refreshAccount(services: Services, key: MailchimpKey): Promise<number> {
  const mailchimp = services.mailchimp(key.secretName);
  const info = await mailchimp.account();
  const { organizationId } = await services.crm.me();
  const known = (await services.crm.accounts()).find((account) => account.mailchimpAccountId === info.accountId);
  if (known) refuseCopiedEnvironment(known, organizationId);
  const id = await services.crm.saveAccount({
    ...key,
    name: info.name,
    mailchimpAccountId: info.accountId,
    organizationId,
    connectionStatus: 'connected',
    error: null,
    checkedOn: services.now().toISOString(),
  });
  const audiences = await mailchimp.audiences();
  await services.crm.saveAudiences(id, audiences);
  await refreshLabels(services.crm, mailchimp, audiences);
  return audiences.length;
}

async function noteFailure(services: Services, key: MailchimpKey, error: ServiceError): Promise<void> {
  const known = (await services.crm.accounts()).find((account) => account.secretName === key.secretName);
  if (!known) return;
  await services.crm.saveAccount({
    ...known,
    ...key,
    connectionStatus: connectionStatusAfter(error),
    error: error.message,
    checkedOn: services.now().toISOString(),
  });
}

function connectionStatusAfter(error: ServiceError) {
  if (error.code === 'copied-environment') return 'copied';
  return error.kind === 'misconfigured' ? 'key-refused' : 'unreachable';
}
