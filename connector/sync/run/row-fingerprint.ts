/** Tells whether a row says anything else than what is stored. */

import type { LastLabels, MemberRow, SaidFields } from '../../dataverse/port';

/** Dates are left out: Mailchimp moves them with every edit, and a row is not written again for a date alone. */
export function fingerprintOf(row: MemberRow): string {
  const { crm, mailchimp } = row.last;
  return JSON.stringify([
    row.address,
    row.memberId,
    row.mailchimpContactId,
    row.personId,
    row.personType,
    row.personName,
    row.addressColumn,
    row.status,
    row.onList,
    row.tags.toSorted(),
    row.outcome,
    row.reason,
    row.no,
    row.wasIn,
    row.addressBase,
    row.optOut,
    row.retryDue,
    crm && [crm.onList, ...fieldsOf(crm)],
    row.untidyTags ?? false,
    row.labels && labelsOf(row.labels),
    mailchimp && [mailchimp.status, mailchimp.by, ...fieldsOf(mailchimp)],
  ]);
}

const labelsOf = ({ tags, lists, apart }: LastLabels): unknown[] => [
  tags.toSorted(),
  lists.toSorted(),
  ...(apart ? [apart.tags.toSorted(), apart.lists.toSorted()] : []),
];

const fieldsOf = ({ firstName, lastName, fields = {}, refused = [] }: SaidFields): unknown[] => [
  firstName,
  lastName,
  Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  refused.toSorted(),
];
