/** Merge fields of an audience and what may stand in them. https://mailchimp.com/developer/marketing/docs/merge-fields/ */

import { Problem, type FieldError } from './problem';

export const mergeFieldTypes = [
  'text',
  'number',
  'address',
  'phone',
  'date',
  'url',
  'imageurl',
  'radio',
  'dropdown',
  'birthday',
  'zip',
] as const;

export interface MergeField {
  mergeId: number;
  tag: string;
  name: string;
  type: (typeof mergeFieldTypes)[number];
  required: boolean;
  options: Record<string, unknown>;
  defaultValue?: string;
  isPublic?: boolean;
  displayOrder?: number;
  helpText?: string;
}

export type MergeValue = string | number | Record<string, string>;
/** Only what is not empty; an empty field reads back as "" whatever its type. */
export type MergeValues = Record<string, MergeValue>;

export interface MergeRules {
  fields: readonly MergeField[];
  language: 'en' | 'de';
  /** Required fields may stay empty. */
  skipRequired: boolean;
}

/** The values after the write, or the refusal. Unknown tags are ignored without a word. `given` undefined = nothing sent. */
export function mergeValues(
  stored: MergeValues,
  given: Record<string, unknown> | undefined,
  rules: MergeRules,
): MergeValues {
  const result: MergeValues = { ...stored };
  const errors: FieldError[] = [];
  const say = (field: MergeField, message: Message): void => {
    errors.push({ field: field.tag, message: messages[rules.language][message] });
  };
  for (const field of rules.fields) {
    const value = given?.[field.tag];
    if (value !== undefined) {
      const read = readValue(field, value);
      if ('refused' in read) say(field, read.refused);
      else if (read.value === '') delete result[field.tag];
      else result[field.tag] = read.value;
      continue;
    }
    // An incomplete address that is stored already blocks unrelated updates: mc-woocommerce#500.
    const kept = stored[field.tag];
    if (field.type === 'address' && typeof kept === 'object' && !isComplete(kept)) say(field, 'address');
  }
  if (given !== undefined && !rules.skipRequired) {
    for (const field of rules.fields) {
      const refused = errors.some((error) => error.field === field.tag);
      if (field.required && !refused && result[field.tag] === undefined) say(field, 'value');
    }
  }
  if (errors.length > 0) throw new Problem(400, 'Invalid Resource', 'Your merge fields were invalid.', { errors });
  return result;
}

type Message = keyof (typeof messages)['en'];
type Reading = { value: MergeValue } | { refused: Message };

const messages = {
  en: {
    value: 'Please enter a value',
    number: 'Please enter a number',
    address: 'Please enter a complete address',
    date: 'Please enter a date',
    birthday: 'Please enter a month and a day',
    choice: 'Please choose one of the options',
    zip: 'Please enter a zip code of 5 digits',
    phone: 'Please enter a complete phone number',
    shape: 'Data did not match any of the schemas described in anyOf.',
  },
  de: {
    value: 'Bitte gib einen Wert ein.',
    number: 'Bitte gib eine Zahl ein.',
    address: 'Bitte gib eine vollständige Adresse ein.',
    date: 'Bitte gib ein Datum ein.',
    birthday: 'Bitte gib Monat und Tag ein.',
    choice: 'Bitte wähle eine der Möglichkeiten.',
    zip: 'Bitte gib eine Postleitzahl mit 5 Ziffern ein.',
    phone: 'Bitte gib eine vollständige Telefonnummer ein.',
    shape: 'Data did not match any of the schemas described in anyOf.',
  },
} as const;

function readValue(field: MergeField, value: unknown): Reading {
  if (value === '') return { value: '' };
  if (field.type === 'address') return readAddress(value);
  if (typeof value !== 'string' && typeof value !== 'number') return { refused: 'shape' };
  const text = String(value);
  switch (field.type) {
    case 'number': {
      const number = Number(text);
      return text.trim() !== '' && Number.isFinite(number) ? { value: number } : { refused: 'number' };
    }
    case 'date':
      return isDay(text) ? { value: text } : { refused: 'date' };
    case 'birthday':
      return /^\d{2}\/\d{2}$/.test(text) && isDay(`2024-${text.replace('/', '-')}`)
        ? { value: text }
        : { refused: 'birthday' };
    case 'radio':
    case 'dropdown': {
      const choices = field.options['choices'];
      return Array.isArray(choices) && choices.includes(text) ? { value: text } : { refused: 'choice' };
    }
    case 'zip':
      return /^\d{5}$/.test(text) ? { value: text } : { refused: 'zip' };
    case 'phone':
      return field.options['phone_format'] === 'US' && !isUsPhone(text) ? { refused: 'phone' } : { value: cut(text) };
    case 'text':
    case 'url':
    case 'imageurl':
      return { value: cut(text) };
    default:
      return field.type satisfies never;
  }
}

const addressParts = ['addr1', 'addr2', 'city', 'state', 'zip', 'country'] as const;

function readAddress(value: unknown): Reading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { refused: 'address' };
  const address: Record<string, string> = {};
  for (const [part, text] of Object.entries(value)) {
    if (typeof text !== 'string') return { refused: 'shape' };
    if (addressParts.some((known) => known === part)) address[part] = cut(text);
  }
  return isComplete(address) ? { value: address } : { refused: 'address' };
}

function isComplete(address: Record<string, string>): boolean {
  return ['addr1', 'city', 'state', 'zip'].every((part) => (address[part] ?? '') !== '');
}

/** A field in the American format wants ten digits; any other takes what it is given. */
function isUsPhone(text: string): boolean {
  return /^[\d\s().+-]+$/.test(text) && text.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '').length === 10;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** A text is cut at 255 bytes, never in the middle of a character. */
function cut(text: string): string {
  if (Buffer.byteLength(text) <= 255) return text;
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > 255) break;
    kept += character;
  }
  return kept;
}
