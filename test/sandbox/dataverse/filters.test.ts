import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { likePattern } from '../../../sandbox/dataverse/query/compare-values';
import { parseFilter } from '../../../sandbox/dataverse/query/filter-parser';
import { splitOutside } from '../../../sandbox/dataverse/query/query-string';

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

test('any text survives being quoted in a filter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const filter = `firstname eq ${quoted(text)} and not contains(lastname,${quoted(text)})`;
      const literal = { type: 'text', value: text };
      expect(parseFilter(filter, new Map())).toEqual({
        kind: 'and',
        parts: [
          { kind: 'compare', operator: 'eq', path: ['firstname'], literal },
          { kind: 'not', part: { kind: 'like', operator: 'contains', path: ['lastname'], value: text } },
        ],
      });
    }),
  );
});

test('text without wildcards is found where it stands and nowhere else', () => {
  const plain = fc.string().filter((text) => !/[%_[\]]/.test(text));
  fc.assert(
    fc.property(plain, plain, (text, part) => {
      const holds = (kind: 'contains' | 'startswith' | 'endswith') => likePattern(part, kind).test(text);
      expect(holds('contains')).toBe(text.toLowerCase().includes(part.toLowerCase()));
      expect(holds('startswith')).toBe(text.toLowerCase().startsWith(part.toLowerCase()));
      expect(holds('endswith')).toBe(text.toLowerCase().endsWith(part.toLowerCase()));
    }),
  );
});

test('and binds tighter than or, parentheses tighter than both', () => {
  const shape = (filter: string) => parseFilter(filter, new Map());
  expect(shape('a eq 1 or b eq 2 and c eq 3')).toEqual(shape('a eq 1 or (b eq 2 and c eq 3)'));
  expect(shape('(a eq 1 or b eq 2) and c eq 3')).not.toEqual(shape('a eq 1 or b eq 2 and c eq 3'));
});

test.each(['a eq', 'a eq 1 and', '(a eq 1', "a eq 'open", 'a like 1', 'eq 1', 'a eq 1 b eq 2', 'a eq 1)'])(
  '%s is a syntax error',
  (filter) => {
    expect(() => parseFilter(filter, new Map())).toThrow(/[Ss]yntax error/);
  },
);

test('commas inside quotes and parentheses do not split', () => {
  expect(splitOutside("a($select=b,c;$filter=d eq 'x,y)'),e", ',')).toEqual([
    "a($select=b,c;$filter=d eq 'x,y)')",
    'e',
  ]);
});
