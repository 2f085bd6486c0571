import fc from 'fast-check';

import type { ColumnKind, MergeKind } from '../../../connector/reconcile/field-kinds';
import { fitCharacters, fitForMailchimp } from '../../../connector/reconcile/field-text';
import { textInCrm, textInMailchimp } from '../../../connector/reconcile/field-values';
import { reconcileField, type FieldOfBothSides, type MappedField } from '../../../connector/reconcile/fields';
import { namesOfNewPerson } from '../../../connector/reconcile/new-person-names';
import { remembered } from '../../../connector/reconcile/remembered-text';

const text: ColumnKind = { kind: 'text', maxLength: 50 };
const merge = (type: MergeKind['type'], more: Partial<MergeKind> = {}): MergeKind => ({
  type,
  choices: [],
  americanPhone: false,
  ...more,
});
const firstName: MappedField = {
  tag: 'FNAME',
  column: 'firstname',
  crm: text,
  mailchimp: merge('text'),
  direction: 'both',
  blank: 'keep',
  conflict: 'latest',
  default: '',
};

type Side = [now: string, last: string | null];
const decide = (crm: Side, mailchimp: Side, field: Partial<MappedField> = {}, more: Partial<FieldOfBothSides> = {}) => {
  const change = reconcileField(
    { ...firstName, ...field },
    { crm: { now: crm[0], last: crm[1] }, mailchimp: { now: mailchimp[0], last: mailchimp[1] }, ...more },
  );
  if (change === null) return null;
  return 'refused' in change ? `${change.to} refuses` : `${change.to}: ${change.text}`;
};

