/** Whether Dynamics 365 answers, and whether it is the environment that the accounts belong to. */

import { bad, good, note, type Check, type Finding } from './check';

/** The timer beats every minute. */
const silentMinutes = 5;

export const dynamics: Check = {
  name: 'Dynamics 365',
  after: [],
  async look({ services, settings, inspection }) {
    const { userId, organizationId } = await services.crm.me();
    const name = await inspection.userName(userId);
    const findings: Finding[] = [good(`Signed in to ${settings.dataverse.url} as ${name}.`)];
    if (!(await inspection.tableExists('mcs_account'))) return findings;
    for (const account of await services.crm.accounts()) {
      if (account.organizationId !== null && account.organizationId !== organizationId) {
        findings.push(
          bad(
            `The Mailchimp account ${account.name} belongs to another Dynamics 365 environment, of which this one seems to be a copy: leave it paused, or give this one an account of its own.`,
          ),
        );
      }
    }
    for (const { name: account, heartbeat } of await inspection.heartbeats()) {
      const age = heartbeat === null ? null : (services.now().getTime() - Date.parse(heartbeat)) / 60_000;
      if (age !== null && age > silentMinutes) {
        findings.push(
          note(
            `The functions last showed signs of life for ${account} ${Math.round(age)} minutes ago: look whether the function app runs.`,
          ),
        );
      }
    }
    return findings;
  },
};
