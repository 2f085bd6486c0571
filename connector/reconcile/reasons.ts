/**
 * Why somebody is in sync, waiting, left out or in need of attention: a closed set. The order is the order of the choice
 * column in Dataverse and must only ever grow at the end.
 */

export interface Reason {
  /** A few words, for a badge or a column. */
  title: string;
  /** One sentence for the person who reads it. */
  sentence: string;
  /** What a person can do; empty where nothing needs doing. */
  cure: string;
}

export const reasons = {
  agreed: { title: 'Both sides agree', sentence: 'Dynamics 365 and Mailchimp agree.', cure: '' },
  'crm-moved': {
    title: 'Changed in Dynamics 365',
    sentence: 'Only Dynamics 365 changed, so Mailchimp followed.',
    cure: '',
  },
  'mailchimp-moved': {
    title: 'Changed in Mailchimp',
    sentence: 'Only Mailchimp changed, so the marketing list followed.',
    cure: '',
  },
  'crm-later': {
    title: 'Dynamics 365 changed last',
    sentence: 'Dynamics 365 changed last, so Mailchimp followed.',
    cure: '',
  },
  'mailchimp-later': {
    title: 'Mailchimp changed last',
    sentence: 'Mailchimp changed last, so the marketing list followed.',
    cure: '',
  },
  'never-on-list': {
    title: 'Never on the list',
    sentence: 'The person was never on the marketing list, so Mailchimp decided.',
    cure: '',
  },
  'not-in-mailchimp': {
    title: 'Was not in Mailchimp',
    sentence: 'The person was not in Mailchimp, so Dynamics 365 decided.',
    cure: '',
  },
  'trusted-crm': {
    title: 'Dynamics 365 was trusted',
    sentence: 'Dynamics 365 was trusted for this run, so Mailchimp followed.',
    cure: '',
  },
  'trusted-mailchimp': {
    title: 'Mailchimp was trusted',
    sentence: 'Mailchimp was trusted for this run, so the marketing list followed.',
    cure: '',
  },
  'confirmation-asked': {
    title: 'Asked to confirm',
    sentence: 'Mailchimp has asked the person to confirm; there is no answer yet.',
    cure: 'Wait for the answer, or ask the person to look for the mail.',
  },
  'needs-approval': {
    title: 'Waits for approval',
    sentence: 'The change is held because more people than allowed would be changed in a day.',
    cure: 'Look at the run and approve the change, or cancel it.',
  },
  'consent-not-confirmed': {
    title: 'Agreement not confirmed',
    sentence: 'Nobody has confirmed yet that the people on the list agreed to receive this mailing.',
    cure: 'Open Manage and confirm it, then sync again.',
  },
  'retry-later': {
    title: 'Mailchimp asks to wait',
    sentence: 'Mailchimp accepts no more sign-ups for this address at the moment.',
    cure: 'Nothing; it is tried again by itself.',
  },
  'said-no': {
    title: 'Said no',
    sentence: 'The person unsubscribed and is not subscribed again by a sync.',
    cure: 'Only the person can sign up again, for example through a Mailchimp form.',
  },
  complained: {
    title: 'Complained',
    sentence: 'The person reported a mailing as unwanted.',
    cure: 'Only the person can sign up again.',
  },
  bounced: {
    title: 'Address bounced',
    sentence: 'Mailchimp gave up on the address because mail to it bounces.',
    cure: 'Correct the address in Dynamics 365.',
  },
  forgotten: {
    title: 'Deleted for good',
    sentence: 'The address was permanently deleted in Mailchimp and cannot be imported again.',
    cure: 'Only the person can sign up again, through a Mailchimp form.',
  },
  unconfirmed: {
    title: 'Did not confirm',
    sentence: 'The person was asked to confirm and did not.',
    cure: 'Only the person can sign up again.',
  },
  'no-address': {
    title: 'No e-mail address',
    sentence: 'The person has no e-mail address in Dynamics 365.',
    cure: 'Enter an address.',
  },
  'opted-out': {
    title: 'No bulk e-mail',
    sentence: 'The record in Dynamics 365 says that the person does not want bulk e-mail.',
    cure: 'If the person agrees, change the contact preference of the record.',
  },
  inactive: {
    title: 'Inactive record',
    sentence: 'The record in Dynamics 365 is inactive.',
    cure: 'Reactivate it if the person shall receive the mailing.',
  },
  qualified: {
    title: 'Qualified lead',
    sentence: 'The lead was qualified; the record is read-only.',
    cure: 'Put the contact on a list of contacts.',
  },
  disqualified: {
    title: 'Disqualified lead',
    sentence: 'The lead was disqualified.',
    cure: 'Reactivate it if the person shall receive the mailing.',
  },
  deleted: {
    title: 'Deleted in Dynamics 365',
    sentence: 'The record was deleted in Dynamics 365 and is not created again.',
    cure: 'Nothing; it returns when the person signs up again.',
  },
  'creation-off': {
    title: 'Creation is switched off',
    sentence: 'Nobody in Dynamics 365 has this address, and creating people is switched off.',
    cure: 'Create the record, or switch creation on in Manage.',
  },
  'other-type': {
    title: 'Record of the other type',
    sentence:
      'The address belongs to a record of the other type (a lead for a contact list, or a contact for a lead list).',
    cure: 'Create people of the list\u2019s type in Manage, or leave the person out.',
  },
  'stranger-pending': {
    title: 'Has not confirmed',
    sentence: 'The person has not confirmed the sign-up in Mailchimp yet.',
    cure: 'Nothing; the person follows after confirming.',
  },
  'not-marketing': {
    title: 'No marketing in Mailchimp',
    sentence: 'Mailchimp knows the address without permission for marketing.',
    cure: 'Only the person can sign up.',
  },
  'not-subscribed': {
    title: 'Not subscribed',
    sentence: 'The person is neither subscribed in Mailchimp nor on the marketing list.',
    cure: '',
  },
  'direction-off': {
    title: 'Direction is switched off',
    sentence: 'The direction chosen in Manage does not carry this change over.',
    cure: 'Change the direction in Manage.',
  },
  'not-ours': {
    title: 'Not managed here',
    sentence: 'The member was never on the list, so it is not removed from Mailchimp.',
    cure: '',
  },
  'address-refused': {
    title: 'Address refused',
    sentence: 'Mailchimp refuses the address as fake or invalid.',
    cure: 'Correct the address in Dynamics 365.',
  },
  'fields-refused': {
    title: 'Value refused',
    sentence: 'Mailchimp refuses a value of this person.',
    cure: 'Correct the value that the run names.',
  },
  'refused-by-mailchimp': {
    title: 'Refused by Mailchimp',
    sentence: 'Mailchimp refused this person.',
    cure: 'Read what Mailchimp answered in the run.',
  },
  'refused-by-crm': {
    title: 'Refused by Dynamics 365',
    sentence: 'Dynamics 365 refused this person.',
    cure: 'Read what Dynamics 365 answered in the run.',
  },
  'shared-address': {
    title: 'Shared address',
    sentence: 'Another record has the same address and is synced in its place.',
    cure: 'Give each person an address of their own, or merge the records.',
  },
  untagged: {
    title: 'Stays in Mailchimp',
    sentence: 'The person left the marketing list; by the removal rule chosen in Manage the member stays in Mailchimp.',
    cure: 'Choose another removal rule in Manage, or archive the member in Mailchimp.',
  },
  undone: {
    title: 'Undone',
    sentence: 'A run was undone for this person: both sides stay as they are until one of them changes.',
    cure: 'Change either side to have it carried over, for example by taking the person off the list and adding them again.',
  },
  'further-list-only': {
    title: 'Only on a further list',
    sentence:
      'The person is on a marketing list that belongs to a tag or an interest, but not in the audience, and that list does not subscribe anybody.',
    cure: 'Put the person on the marketing list of the audience, or let the tag or interest subscribe newcomers.',
  },
  'not-visible': {
    title: 'Not visible to the service',
    sentence: 'The marketing list names a record that the service may not read: both sides stay as they are.',
    cure: 'Let the application user read the record, or take it off the list.',
  },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof reasons;

const isReasonCode = (code: string): code is ReasonCode => code in reasons;

export const reasonCodes: ReasonCode[] = Object.keys(reasons).filter(isReasonCode);
