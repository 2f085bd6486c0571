/** A run in a few lines for a terminal. */

import { choiceLabels } from '../connector/dataverse/schema.generated';
import type { RunReport } from './run-in-process';

const numbers: [key: string, text: string][] = [
  ['create', 'people are created'],
  ['join', 'people join the list, the created ones included'],
  ['add', 'people join Mailchimp'],
  ['leaveList', 'people leave the list'],
  ['leaveMailchimp', 'people leave Mailchimp'],
  ['confirmations', 'confirmation mails are sent'],
  ['namesToCrm', 'names are filled in Dynamics 365'],
  ['namesToMailchimp', 'names are filled in Mailchimp'],
  ['leftOut', 'people are left out'],
  ['held', 'changes wait for approval'],
];

export function describeNumbers(report: RunReport): string {
  return [
    `${report.audience}: the first sync would do this; nothing has been changed yet.`,
    ...lines(report),
    'Start it with --yes, which also confirms that the people on the list agreed to receive the mailing.',
  ].join('\n');
}

export function describeReport(report: RunReport): string {
  const { mailchimp, dataverse } = report;
  return [
    `${report.audience}: ${choiceLabels.mcs_runstatus[report.status]}. ${report.sentence}`,
    ...lines(report),
    `  Mailchimp ${calls(mailchimp)}, Dynamics 365 ${calls(dataverse)}, ${report.seconds} s`,
  ].join('\n');
}

const lines = ({ counts }: RunReport): string[] =>
  numbers.flatMap(([key, text]) => {
    const count = counts.plan[key];
    return typeof count === 'number' && count > 0 ? [`  ${count.toLocaleString('en')} ${text}`] : [];
  });

const calls = ({ requests, writes }: RunReport['mailchimp']) => `${requests} requests (${writes} records changed)`;
