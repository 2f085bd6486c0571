import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defineTable } from '../../../sandbox/dataverse/metadata/define-table';
import { foldText } from '../../../sandbox/dataverse/store/equality';
import { Store } from '../../../sandbox/dataverse/store/store';

const table = defineTable({
  name: 'thing',
  set: 'things',
  title: 'name',
  objectTypeCode: 1,
  columns: 'name text 100\nseen datetime',
});

const id = fc.constantFrom('a', 'b', 'c', 'd');
const seen = fc.constantFrom(null, '2026-01-05T09:00:00Z', '2026-01-05T09:00:01Z', '2026-01-06T00:00:00Z');
const change = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id, name: fc.constantFrom('X', 'x ', 'y', null), seen }),
  fc.record({ kind: fc.constant('remove' as const), id, name: fc.constant(null), seen }),
);
const transaction = fc.record({ fails: fc.boolean(), changes: fc.array(change, { maxLength: 6 }) });

test('whatever is written and undone: an index finds what a look at every row finds, and a failure leaves no trace', () => {
  fc.assert(
    fc.property(fc.array(transaction, { maxLength: 12 }), (transactions) => {
      const store = new Store();
      const rows = store.rows(table);
      let model = new Map<string, string | null>();
      for (const { fails, changes } of transactions) {
        const after = new Map(model);
        const work = () =>
          store.atomically(() => {
            for (const { kind, id, name, seen } of changes) {
              const row = rows.get(id);
              if (kind === 'put') {
                store.put(table, id, { name, seen });
                after.set(id, name);
              } else if (row !== undefined) {
                store.remove(table, row);
                after.delete(id);
              }
            }
            if (fails) throw new Error('undone');
          });
        if (fails) expect(work).toThrow('undone');
        else {
          work();
          store.commit();
          model = after;
        }
        const expected = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
        expect([...rows.inOrder()].map((row) => [row.id, row.values['name']])).toEqual(expected);
        for (const key of ['x', 'y']) {
          const found = rows.having('name', key).map((row) => row.id);
          const scanned = expected.filter(([, name]) => name !== null && foldText(name) === key).map(([id]) => id);
          expect(found.sort((a, b) => a.localeCompare(b))).toEqual(scanned);
        }
        for (const [from, to] of [
          ['2026-01-05T09:00:01Z', null],
          [null, '2026-01-05T09:00:00.500Z'],
        ] as const) {
          const found = rows.during('seen', from, to).map((row) => row.id);
          const scanned = [...rows.all()].filter((row) => {
            const at = row.values['seen'];
            if (typeof at !== 'string') return false;
            return from === null ? at.slice(0, 19) <= to.slice(0, 19) : at >= from;
          });
          expect(found.toSorted()).toEqual(scanned.map((row) => row.id).toSorted());
          expect(rows.countDuring('seen', from, to)).toBeGreaterThanOrEqual(found.length);
        }
      }
    }),
  );
});
