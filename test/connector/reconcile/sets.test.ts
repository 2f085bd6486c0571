import fc from 'fast-check';

import { keyOfName, reconcileSets } from '../../../connector/reconcile/sets';

const none = { add: [], remove: [] };

test.each([
  ['nothing moved', ['VIP'], ['VIP'], ['VIP'], ['VIP'], none, none],
  ['added in Dynamics 365', ['VIP'], ['VIP', 'Press'], ['VIP'], ['VIP', 'Press'], none, { add: ['Press'], remove: [] }],
  ['added in Mailchimp', ['VIP'], ['VIP'], ['VIP', 'Press'], ['VIP', 'Press'], { add: ['Press'], remove: [] }, none],
  [
    'taken away in Dynamics 365',
    ['VIP', 'Press'],
    ['VIP'],
    ['VIP', 'Press'],
    ['VIP'],
    none,
    { add: [], remove: ['Press'] },
  ],
  [
    'taken away in Mailchimp',
    ['VIP', 'Press'],
    ['VIP', 'Press'],
    ['VIP'],
    ['VIP'],
    { add: [], remove: ['Press'] },
    none,
  ],
  [
    'another one on each side',
    [],
    ['VIP'],
    ['Press'],
    ['Press', 'VIP'],
    { add: ['Press'], remove: [] },
    { add: ['VIP'], remove: [] },
  ],
  ['the same taken away on both sides', ['VIP'], [], [], [], none, none],
  ['the same added on both sides', [], ['VIP'], ['VIP'], ['VIP'], none, none],
  [
    'one taken away here, another there',
    ['A', 'B'],
    ['B'],
    ['A'],
    [],
    { add: [], remove: ['B'] },
    { add: [], remove: ['A'] },
  ],
  ['never seen before: nothing is taken away', [], ['VIP'], [], ['VIP'], none, { add: ['VIP'], remove: [] }],
  ['written in another case', ['VIP'], ['vip'], ['VIP'], ['VIP'], none, none],
  ['given another case in Mailchimp', ['VIP'], ['VIP'], ['Vip'], ['Vip'], none, none],
  ['typed twice', [], ['vip', 'VIP'], [], ['vip'], none, { add: ['vip'], remove: [] }],
  ['a semicolon, which a text cannot hold', ['A;B'], ['A,B'], ['A;B'], ['A;B'], none, none],
] as const)('%s', (_case, agreed, crm, mailchimp, after, toCrm, toMailchimp) => {
  const result = reconcileSets({ agreed, crm, mailchimp });
  expect(result.crm.toSorted()).toEqual([...after].toSorted());
  expect(result.mailchimp.toSorted()).toEqual([...after].toSorted());
  expect(result.agreed.toSorted()).toEqual([...after].toSorted());
  expect({ toCrm: result.toCrm, toMailchimp: result.toMailchimp }).toEqual({ toCrm, toMailchimp });
});

test('a side that may not be written keeps what it has, and what was agreed stands', () => {
  expect(
    reconcileSets({
      agreed: ['old'],
      crm: ['typed'],
      mailchimp: ['old', 'theirs'],
      writes: { crm: true, mailchimp: false },
    }),
  ).toEqual({
    crm: ['theirs', 'typed'],
    mailchimp: ['old', 'theirs'],
    toCrm: { add: ['theirs'], remove: [] },
    toMailchimp: none,
    agreed: ['old', 'theirs'],
    apart: [],
  });
});

const names = fc.array(fc.constantFrom('VIP', 'vip', 'Press', 'PRESS', 'a;b', 'a,b', 'Long name', '  Long name '));
const keys = (tags: readonly string[]) => [...new Set(tags.map(keyOfName))].toSorted();

test('both sides end equal, a further look finds nothing, and only what was agreed is ever taken away', () => {
  fc.assert(
    fc.property(names, names, names, (agreed, crm, mailchimp) => {
      const once = reconcileSets({ agreed, crm, mailchimp });
      expect(keys(once.crm)).toEqual(keys(once.mailchimp));
      const again = reconcileSets({ agreed: once.agreed, crm: once.crm, mailchimp: once.mailchimp });
      expect([again.toCrm, again.toMailchimp]).toEqual([none, none]);
      for (const gone of [...once.toCrm.remove, ...once.toMailchimp.remove]) {
        expect(keys(agreed)).toContain(keyOfName(gone));
      }
      for (const added of [...once.toCrm.add, ...once.toMailchimp.add]) {
        expect(keys(agreed)).not.toContain(keyOfName(added));
      }
    }),
  );
});

test('what is done to Mailchimp makes it what was decided', () => {
  fc.assert(
    fc.property(names, names, names, fc.boolean(), fc.boolean(), (agreed, crm, mailchimp, one, other) => {
      const result = reconcileSets({ agreed, crm, mailchimp, writes: { crm: one, mailchimp: other } });
      const apply = (side: readonly string[], { add, remove }: { add: string[]; remove: string[] }) =>
        keys([...side.filter((name) => !keys(remove).includes(keyOfName(name))), ...add]);
      expect(apply(mailchimp, result.toMailchimp)).toEqual(keys(result.mailchimp));
      expect(apply(crm, result.toCrm)).toEqual(keys(result.crm));
    }),
  );
});

test('what an undo left apart stands until both sides say the same, and stops nothing else', () => {
  fc.assert(
    fc.property(names, names, names, names, (agreed, crm, mailchimp, apart) => {
      const once = reconcileSets({ agreed, crm, mailchimp, apart });
      const differ = keys(apart).filter((key) => keys(crm).includes(key) !== keys(mailchimp).includes(key));
      expect(keys(once.apart)).toEqual(differ);
      for (const { add, remove } of [once.toCrm, once.toMailchimp])
        for (const name of [...add, ...remove]) expect(differ).not.toContain(keyOfName(name));
      const again = reconcileSets(once);
      expect([again.toCrm, again.toMailchimp, keys(again.apart)]).toEqual([none, none, differ]);
      const settled = reconcileSets({ ...once, crm: once.mailchimp });
      expect([settled.toCrm, settled.toMailchimp, settled.apart]).toEqual([none, none, []]);
    }),
  );
});
