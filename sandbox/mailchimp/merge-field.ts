/** Making, changing and deleting merge fields of an audience. https://mailchimp.com/developer/marketing/docs/merge-fields/ */

import type { Audience } from './audience';
import type { MergeField } from './merge-values';
import { invalid, invalidSentence } from './problem';

export interface MergeFieldDetails {
  name: string;
  tag: string | undefined;
  required: boolean | undefined;
  defaultValue: string | undefined;
  isPublic: boolean | undefined;
  displayOrder: number | undefined;
  options: Record<string, unknown>;
  helpText: string | undefined;
}

const mostCharacters = 10;

export function addMergeField(
  audience: Audience,
  type: MergeField['type'],
  details: MergeFieldDetails,
  most: number,
): MergeField {
  if (audience.mergeFields.length >= most) {
    throw invalidSentence(`Merge Max Limit Exceeded: an audience has at most ${most} merge fields.`);
  }
  const mergeId = audience.lastMergeId + 1;
  const field: MergeField = {
    mergeId,
    tag: checkTag(audience, details.tag ?? `MERGE${mergeId}`, null),
    name: checkName(details.name),
    type,
    required: details.required ?? false,
    options: { ...defaultOptions[type], ...details.options },
    defaultValue: details.defaultValue ?? '',
    isPublic: details.isPublic ?? false,
    displayOrder: details.displayOrder ?? mergeId + 1,
    helpText: details.helpText ?? '',
  };
  checkOptions(field);
  audience.lastMergeId = mergeId;
  audience.mergeFields.push(field);
  audience.changed();
  return field;
}

/** What is not named stays. The type of a field is for ever. */
export function changeMergeField(audience: Audience, field: MergeField, details: MergeFieldDetails): void {
  const after: MergeField = {
    ...field,
    tag: details.tag === undefined ? field.tag : checkTag(audience, details.tag, field),
    name: checkName(details.name),
    required: details.required ?? field.required,
    options: { ...field.options, ...details.options },
  };
  if (details.defaultValue !== undefined) after.defaultValue = details.defaultValue;
  if (details.isPublic !== undefined) after.isPublic = details.isPublic;
  if (details.displayOrder !== undefined) after.displayOrder = details.displayOrder;
  if (details.helpText !== undefined) after.helpText = details.helpText;
  checkOptions(after);
  if (after.tag !== field.tag) moveValues(audience, field.tag, after.tag);
  Object.assign(field, after);
  audience.changed();
}

/** Its values are gone with it. */
export function removeMergeField(audience: Audience, field: MergeField): void {
  moveValues(audience, field.tag, null);
  audience.mergeFields.splice(audience.mergeFields.indexOf(field), 1);
  audience.changed();
}

/** https://mailchimp.com/help/manage-audience-signup-form-fields/ */
export const defaultOptions: Readonly<Partial<Record<MergeField['type'], Record<string, unknown>>>> = {
  text: { size: 25 },
  address: { default_country: 164 },
  phone: { phone_format: 'none' },
  birthday: { date_format: 'MM/DD' },
  date: { date_format: 'MM/DD/YYYY' },
};

const reserved = ['EMAIL', 'INTERESTS', 'GROUPINGS', 'OPTIN_IP', 'UNIQID', 'REWARDS', 'ARCHIVE', 'USER_URL', 'DATE'];

function checkTag(audience: Audience, given: string, known: MergeField | null): string {
  const tag = given.toUpperCase();
  const refuse = (message: string): Error => invalid({ field: 'tag', message });
  if (tag === '' || !/^[A-Z0-9_]+$/.test(tag)) throw refuse('A merge tag has letters, digits and underscores alone.');
  if (tag.length > mostCharacters) throw refuse(`A merge tag has at most ${mostCharacters} characters.`);
  if (reserved.includes(tag)) throw refuse(`The merge tag "${tag}" is reserved.`);
  if (audience.mergeFields.some((field) => field !== known && field.tag === tag)) {
    throw invalidSentence(`A Merge Field with the tag "${tag}" already exists for this list.`);
  }
  return tag;
}

function checkName(name: string): string {
  if (name.trim() === '') throw invalid({ field: 'name', message: 'Please enter a value' });
  return name;
}

function checkOptions({ type, options }: MergeField): void {
  if (type !== 'radio' && type !== 'dropdown') return;
  const { choices } = options;
  if (Array.isArray(choices) && choices.length > 0) return;
  throw invalid({ field: 'options.choices', message: 'Please enter at least one choice.' });
}

function moveValues(audience: Audience, from: string, to: string | null): void {
  for (const member of audience.members.values()) {
    const { [from]: value, ...others } = member.mergeFields;
    if (value === undefined) continue;
    member.mergeFields = to === null ? others : { ...others, [to]: value };
  }
}
