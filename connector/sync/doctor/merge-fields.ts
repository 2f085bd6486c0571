/** What each tied audience's list and field mapping would stop on in its next run. */

import { ServiceError } from '../../service-error';
import { readFieldMapping } from '../fields/field-mapping';
import { mailchimpOf, type Services } from '../run/services';
import type { AudienceRow } from '../../dataverse/port';
import { bad, good, note, type Check, type Finding } from './check';

export const mergeFields: Check = {
  name: 'Audiences and fields',
  after: ['Permissions', 'Tables', 'Mailchimp'],
  async look({ services }) {
    const tied = (await services.crm.audiences()).filter(({ tieState }) => tieState !== 'not-tied');
    if (tied.length === 0) return [note('No audience is tied yet: choose Manage in Sync Audiences.')];
    const findings = [];
    for (const audience of tied) findings.push(...(await lookAt(services, audience)));
    return findings;
  },
};

async function lookAt(services: Services, audience: AudienceRow): Promise<Finding[]> {
  const account = (await services.crm.accounts()).find(({ id }) => id === audience.accountId);
  const list = audience.marketingListId === null ? null : await services.crm.marketingList(audience.marketingListId);
  if (!account)
    return [bad(`${audience.name} belongs to no Mailchimp account: choose "Get audiences from Mailchimp".`)];
  if (!list) return [bad(`${audience.name} is tied to a marketing list that is gone: choose another one in Manage.`)];
  const findings: Finding[] = [];
  if (!list.active)
    findings.push(bad(`The marketing list ${list.name} is inactive: activate it, or pause ${audience.name}.`));
  if (list.locked)
    findings.push(bad(`The marketing list ${list.name} is locked: unlock it, or pause ${audience.name}.`));
  if (list.dynamic)
    findings.push(bad(`The marketing list ${list.name} is dynamic: tie ${audience.name} to a static one.`));
  const mailchimp = mailchimpOf(services, account);
  if (!(await mailchimp.audience(audience.listId))) {
    return [...findings, bad(`${audience.name} does not exist in Mailchimp any more: untie it.`)];
  }
  try {
    const type = list.memberType === 'lead' ? 'lead' : 'contact';
    const mapping = await readFieldMapping(services.crm, mailchimp, audience, type, services.providers ?? []);
    findings.push(...mapping.stopped.map((sentence) => bad(`${audience.name}: ${sentence}`)));
    findings.push(...mapping.warnings.map((sentence) => note(`${audience.name}: ${sentence}`)));
    if (findings.length === 0) {
      findings.push(good(`${audience.name} and ${list.name}: ${mapping.fields.length} fields are kept in step.`));
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    findings.push(bad(`${audience.name}: ${error.message}`));
  }
  return findings;
}
