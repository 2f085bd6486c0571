/** The rows of Audience Member: one per person and address in an audience, as the runs have left it. */
import type { RecordId } from '../frame/use-visible-people';
import { choices, tables, type Choice } from '../schema.generated';
import { codeOf, dateOf, flagOf, quotedPart, textOf, type Query, type Row } from '../web-api';

export interface Member {
  id: string;
  /** Empty for somebody without an address. */
  address: string;
  name: string;
  /** The contact or lead; null for somebody whom nobody in Dynamics 365 has. */
  record: RecordId | null;
  status: Choice<'mcs_memberstatus'>;
  mailchimpChangedOn: Date | null;
  onList: boolean;
  listChangedOn: Date | null;
  outcome: Choice<'mcs_outcome'> | null;
  reason: Choice<'mcs_reason'> | null;
  tags: string | null;
  webId: string | null;
  personId: string | null;
  retryDue: Date | null;
  lastRunId: string | null;
  createdOn: Date | null;
  memory: { crm: string | null; mailchimp: string | null; consent: string | null };
}

export interface MemberFilter {
  outcome: Choice<'mcs_outcome'> | null;
  reason: Choice<'mcs_reason'> | null;
  text: string;
}

export function memberQuery(audienceId: string, { outcome, reason, text }: MemberFilter): Query {
  const conditions = [`_mcs_audienceid_value eq ${audienceId}`];
  if (outcome !== null) conditions.push(`mcs_outcome eq ${choices.mcs_outcome[outcome]}`);
  if (reason !== null) conditions.push(`mcs_reason eq ${choices.mcs_reason[reason]}`);
  const part = text.trim();
  if (part !== '') {
    const columns = ['mcs_name', 'mcs_personname'].map((column) => `contains(${column},${quotedPart(part)})`);
    conditions.push(`(${columns.join(' or ')})`);
  }
  return { select: memberColumns, filter: conditions.join(' and '), orderBy: 'mcs_name asc,mcs_audiencememberid asc' };
}

export const memberColumns = [
  tables.mcs_audiencemember.id,
  'mcs_name',
  'mcs_personname',
  'mcs_personid',
  'mcs_persontype',
  '_mcs_contactid_value',
  '_mcs_leadid_value',
  'mcs_memberstatus',
  'mcs_mailchimpchangedon',
  'mcs_onlist',
  'mcs_listchangedon',
  'mcs_outcome',
  'mcs_reason',
  'mcs_tags',
  'mcs_webid',
  'mcs_retrydue',
  '_mcs_lastrunid_value',
  'createdon',
  'mcs_lastcrm',
  'mcs_lastmailchimp',
  'mcs_consent',
];

export function memberOf(row: Row): Member {
  const name = textOf(row, 'mcs_name') ?? '';
  return {
    id: textOf(row, tables.mcs_audiencemember.id) ?? '',
    // Only an address has an @; a row without one is named by the person.
    address: name.includes('@') ? name : '',
    name: textOf(row, 'mcs_personname') ?? (name.includes('@') ? '' : name),
    record: recordOf(row),
    status: codeOf(row, 'mcs_memberstatus', choices.mcs_memberstatus) ?? 'absent',
    mailchimpChangedOn: dateOf(row, 'mcs_mailchimpchangedon'),
    onList: flagOf(row, 'mcs_onlist') ?? false,
    listChangedOn: dateOf(row, 'mcs_listchangedon'),
    outcome: codeOf(row, 'mcs_outcome', choices.mcs_outcome),
    reason: codeOf(row, 'mcs_reason', choices.mcs_reason),
    tags: textOf(row, 'mcs_tags'),
    webId: textOf(row, 'mcs_webid'),
    personId: textOf(row, 'mcs_personid'),
    retryDue: dateOf(row, 'mcs_retrydue'),
    lastRunId: textOf(row, '_mcs_lastrunid_value'),
    createdOn: dateOf(row, 'createdon'),
    memory: {
      crm: textOf(row, 'mcs_lastcrm'),
      mailchimp: textOf(row, 'mcs_lastmailchimp'),
      consent: textOf(row, 'mcs_consent'),
    },
  };
}

/** A deleted record is still named by its id, so that nobody learns its name who might not have read it. */
function recordOf(row: Row): RecordId | null {
  const contactId = textOf(row, '_mcs_contactid_value');
  if (contactId !== null) return { type: 'contact', id: contactId };
  const leadId = textOf(row, '_mcs_leadid_value');
  if (leadId !== null) return { type: 'lead', id: leadId };
  const personId = textOf(row, 'mcs_personid');
  const type = codeOf(row, 'mcs_persontype', choices.mcs_persontype);
  return personId === null || type === null ? null : { type, id: personId };
}

/** The user may always see a row of her own about somebody who has no record. */
export const visibleAs = ({ id, record }: Member): RecordId => record ?? { type: 'member', id };
