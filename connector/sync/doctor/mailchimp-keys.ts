/** Every key: whether Mailchimp takes it, and whether every account in Dynamics 365 still has one. */

import { bad, good, note, type Check, type Finding } from './check';

export const mailchimpKeys: Check = {
  name: 'Mailchimp',
  after: ['Tables'],
  async look({ services }) {
    const findings: Finding[] = [];
    const accounts = await services.crm.accounts();
    for (const { secretName } of services.mailchimpKeys) {
      const { name, accountId } = await services.mailchimp(secretName).account();
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
