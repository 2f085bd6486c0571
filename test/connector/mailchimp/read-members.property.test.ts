/** The reader against a small model of Mailchimp's paging, whatever happens between the pages. */

import fc from 'fast-check';
import type { MailchimpCaller } from '../../../connector/mailchimp/caller';
import type { Answer, MailchimpClient } from '../../../connector/mailchimp/client';
import type { MemberCursor, MemberQuery } from '../../../connector/mailchimp/port';
import { readMembers } from '../../../connector/mailchimp/member-reader';

interface ModelMember {
  index: number;
  second: number;
}

const start = Date.UTC(2026, 0, 1);
const isoOf = (second: number) => new Date(start + second * 1000).toISOString().replace('.000Z', '+00:00');
const secondOf = (iso: string) => (Date.parse(iso) - start) / 1000;

class Model {
  now = 100;
  readonly left = new Set<number>();

  constructor(
    readonly members: ModelMember[],
    readonly inclusive: boolean,
    /** Smaller than what is asked for, so that few members make many pages. */
    readonly pageSize: number,
  ) {}

  change(index: number): void {
    const member = this.members[index % this.members.length];
    if (member !== undefined) member.second = this.now;
  }

  leave(index: number): void {
    this.left.add(index % this.members.length);
  }

  page(offset: number, since: string | undefined) {
    const from = since === undefined ? -1 : secondOf(since);
    const matches = this.members
      .filter(({ index, second }) => !this.left.has(index) && (this.inclusive ? second >= from : second > from))
      .toSorted((one, other) => one.second - other.second || one.index - other.index);
    return { members: matches.slice(offset, offset + this.pageSize).map(bodyOf), total_items: matches.length };
  }
}

function bodyOf({ index, second }: ModelMember): object {
  return {
    id: String(index),
    contact_id: String(index),
    web_id: index,
    email_address: `m${index}@contoso.test`,
    status: 'subscribed',
    last_changed: isoOf(second),
  };
}

function callerOf(model: Model, afterPage: () => void): MailchimpCaller {
  const list: MailchimpClient['lists']['getListMembersInfoWithHttpInfo'] = (_listId, options) => {
    const data = model.page(options.offset ?? 0, options.since_last_changed);
    return Promise.resolve({ data, response: { status: 200, headers: {} } } satisfies Answer);
  };
  const client = { lists: { getListMembersInfoWithHttpInfo: list } } as unknown as MailchimpClient;
  return {
    knownAudiences: new Set(),
    countWrites: () => undefined,
    download: () => Promise.reject(new Error('Nothing to download.')),
    wait: () => Promise.resolve(),
    batchPatienceMs: 0,
    async call(shape, send) {
      const data = shape.parse((await send(client)).data);
      afterPage();
      return { data, serverTime: '2026-01-05T09:00:00Z' };
    },
  };
}

const happening = fc.record({ kind: fc.constantFrom('change', 'leave', 'tick'), index: fc.nat(60) });

test('everybody who stays is read, whatever changes between the pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { minLength: 1, maxLength: 60 }),
      fc.boolean(),
      fc.integer({ min: 2, max: 7 }),
      fc.array(fc.array(happening, { maxLength: 3 }), { maxLength: 30 }),
      fc.option(fc.nat(4), { nil: undefined }),
      async (seconds, inclusive, pageSize, happenings, since) => {
        const model = new Model(
          seconds.map((second, index) => ({ index, second })),
          inclusive,
          pageSize,
        );
        const script = happenings.values();
        const caller = callerOf(model, () => {
          model.now += 1;
          for (const { kind, index } of script.next().value ?? []) {
            if (kind === 'change') model.change(index);
            else if (kind === 'leave') model.leave(index);
            else model.now += 1;
          }
        });
        const asked = model.members.filter(({ second }) => second > (since ?? -1));
        const read = new Set<string>();
        const query = { archived: false, ...(since === undefined ? {} : { sinceLastChanged: isoOf(since) }) };
        for await (const page of readMembers(caller, 'list', query)) {
          for (const member of page.members) read.add(member.contactId);
        }
        const missed = asked.filter(({ index }) => !model.left.has(index) && !read.has(String(index)));
        expect(missed).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

test('everybody who stays is read although each page is read by another process', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { minLength: 1, maxLength: 60 }),
      fc.boolean(),
      fc.integer({ min: 2, max: 7 }),
      fc.array(fc.array(happening, { maxLength: 2 }), { maxLength: 30 }),
      async (seconds, inclusive, pageSize, happenings) => {
        const model = new Model(
          seconds.map((second, index) => ({ index, second })),
          inclusive,
          pageSize,
        );
        const script = happenings.values();
        const caller = callerOf(model, () => {
          for (const { kind, index } of script.next().value ?? []) {
            if (kind === 'change') model.change(index);
            else if (kind === 'leave') model.leave(index);
            else model.now += 1;
          }
        });
        const read: string[] = [];
        let from: MemberCursor | null = null;
        for (let pages = 0; ; pages += 1) {
          expect(pages).toBeLessThan(1_000);
          const query: MemberQuery = { archived: false, ...(from ? { from } : {}) };
          const { value: page } = await readMembers(caller, 'list', query).next();
          if (!page) throw new Error('no page');
          read.push(...page.members.map(({ contactId }) => contactId));
          from = JSON.parse(JSON.stringify(page.next)) as MemberCursor | null;
          if (from === null) break;
        }
        const missed = model.members.filter(({ index }) => !model.left.has(index) && !read.includes(String(index)));
        expect(missed).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

test('nobody is read twice in the same state while nothing changes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { maxLength: 60 }),
      fc.boolean(),
      fc.integer({ min: 2, max: 7 }),
      async (seconds, inclusive, pageSize) => {
        const model = new Model(
          seconds.map((second, index) => ({ index, second })),
          inclusive,
          pageSize,
        );
        const read: string[] = [];
        for await (const page of readMembers(
          callerOf(model, () => undefined),
          'list',
          { archived: false },
        )) {
          read.push(...page.members.map(({ contactId }) => contactId));
        }
        expect(read.toSorted()).toEqual(model.members.map(({ index }) => String(index)).toSorted());
      },
    ),
    { numRuns: 300 },
  );
});
