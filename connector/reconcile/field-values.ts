/**
 * One value on both sides. Whatever a side holds is first read into one text, in the words of the merge field's type; texts are
 * compared, remembered and written back from. A text that the other side cannot hold is refused before it is sent.
 */

import type { FieldKinds } from './field-kinds';
import { fitCharacters, fitForMailchimp, sameText } from './field-text';
import {
  addressInText,
  addressParts,
  columnsOfAddress,
  forMailchimp,
  isComplete,
  partColumns,
  sameAddress,
  textOfAddress,
} from './postal-address';

export type Columns = Readonly<Record<string, unknown>>;
/** Null: the other side cannot hold it. */
export type Written<T> = { value: T } | null;

/** What a person's columns say. */
export function textInCrm({ column, crm, mailchimp }: FieldKinds, columns: Columns): string {
  const value = columns[column];
  switch (crm.kind) {
    case 'address':
      return textOfAddress(
        Object.fromEntries(
          addressParts.map((part) => [part, plain(columns[`${column}_${partColumns[part].suffix}`])] as const),
        ),
      );
    case 'date':
    case 'datetime': {
      const day = dayOf(value);
      return day !== '' && mailchimp.type === 'birthday' ? `${day.slice(5, 7)}/${day.slice(8, 10)}` : day;
    }
    case 'choice':
      return crm.options.find((option) => option.value === value)?.label ?? '';
    case 'yes-no':
      return typeof value === 'boolean' ? (value ? crm.labels.yes : crm.labels.no) : '';
    case 'text':
    case 'number':
      return plain(value);
  }
}

/** What a member's merge fields say. */
export function textInMailchimp({ mailchimp }: FieldKinds, value: unknown): string {
  if (mailchimp.type !== 'address') return plain(value);
  if (typeof value !== 'object' || value === null) return '';
  const parts: Record<string, unknown> = { ...value };
  return textOfAddress(Object.fromEntries(addressParts.map((part) => [part, plain(parts[part])] as const)));
}

export function sameValue({ crm, mailchimp }: FieldKinds, one: string, other: string): boolean {
  if (one === other) return true;
  if (one === '' || other === '') return false;
  if (mailchimp.type === 'address') {
    const [a, b] = [addressInText(one), addressInText(other)];
    return a !== null && b !== null && sameAddress(a, b);
  }
  if (mailchimp.type === 'number' || crm.kind === 'number') return numberIn(one) === numberIn(other);
  if (mailchimp.type === 'phone' && digitsOf(one) !== '' && digitsOf(one) === digitsOf(other)) return true;
  if (crm.kind === 'yes-no') return yesOrNo(one, crm.labels) === yesOrNo(other, crm.labels);
  if (mailchimp.type === 'radio' || mailchimp.type === 'dropdown' || crm.kind === 'choice')
    return fold(one) === fold(other);
  return sameText(one, other, crm.kind === 'text' ? crm.maxLength : mostCharacters);
}

/** What is sent as the value of the merge field; a blank, and an address that is not complete, is `""`. */
export function toMergeValue({ mailchimp }: FieldKinds, text: string): Written<unknown> {
  if (text === '') return { value: '' };
  switch (mailchimp.type) {
    case 'address': {
      const address = addressInText(text);
      return { value: address !== null && isComplete(address) ? forMailchimp(address) : '' };
    }
    case 'number': {
      const number = numberIn(text);
      return typeof number === 'number' ? { value: number } : null;
    }
    case 'date':
      return isDay(text) ? { value: text } : null;
    case 'birthday':
      return isDayOfYear(text) ? { value: text } : null;
    case 'zip':
      return /^\d{5}$/.test(text) ? { value: text } : null;
    case 'phone':
      return mailchimp.americanPhone && digitsOf(text).replace(/^1(?=\d{10}$)/, '').length !== 10
        ? null
        : { value: fitForMailchimp(text) };
    case 'radio':
    case 'dropdown': {
      const choice = mailchimp.choices.find((one) => fold(one) === fold(text));
      return choice === undefined ? null : { value: choice };
    }
    case 'text':
    case 'url':
    case 'imageurl':
      return { value: fitForMailchimp(text) };
  }
}

/** The columns to write; a birthday keeps the year that the column has. */
export function toColumns(field: FieldKinds, text: string, now: Columns): Written<Record<string, unknown>> {
  const { column, crm } = field;
  if (crm.kind === 'address') {
    const address = text === '' ? addressInText('["","","","","",""]') : addressInText(text);
    return address && { value: columnsOfAddress(column, address) };
  }
  const value = toColumnValue(field, text, now[column]);
  return value && { value: { [column]: value.value } };
}

function toColumnValue({ crm, mailchimp }: FieldKinds, text: string, now: unknown): Written<unknown> {
  if (text === '') return { value: null };
  switch (crm.kind) {
    case 'text':
      return { value: fitCharacters(text, crm.maxLength) };
    case 'number': {
      const number = numberIn(text);
      return typeof number === 'number' && (!crm.whole || Number.isInteger(number)) ? { value: number } : null;
    }
    case 'date':
    case 'datetime': {
      const day = mailchimp.type === 'birthday' ? birthdate(text, dayOf(now)) : text;
      if (!isDay(day)) return null;
      // At noon it is the same day in nearly every time zone.
      return { value: crm.kind === 'date' ? day : `${day}T12:00:00Z` };
    }
    case 'choice': {
      const option = crm.options.find(({ label }) => fold(label) === fold(text));
      return option === undefined ? null : { value: option.value };
    }
    case 'yes-no': {
      const answer = yesOrNo(text, crm.labels);
      return typeof answer === 'boolean' ? { value: answer } : null;
    }
    case 'address':
      return null;
  }
}

/** Where nobody knows the year: one that has a 29 February and that nobody takes for a year of birth. */
const unknownYear = 1904;

function birthdate(text: string, before: string): string {
  const [, month = '', day = ''] = /^(\d{2})\/(\d{2})$/.exec(text) ?? [];
  const known = before === '' ? unknownYear : Number(before.slice(0, 4));
  for (const year of [known, known - (known % 4), unknownYear]) {
    const date = `${String(year).padStart(4, '0')}-${month}-${day}`;
    if (isDay(date)) return date;
  }
  return '';
}

const mostCharacters = 4000;

function plain(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, 'Z');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

const dayOf = (value: unknown): string => {
  const day = plain(value).slice(0, 10);
  return isDay(day) ? day : '';
};

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const isDayOfYear = (text: string) => /^\d{2}\/\d{2}$/.test(text) && isDay(`2024-${text.replace('/', '-')}`);

/** A number, or the text where it is none. */
function numberIn(text: string): number | string {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) + 0 : text;
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

const fold = (text: string) => text.trim().normalize('NFC').toLowerCase();

/** The answer, or the text where it is none. */
function yesOrNo(text: string, labels: { yes: string; no: string }): boolean | string {
  const folded = fold(text);
  if (folded === fold(labels.yes)) return true;
  if (folded === fold(labels.no)) return false;
  if (['yes', 'true', '1'].includes(folded)) return true;
  return ['no', 'false', '0'].includes(folded) ? false : folded;
}
