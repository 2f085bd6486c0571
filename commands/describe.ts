/** A run in a few lines for a terminal. */

import { choiceLabels } from '../connector/dataverse/schema.generated';
import type { RunReport } from './run-in-process';

const numbers: [key: string, one: string, more: string][] = [
  ['create', 'person is created', 'people are created'],
  ['join', 'person joins the list, created ones included', 'people join the list, the created ones included'],
  ['add', 'person joins Mailchimp', 'people join Mailchimp'],
  ['leaveList', 'person leaves the list', 'people leave the list'],
  ['leaveMailchimp', 'person leaves Mailchimp', 'people leave Mailchimp'],
  ['confirmations', 'confirmation mail is sent', 'confirmation mails are sent'],
  ['namesToCrm', 'name is filled in Dynamics 365', 'names are filled in Dynamics 365'],
  ['namesToMailchimp', 'name is filled in Mailchimp', 'names are filled in Mailchimp'],
  ['leftOut', 'person is left out', 'people are left out'],
  ['held', 'change waits for approval', 'changes wait for approval'],
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

/** The sentence of an undo holds its numbers; those of the plan count whoever it puts back as left out. */
export function describeUndo(report: RunReport): string {
  const { audience, firstRunShown, mailchimp, dataverse, sentence, seconds, status } = report;
  const shown = firstRunShown && status === 'completed';
  return [
    `${audience}: ${shown ? '' : `${choiceLabels.mcs_runstatus[status]}. `}${sentence}`,
    `  Mailchimp ${calls(mailchimp)}, Dynamics 365 ${calls(dataverse)}, ${seconds} s`,
  ].join('\n');
}

const lines = ({ counts }: RunReport): string[] =>
  numbers.flatMap(([key, one, more]) => {
    const count = counts.plan[key];
    return typeof count === 'number' && count > 0 ? [`  ${counted(count, one, more)}`] : [];
  });

const calls = ({ requests, writes }: RunReport['mailchimp']) =>
  `${counted(requests, 'request', 'requests')} (${counted(writes, 'record', 'records')} changed)`;

const counted = (count: number, one: string, more: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;
