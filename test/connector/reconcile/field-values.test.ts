import fc from 'fast-check';

import {
  fits,
  mergeKindFor,
  mergeTypes,
  type ColumnKind,
  type FieldKinds,
  type MergeKind,
} from '../../../connector/reconcile/field-kinds';
import {
  sameValue,
  textInCrm,
  textInMailchimp,
  toColumns,
  toMergeValue,
} from '../../../connector/reconcile/field-values';

const merge = (type: MergeKind['type'], more: Partial<MergeKind> = {}): MergeKind => ({
  type,
  choices: [],
  americanPhone: false,
  ...more,
});
const text: ColumnKind = { kind: 'text', maxLength: 100 };
const whole: ColumnKind = { kind: 'number', whole: true };
const decimal: ColumnKind = { kind: 'number', whole: false };
const date: ColumnKind = { kind: 'date' };
const moment: ColumnKind = { kind: 'datetime' };
const yesNo: ColumnKind = { kind: 'yes-no', labels: { yes: 'Allow', no: 'Do Not Allow' } };
const role: ColumnKind = {
  kind: 'choice',
  options: [
    { value: 1, label: 'Decision Maker' },
    { value: 2, label: 'Employee' },
  ],
};
const field = (crm: ColumnKind, mailchimp: MergeKind, column = 'c'): FieldKinds => ({ column, crm, mailchimp });

describe('from Dynamics 365 to Mailchimp', () => {
  test.each<[string, FieldKinds, unknown, unknown]>([
    ['text', field(text, merge('text')), ' Wilma ', 'Wilma'],
    ['text of 300 bytes', field({ kind: 'text', maxLength: 4000 }, merge('text')), 'é'.repeat(150), 'é'.repeat(127)],
    ['nothing', field(text, merge('text')), null, ''],
    ['number', field(decimal, merge('number')), 12.5, 12.5],
    ['number in a text', field(text, merge('number')), '12', 12],
    ['words where a number belongs', field(text, merge('number')), 'a dozen', 'refused'],
    ['number as text', field(whole, merge('text')), 7, '7'],
    ['date', field(date, merge('date')), '1980-05-04', '1980-05-04'],
    ['date and time', field(moment, merge('date')), '2026-01-10T09:00:00Z', '2026-01-10'],
    ['birthday', field(date, merge('birthday')), '1980-05-04', '05/04'],
    ['words where a date belongs', field(text, merge('date')), 'May', 'refused'],
    ['phone', field(text, merge('phone')), '+49 30 1234', '+49 30 1234'],
    [
      'phone in the American format',
      field(text, merge('phone', { americanPhone: true })),
      '+1 (555) 010-9999',
      '+1 (555) 010-9999',
    ],
    [
      'other phone in the American format',
      field(text, merge('phone', { americanPhone: true })),
      '+49 30 1234',
      'refused',
    ],
    ['zip', field(text, merge('zip')), '10115', '10115'],
    ['zip of another country', field(text, merge('zip')), 'SW1A 1AA', 'refused'],
    ['url', field(text, merge('url')), 'https://contoso.example', 'https://contoso.example'],
    ['choice as text', field(role, merge('text')), 2, 'Employee'],
    ['choice as dropdown', field(role, merge('dropdown', { choices: ['employee', 'other'] })), 2, 'employee'],
    ['choice that the dropdown has not', field(role, merge('dropdown', { choices: ['other'] })), 2, 'refused'],
    ['yes or no', field(yesNo, merge('radio', { choices: ['Allow', 'Do Not Allow'] })), false, 'Do Not Allow'],
  ])('%s', (_what, kinds, value, expected) => {
    const written = toMergeValue(kinds, textInCrm(kinds, { c: value }));
    expect(written === null ? 'refused' : written.value).toEqual(expected);
  });

  test('an address that is complete, and "" for one that is not', () => {
    const kinds = field({ kind: 'address' }, merge('address'), 'address1');
    const columns = {
      address1_line1: '345 Cave Stone Road',
      address1_city: 'Bedrock',
      address1_stateorprovince: 'NV',
      address1_postalcode: '70777',
    };
    expect(toMergeValue(kinds, textInCrm(kinds, columns))).toEqual({
      value: { addr1: '345 Cave Stone Road', city: 'Bedrock', state: 'NV', zip: '70777' },
    });
    expect(toMergeValue(kinds, textInCrm(kinds, { address1_city: 'Bedrock' }))).toEqual({ value: '' });
  });
});