describe('a field on both sides', () => {
  test.each<[string, Side, Side, string | null]>([
    ['first sight: a blank in Dynamics 365 is filled', ['', null], ['Wilma', null], 'crm: Wilma'],
    ['first sight: a blank in Mailchimp is filled', ['Wilma', null], ['', null], 'mailchimp: Wilma'],
    ['first sight: two different values stay', ['Wilma', null], ['Wil', null], null],
    ['nothing moved', ['Wilma', 'Wilma'], ['Wil', 'Wil'], null],
    ['changed in Dynamics 365', ['Wilma', 'Wil'], ['Wil', 'Wil'], 'mailchimp: Wilma'],
    ['changed in Mailchimp', ['Wil', 'Wil'], ['Wilma', 'Wil'], 'crm: Wilma'],
    ['changed on both sides alike', ['Wilma', 'Wil'], ['Wilma', 'Will'], null],
    [
      'changed on both sides: Dynamics 365 wins without dates',
      ['Wilma', 'Wil'],
      ['Wilhelmina', 'Wil'],
      'mailchimp: Wilma',
    ],
    ['emptied in Dynamics 365: nothing is overwritten', ['', 'Wil'], ['Wil', 'Wil'], null],
    ['W2: emptied in Mailchimp: nothing is overwritten', ['Wil', 'Wil'], ['', 'Wil'], null],
    ['emptied here and changed there', ['', 'Wil'], ['Wilma', 'Wil'], 'crm: Wilma'],
    ['only blanks around it changed', ['Wilma ', 'Wilma'], ['Wilma', 'Wilma'], null],
    ['accents composed otherwise', ['Ren\u00e9', null], ['Rene\u0301', null], null],
    ['cut by the column', ['x'.repeat(50), 'x'.repeat(50)], ['x'.repeat(60), 'x'.repeat(60)], null],
    ['cut by Mailchimp', ['\u00e9'.repeat(50), '\u00e9'.repeat(50)], ['\u00e9'.repeat(50), null], null],
    ['a long one that is remembered by its digest', ['y'.repeat(40), remembered('y'.repeat(40))], ['y', 'y'], null],
    [
      'a long one that changed',
      ['z'.repeat(40), remembered('y'.repeat(40))],
      ['y', 'y'],
      `mailchimp: ${'z'.repeat(40)}`,
    ],
    ['never to be written from its digest', ['a', 'a'], [remembered('y'.repeat(40)), 'b'], null],
  ])('%s', (_story, crm, mailchimp, expected) => {
    expect(decide(crm, mailchimp)).toBe(expected);
  });

  test('changed on both sides: the later one wins where both dates are known', () => {
    const sides = [
      ['Wilma', 'Wil'],
      ['Wilhelmina', 'Wil'],
    ] as const satisfies Side[];
    const later = { crm: '2026-01-01T00:00:00Z', mailchimp: '2026-01-02T00:00:00+00:00' };
    expect(decide(...sides, {}, { changedOn: later })).toBe('crm: Wilhelmina');
    expect(decide(...sides, {}, { changedOn: { ...later, mailchimp: null } })).toBe('mailchimp: Wilma');
  });

  test.each<[string, Partial<MappedField>, Side, Side, string | null]>([
    ['both moved, Dynamics 365 counts', { conflict: 'crm' }, ['a', 'o'], ['b', 'o'], 'mailchimp: a'],
    ['both moved, Mailchimp counts', { conflict: 'mailchimp' }, ['a', 'o'], ['b', 'o'], 'crm: b'],
    ['first sight, Mailchimp counts', { conflict: 'mailchimp' }, ['a', null], ['b', null], 'crm: b'],
    ['first sight, Dynamics 365 counts', { conflict: 'crm' }, ['a', null], ['b', null], 'mailchimp: a'],
    [
      'first sight: a blank never counts',
      { conflict: 'mailchimp', blank: 'clear' },
      ['a', null],
      ['', null],
      'mailchimp: a',
    ],
    ['emptied in Mailchimp, blanks clear', { blank: 'clear' }, ['a', 'a'], ['', 'a'], 'crm: '],
    ['emptied in Dynamics 365, blanks clear', { blank: 'clear' }, ['', 'a'], ['a', 'a'], 'mailchimp: '],
    ['only to Mailchimp: Mailchimp moved', { direction: 'to-mailchimp' }, ['a', 'a'], ['b', 'a'], null],
    ['only to Mailchimp: both moved', { direction: 'to-mailchimp' }, ['c', 'a'], ['b', 'a'], 'mailchimp: c'],
    ['only to Dynamics 365: both moved', { direction: 'to-crm' }, ['c', 'a'], ['b', 'a'], 'crm: b'],
    ['only to Mailchimp: nothing is filled here', { direction: 'to-mailchimp' }, ['', null], ['b', null], null],
    ['both blank, with a default', { default: 'Friend' }, ['', ''], ['', ''], 'mailchimp: Friend'],
    ['both blank, with a default that goes nowhere', { default: 'x', direction: 'to-crm' }, ['', ''], ['', ''], null],
    ['a number that is none', { mailchimp: merge('number') }, ['many', ''], ['', ''], 'mailchimp refuses'],
  ])('rules: %s', (_story, field, crm, mailchimp, expected) => {
    expect(decide(crm, mailchimp, field)).toBe(expected);
  });

  test('a trusted side counts wherever the two differ, but for its blanks', () => {
    expect(decide(['a', 'a'], ['b', 'b'], {}, { trust: 'crm' })).toBe('mailchimp: a');
    expect(decide(['a', 'a'], ['b', 'b'], {}, { trust: 'mailchimp' })).toBe('crm: b');
    expect(decide(['a', 'a'], ['', 'b'], {}, { trust: 'mailchimp' })).toBeNull();
  });

  test('what was refused is wanted still, until both sides say the same', () => {
    expect(decide(['a', 'a'], ['b', 'b'], {}, { refused: 'mailchimp' })).toBe('mailchimp: a');
    expect(decide(['a', 'a'], ['b', 'b'], {}, { refused: 'crm' })).toBe('crm: b');
    expect(decide(['a', 'a'], ['a', 'b'], {}, { refused: 'mailchimp' })).toBeNull();
  });

  test.each<[string, Side, Side, 'crm' | 'mailchimp', Partial<MappedField>, string | null]>([
    ['refused here, then corrected here', ['c', 'a'], ['b', 'b'], 'crm', {}, 'mailchimp: c'],
    ['refused there, then corrected there', ['a', 'a'], ['c', 'b'], 'mailchimp', {}, 'crm: c'],
    ['refused here, then changed again there', ['a', 'a'], ['c', 'b'], 'crm', {}, 'crm: c'],
    ['refused here, then emptied there', ['a', 'a'], ['', 'b'], 'crm', {}, null],
    ['refused here, then emptied here', ['', 'a'], ['b', 'b'], 'crm', {}, 'crm: b'],
    ['refused here, changed here, goes here only', ['c', 'a'], ['b', 'b'], 'crm', { direction: 'to-crm' }, 'crm: b'],
  ])('%s', (_story, crm, mailchimp, refused, field, expected) => {
    expect(decide(crm, mailchimp, field, { refused })).toBe(expected);
  });

  test('whatever the values, what was refused before takes no part where somebody says something newer', () => {
    const value = fc.constantFrom('', 'Ann', 'Bob', 'Eve');
    const side = fc.record({ now: value, last: value });
    const rules = fc.record({
      direction: fc.constantFrom('both', 'to-crm', 'to-mailchimp'),
      blank: fc.constantFrom('keep', 'clear'),
      conflict: fc.constantFrom('latest', 'crm', 'mailchimp'),
    });
    fc.assert(
      fc.property(side, side, fc.constantFrom('crm', 'mailchimp'), rules, (crm, mailchimp, refused, rule) => {
        const field = { ...firstName, ...rule };
        const newer = reconcileField(field, { crm, mailchimp });
        const change = reconcileField(field, { crm, mailchimp, refused });
        if (newer) expect(change).toEqual(newer);
        if (rule.blank === 'keep') expect(change ?? {}).not.toMatchObject({ text: '' });
      }),
    );
  });

  test('whatever the values, what was carried over once is not carried over again, and nothing becomes blank', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.constantFrom('', 'Ann', 'Bob'));
    const said = value.map((raw) => raw.trim());
    const side = fc.record({ now: said, last: fc.option(said) });
    fc.assert(
      fc.property(side, side, fc.constantFrom('latest', 'crm', 'mailchimp'), (crm, mailchimp, conflict) => {
        const field = { ...firstName, conflict } as const;
        const change = reconcileField(field, { crm, mailchimp });
        if (change === null) return;
        if ('refused' in change) throw new Error('a text fits everywhere');
        expect(change.text).not.toBe('');
        const inCrm = change.to === 'crm' ? textInCrm(field, change.columns) : crm.now;
        const inMailchimp = change.to === 'mailchimp' ? textInMailchimp(field, change.value) : mailchimp.now;
        const again = {
          crm: { now: inCrm, last: remembered(inCrm) },
          mailchimp: { now: inMailchimp, last: remembered(inMailchimp) },
        };
        expect(reconcileField(field, again)).toBeNull();
      }),
    );
  });
});

describe('the names of a new record', () => {
  const names = (first: string, last = 'Flintstone') => ({ firstName: first, lastName: last });
  test.each([
    ['both names', names('Pebbles'), names('Pebbles')],
    ['no name: what stands before the @', names('', ' '), names('', 'pebbles.f')],
    ['only a first name', names('Pebbles', ''), names('Pebbles', '')],
  ])('%s', (_story, given, expected) => {
    expect(namesOfNewPerson(given, 'pebbles.f@contoso.example')).toEqual(expected);
  });
});

test('a long text is cut to what a side holds, never through a character', () => {
  const wide = '\u{1f98a}';
  expect(fitCharacters('x'.repeat(60), 50)).toBe('x'.repeat(50));
  expect(fitCharacters(`x${wide.repeat(30)}`, 50)).toBe(`x${wide.repeat(24)}`);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      expect(fitCharacters(name, 50).length).toBeLessThanOrEqual(50);
      expect(Buffer.byteLength(fitForMailchimp(name))).toBeLessThanOrEqual(255);
      expect(Buffer.from(fitCharacters(name, 50)).toString()).toBe(fitCharacters(name, 50));
    }),
  );
});
