/** Whether both services call back: without it changes are seen by the schedule alone. */

import { DataverseRefusal } from '../../dataverse/errors';
import { ServiceError } from '../../service-error';
import { mailchimpOf } from '../run/services';
import { bad, good, note, type Check, type Finding, type Patient } from './check';

export const webhooks: Check = {
  name: 'Webhooks',
  after: ['Tables', 'Mailchimp'],
  async look(patient) {
    const { publicUrl, dataverseSecrets, mailchimpSecrets } = patient.settings.webhooks;
    const missing = [
      ...(publicUrl === null ? ['PUBLIC_URL'] : []),
      ...(dataverseSecrets.length === 0 ? ['DATAVERSE_WEBHOOK_SECRET'] : []),
      ...(mailchimpSecrets.length === 0 ? ['MAILCHIMP_WEBHOOK_SECRET'] : []),
    ];
    if (publicUrl === null || missing.length > 0) {
      return [
        note(
          `Without ${either(missing)} nobody calls back, and changes are seen by the schedule alone: set what is missing.`,
        ),
      ];
    }
    return [...(await ofDynamics(patient, publicUrl)), ...(await ofMailchimp(patient, publicUrl))];
  },
};

const either = (names: readonly string[]): string => names.join(', ').replace(/, (\w+)$/, ' or $1');

const functions = ['sync-requested', 'marketing-list-changed', 'person-changed'] as const;
const remedy = 'run npm run solution -- deploy as an administrator';

async function ofDynamics({ inspection }: Patient, publicUrl: string): Promise<Finding[]> {
  let endpoints;
  try {
    endpoints = await inspection.webhooks();
  } catch (error) {
    if (!isForbidden(error)) throw error;
    // The service has no business with them, so its role leaves them out.
    return [
      note('Webhooks of Dynamics 365 are for administrators to see: npm run solution -- deploy --check looks at them.'),
    ];
  }
  const findings = functions.flatMap((name): Finding[] => {
    const endpoint = endpoints.find(({ url }) => url === `${publicUrl}/api/${name}`);
    if (!endpoint) return [bad(`Dynamics 365 does not call ${publicUrl}/api/${name}: ${remedy}.`)];
    if (endpoint.steps.length === 0) return [bad(`No message leads to ${name}: ${remedy}.`)];
    const disabled = endpoint.steps.filter(({ enabled }) => !enabled).map((step) => step.name);
    return disabled.length > 0 ? [bad(`Disabled: ${disabled.join(', ')}: ${remedy}.`)] : [];
  });
  const failures = await inspection.failedDeliveries();
  if (failures > 0) {
    findings.push(
      bad(
        `${failures === 1 ? 'A call' : `${failures} calls`} to the functions failed in the last day: look at System Jobs in Dynamics 365 and at the log of the function app.`,
      ),
    );
  }
  return findings.length > 0 ? findings : [good('Dynamics 365 calls the functions for every message.')];
}

/** An administrator's right, or one that the environment does not grant. */
const isForbidden = (error: unknown): boolean =>
  (error instanceof DataverseRefusal || error instanceof ServiceError) && error.status === 403;

async function ofMailchimp({ services }: Patient, publicUrl: string): Promise<Finding[]> {
  const accounts = await services.crm.accounts();
  const findings: Finding[] = [];
  for (const audience of await services.crm.audiences()) {
    const account = accounts.find(({ id }) => id === audience.accountId);
    if (audience.tieState !== 'running' || !account) continue;
    const known = await mailchimpOf(services, account).webhooks(audience.listId);
    const ours = known.find(({ url }) => url.startsWith(`${publicUrl}/api/mailchimp/${audience.id}/`));
    if (ours?.asWanted === true) continue;
    findings.push(
      note(`Mailchimp does not call back for ${audience.name} yet: the timer registers the webhook within an hour.`),
    );
  }
  return findings.length > 0 ? findings : [good('Mailchimp calls back for every running audience.')];
}