describe('from Mailchimp to Dynamics 365', () => {
  test.each<[string, FieldKinds, unknown, unknown, unknown]>([
    ['text', field(text, merge('text')), 'Wilma', null, 'Wilma'],
    ['text longer than the column', field({ kind: 'text', maxLength: 3 }, merge('text')), 'Wilma', null, 'Wil'],
    ['number', field(whole, merge('number')), 12, null, 12],
    ['half a number', field(whole, merge('number')), 12.5, null, 'refused'],
    ['number in a text', field(decimal, merge('text')), '12.5', null, 12.5],
    ['words where a number belongs', field(decimal, merge('text')), 'a dozen', null, 'refused'],
    ['date', field(date, merge('date')), '2026-01-10', null, '2026-01-10'],
    ['date and time', field(moment, merge('date')), '2026-01-10', null, '2026-01-10T12:00:00Z'],
    ['birthday keeps the year', field(date, merge('birthday')), '06/07', '1980-05-04', '1980-06-07'],
    ['birthday on 29 February of another year', field(date, merge('birthday')), '02/29', '1981-05-04', '1980-02-29'],
    ['birthday without a year', field(date, merge('birthday')), '06/07', null, '1904-06-07'],
    ['choice by its label', field(role, merge('text')), 'employee', null, 2],
    ['choice that does not exist', field(role, merge('text')), 'Boss', null, 'refused'],
    ['yes or no by its label', field(yesNo, merge('radio')), 'Allow', null, true],
    ['yes or no in other words', field(yesNo, merge('text')), 'no', null, false],
    ['neither yes nor no', field(yesNo, merge('text')), 'perhaps', null, 'refused'],
    ['nothing', field(role, merge('text')), '', 2, null],
  ])('%s', (_what, kinds, value, now, expected) => {
    const written = toColumns(kinds, textInMailchimp(kinds, value), { c: now });
    expect(written === null ? 'refused' : written.value['c']).toEqual(expected);
  });

  test('an address without a country leaves the country alone', () => {
    const kinds = field({ kind: 'address' }, merge('address'), 'address1');
    const said = textInMailchimp(kinds, { addr1: '1 Main', city: 'Bedrock', state: 'NV', zip: '70777' });
    expect(toColumns(kinds, said, {})).toEqual({
      value: {
        address1_line1: '1 Main',
        address1_line2: null,
        address1_city: 'Bedrock',
        address1_stateorprovince: 'NV',
        address1_postalcode: '70777',
      },
    });
  });
});

describe('what is no change', () => {
  test.each<[string, FieldKinds, string, string, boolean]>([
    ['a phone with other signs between', field(text, merge('phone')), '(030) 12-34', '0301234', true],
    ['a number with another form', field(decimal, merge('text')), '5.0', '5', true],
    ['a choice in other letters', field(role, merge('dropdown')), 'EMPLOYEE', 'Employee', true],
    ['yes and true', field(yesNo, merge('text')), 'true', 'Allow', true],
    ['another text', field(text, merge('text')), 'a', 'b', false],
    ['a blank', field(text, merge('text')), '', 'b', false],
  ])('%s', (_what, kinds, one, other, expected) => {
    expect(sameValue(kinds, one, other)).toBe(expected);
  });

  test('a country that Mailchimp filled in', () => {
    const kinds = field({ kind: 'address' }, merge('address'), 'address1');
    const address = { addr1: '1 Main', city: 'Bedrock', state: 'NV', zip: '70777' };
    const filled = textInMailchimp(kinds, { ...address, country: 'US' });
    expect(sameValue(kinds, textInMailchimp(kinds, address), filled)).toBe(true);
    expect(sameValue(kinds, textInMailchimp(kinds, { ...address, zip: '1' }), filled)).toBe(false);
  });
});

describe('there and back', () => {
  const label = fc.string({ minLength: 1, maxLength: 20 }).map((raw) => `o ${raw}`.trim());
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  const values: [string, ColumnKind, MergeKind['type'], fc.Arbitrary<unknown>][] = [
    ['text', text, 'text', fc.string({ unit: 'grapheme', maxLength: 25 })],
    ['whole numbers', whole, 'number', fc.integer()],
    ['numbers', decimal, 'number', fc.double({ noNaN: true, noDefaultInfinity: true })],
    ['numbers as text', decimal, 'text', fc.double({ noNaN: true, noDefaultInfinity: true })],
    ['dates', date, 'date', day.map((one) => one.toISOString().slice(0, 10))],
    ['birthdays', date, 'birthday', day.map((one) => one.toISOString().slice(0, 10))],
    ['moments', moment, 'date', day.map((one) => one.toISOString())],
    ['yes or no', yesNo, 'text', fc.boolean()],
    ['choices', role, 'text', fc.constantFrom(1, 2)],
  ];
  test.each(values)('%s come back as they were', (_what, crm, type, value) => {
    const kinds = field(crm, merge(type));
    fc.assert(
      fc.property(value, (raw) => {
        const said = textInCrm(kinds, { c: raw });
        const sent = toMergeValue(kinds, said);
        expect(sent).not.toBeNull();
        const back = textInMailchimp(kinds, sent?.value);
        expect(back === said || sameValue(kinds, back, said)).toBe(true);
        const columns = toColumns(kinds, back, { c: raw });
        expect(columns).not.toBeNull();
        const again = textInCrm(kinds, { ...columns?.value });
        expect(again === said || sameValue(kinds, again, said)).toBe(true);
      }),
    );
  });

  test('a merge field that is created for a column fits it', () => {
    const kinds = fc.oneof(
      fc.constantFrom<ColumnKind>(text, whole, decimal, date, moment, yesNo, { kind: 'address' }),
      fc.array(label, { minLength: 1, maxLength: 5 }).map((labels): ColumnKind => ({
        kind: 'choice',
        options: labels.map((one, value) => ({ value, label: one })),
      })),
    );
    fc.assert(
      fc.property(kinds, fc.constantFrom('c', 'telephone1', 'websiteurl'), (crm, column) => {
        expect(fits(mergeKindFor(column, crm), crm)).toBe(true);
      }),
    );
  });

  test('whatever Mailchimp holds, reading it and what it becomes never throws', () => {
    const anything = fc.oneof(fc.anything(), fc.string(), fc.dictionary(fc.string(), fc.string()));
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom(...mergeTypes),
        fc.constantFrom(text, whole, date, moment, yesNo, role),
        (raw, type, crm) => {
          const kinds = field(crm, merge(type, { choices: ['a'] }));
          const said = textInMailchimp(kinds, raw);
          toColumns(kinds, said, { c: raw });
          toMergeValue(kinds, said);
          toMergeValue(kinds, textInCrm(kinds, { c: raw }));
        },
      ),
    );
  });
});
