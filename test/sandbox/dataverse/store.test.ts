import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defineTable } from '../../../sandbox/dataverse/metadata/define-table';
import { foldText } from '../../../sandbox/dataverse/store/equality';
import { Store } from '../../../sandbox/dataverse/store/store';

const table = defineTable({ name: 'thing', set: 'things', title: 'name', objectTypeCode: 1, columns: 'name text 100' });

const id = fc.constantFrom('a', 'b', 'c', 'd');
const change = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id, name: fc.constantFrom('X', 'x ', 'y', null) }),
  fc.record({ kind: fc.constant('remove' as const), id, name: fc.constant(null) }),
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
            for (const { kind, id, name } of changes) {
              const row = rows.get(id);
              if (kind === 'put') {
                store.put(table, id, { name });
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
        expect(rows.inOrder().map((row) => [row.id, row.values['name']])).toEqual(expected);
        for (const key of ['x', 'y']) {
          const found = rows.having('name', key).map((row) => row.id);
          const scanned = expected.filter(([, name]) => name !== null && foldText(name) === key).map(([id]) => id);
          expect(found.sort((a, b) => a.localeCompare(b))).toEqual(scanned);
        }
      }
    }),
  );
});
