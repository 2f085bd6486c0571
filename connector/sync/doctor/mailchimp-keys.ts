/** Every key: whether Mailchimp takes it, and whether every account in Dynamics 365 still has one. */

import { ServiceError } from '../../service-error';
import type { Services } from '../run/services';
import { bad, good, note, type Check, type Finding } from './check';

export const mailchimpKeys: Check = {
  name: 'Mailchimp',
  after: ['Tables'],
  async look({ services }) {
    const findings: Finding[] = [];
    const accounts = await services.crm.accounts();
    for (const { secretName } of services.mailchimpKeys) {
      const account = await whoseKey(services, secretName);
      if ('level' in account) {
        findings.push(account);
        continue;
      }
      const { name, accountId } = account;
      const row = accounts.find((account) => account.secretName === secretName);
      findings.push(good(`${secretName} is a key of ${name}.`));
      if (!row) {
        findings.push(note(`${name} has not been read yet: choose "Get audiences from Mailchimp" in Sync Audiences.`));
      } else if (row.mailchimpAccountId !== accountId) {
        findings.push(
          bad(`${secretName} is a key of another account than ${row.name}: set it to a key of that account again.`),
        );
      }
    }
    for (const { secretName, name } of accounts) {
      if (services.mailchimpKeys.some((key) => key.secretName === secretName)) continue;
      findings.push(bad(`The setting ${secretName} is missing: set it to the API key of the account ${name}.`));
    }
    return findings;
  },
};

/** Mailchimp's own account, or what keeps it from answering, with the setting that holds the key. */
async function whoseKey(
  services: Services,
  secretName: string,
): Promise<{ name: string; accountId: string } | Finding> {
  try {
    return await services.mailchimp(secretName).account();
  } catch (error) {
    if (error instanceof ServiceError && error.kind !== 'bug') return bad(`${secretName}: ${error.message}`);
    throw error;
  }
}
