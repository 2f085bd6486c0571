import fc from 'fast-check';

import {
  fitForCrm,
  fitForMailchimp,
  namesOfNewPerson,
  reconcileNames,
  type NameChanges,
  type Names,
} from '../../../connector/reconcile/name-fields';

const names = (firstName: string, lastName = 'Flintstone'): Names => ({ firstName, lastName });

describe('names on both sides', () => {
  const rows: [string, [now: string, last: string | null], [now: string, last: string | null], NameChanges][] = [
    ['first sight: a blank in Dynamics 365 is filled', ['', null], ['Wilma', null], { toCrm: { firstName: 'Wilma' } }],
    [
      'first sight: a blank in Mailchimp is filled',
      ['Wilma', null],
      ['', null],
      { toMailchimp: { firstName: 'Wilma' } },
    ],
    ['first sight: two different names stay', ['Wilma', null], ['Wil', null], {}],
    ['nothing moved', ['Wilma', 'Wilma'], ['Wil', 'Wil'], {}],
    ['changed in Dynamics 365', ['Wilma', 'Wil'], ['Wil', 'Wil'], { toMailchimp: { firstName: 'Wilma' } }],
    ['changed in Mailchimp', ['Wil', 'Wil'], ['Wilma', 'Wil'], { toCrm: { firstName: 'Wilma' } }],
    ['changed on both sides alike', ['Wilma', 'Wil'], ['Wilma', 'Will'], {}],
    [
      'changed on both sides: Dynamics 365 wins without dates',
      ['Wilma', 'Wil'],
      ['Wilhelmina', 'Wil'],
      { toMailchimp: { firstName: 'Wilma' } },
    ],
    ['emptied in Dynamics 365: nothing is overwritten', ['', 'Wil'], ['Wil', 'Wil'], {}],
    ['W2: emptied in Mailchimp: nothing is overwritten', ['Wil', 'Wil'], ['', 'Wil'], {}],
    ['emptied here and changed there', ['', 'Wil'], ['Wilma', 'Wil'], { toCrm: { firstName: 'Wilma' } }],
    ['only blanks around it changed', ['Wilma ', 'Wilma'], ['Wilma', 'Wilma'], {}],
    ['accents composed otherwise', ['Ren\u00e9', null], ['Rene\u0301', null], {}],
    ['cut by the column', ['x'.repeat(50), 'x'.repeat(50)], ['x'.repeat(60), 'x'.repeat(60)], {}],
    ['cut by Mailchimp', ['\u00e9'.repeat(50), '\u00e9'.repeat(50)], ['\u00e9'.repeat(50), null], {}],
  ];
  test.each(rows)('%s', (_story, crm, mailchimp, expected) => {
    const side = ([now, last]: [string, string | null]) => ({
      now: names(now),
      last: last === null ? null : names(last),
    });
    expect(reconcileNames({ crm: side(crm), mailchimp: side(mailchimp) })).toEqual(expected);
  });

  test('changed on both sides: the later one wins where both dates are known', () => {
    const both = {
      crm: { now: names('Wilma'), last: names('Wil') },
      mailchimp: { now: names('Wilhelmina'), last: names('Wil') },
    };
    const later = { crm: '2026-01-01T00:00:00Z', mailchimp: '2026-01-02T00:00:00+00:00' };
    expect(reconcileNames({ ...both, changedOn: later })).toEqual({ toCrm: { firstName: 'Wilhelmina' } });
    expect(reconcileNames({ ...both, changedOn: { ...later, mailchimp: null } })).toEqual({
      toMailchimp: { firstName: 'Wilma' },
    });
  });

  test('whatever the names, what was carried over once is not carried over again, and nothing becomes blank', () => {
    const name = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.constantFrom('', 'Ann', 'Bob'));
    const side = fc.record({
      now: fc.record({ firstName: name, lastName: name }),
      last: fc.option(fc.record({ firstName: name, lastName: name })),
    });
    fc.assert(
      fc.property(side, side, (crm, mailchimp) => {
        const { toCrm, toMailchimp } = reconcileNames({ crm, mailchimp });
        for (const value of [...Object.values(toCrm ?? {}), ...Object.values(toMailchimp ?? {})])
          expect(value).not.toBe('');
        const inCrm = { ...crm.now, ...toCrm };
        const inMailchimp = { ...mailchimp.now, ...toMailchimp };
        expect(
          reconcileNames({ crm: { now: inCrm, last: inCrm }, mailchimp: { now: inMailchimp, last: inMailchimp } }),
        ).toEqual({});
      }),
    );
  });
});

describe('the names of a new record', () => {
  test.each([
    ['both names', names('Pebbles'), names('Pebbles')],
    ['no name: what stands before the @', names('', ' '), names('', 'pebbles.f')],
    ['only a first name', names('Pebbles', ''), names('Pebbles', '')],
  ])('%s', (_story, given, expected) => {
    expect(namesOfNewPerson(given, 'pebbles.f@contoso.example')).toEqual(expected);
  });

  test('a long name is cut to the column, never through a character', () => {
    const wide = '\u{1f98a}';
    expect(fitForCrm('x'.repeat(60))).toBe('x'.repeat(50));
    expect(fitForCrm(`x${wide.repeat(30)}`)).toBe(`x${wide.repeat(24)}`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        expect(fitForCrm(name).length).toBeLessThanOrEqual(50);
        expect(Buffer.byteLength(fitForMailchimp(name))).toBeLessThanOrEqual(255);
        expect(Buffer.from(fitForCrm(name)).toString()).toBe(fitForCrm(name));
      }),
    );
  });
});
