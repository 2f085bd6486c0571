/**
 * Everybody in an audience, oldest change first, complete although members change meanwhile.
 *
 * Mailchimp pages by offset, and a member that changes moves to the end and pulls everybody behind its old place one forward.
 * So each page starts anew from the second before the last change seen, skips those of that second who are known already, and
 * begins with the last known member: if somebody else stands there, the second is read again from its beginning.
 * https://mailchimp.com/developer/marketing/api/list-members/list-members-info/
 */

import { z } from 'zod';
import { ServiceError } from '../service-error';
import { inAudience } from './audiences';
import type { MailchimpCaller } from './caller';
import type { MemberCursor, MemberPage, MemberQuery } from './port';
import { memberFields, memberShape, toIso, toMember } from './shapes';

const pageSize = 1000;
const mostRestarts = 100;

export function readMembers(
  caller: MailchimpCaller,
  listId: string,
  query: MemberQuery,
): AsyncGenerator<MemberPage, void, undefined> {
  return readMemberPages(caller, listId, query, { fields: memberFields, shape: memberShape, read: toMember });
}

/** How much of each member is asked for, and what it becomes. */
export interface MemberReading<Shape, Read> {
  fields: readonly string[];
  shape: z.ZodType<Shape>;
  read(this: void, shape: Shape): Read;
}

interface Placed {
  contactId: string;
  lastChanged: string;
}

interface PageOf<Read> {
  members: Read[];
  total: number;
  serverTime: string;
}

interface PageWithNext<Read> extends PageOf<Read> {
  next: MemberCursor | null;
}

export async function* readMemberPages<Shape, Read extends Placed>(
  caller: MailchimpCaller,
  listId: string,
  query: MemberQuery,
  reading: MemberReading<Shape, Read>,
): AsyncGenerator<PageWithNext<Read>, void, undefined> {
  const start = query.sinceLastChanged === undefined ? undefined : toIso(query.sinceLastChanged);
  const { from } = query;
  let since = from ? (from.since ?? undefined) : start;
  let skip = from?.skip ?? 0;
  let last: Placed | null = from?.last ?? null;
  let total: number | undefined;
  let restarts = 0;
  /** Documented nowhere, so it is learnt. */
  let inclusive = from?.inclusive ?? false;
  const recent = new Recent(from);

  for (;;) {
    const page: PageOf<Read> = await readPage(caller, listId, query.archived, since, skip, reading);
    total ??= page.total;
    const first = page.members[0];
    if (skip === 0 && first !== undefined && first.lastChanged === since) inclusive = true;
    const expected: Placed | null = skip === 0 ? null : last;
    if (expected !== null && (first === undefined || keyOf(first) !== keyOf(expected))) {
      restarts += 1;
      if (restarts > mostRestarts) {
        throw new ServiceError(
          'transient',
          'The audience changes faster than it can be read; it is tried again later.',
        );
      }
      skip = 0;
      recent.readAgain();
      continue;
    }
    const members = page.members.filter((member) => recent.add(member));
    const { serverTime } = page;
    const read = skip + page.members.length;
    const newest = page.members.at(-1);
    if (newest === undefined || read >= page.total || page.members.length <= (skip === 0 ? 0 : 1)) {
      yield { members, total, serverTime, next: null };
      return;
    }
    last = newest;
    const anchor = later(later(secondBefore(newest.lastChanged), start), since);
    recent.forgetBefore(anchor);
    skip = anchor === since ? read - 1 : recent.count(anchor, inclusive) - 1;
    since = anchor;
    yield { members, total, serverTime, next: { since, skip, last: placeOf(newest), seen: recent.seen(), inclusive } };
  }
}

const placeOf = ({ contactId, lastChanged }: Placed): Placed => ({ contactId, lastChanged });

/** Those seen in the last two seconds, the only ones that can come again. */
class Recent {
  private known = new Map<string, string>();
  /** Of members that were read before the reading was taken up again, only their number is known. */
  private before: Record<string, number>;

  constructor(from: MemberCursor | undefined) {
    this.before = { ...from?.seen };
    if (!from) return;
    const { last } = from;
    this.known.set(keyOf(last), last.lastChanged);
    this.before[last.lastChanged] = (this.before[last.lastChanged] ?? 1) - 1;
  }

  /** False for one that was seen already. */
  add(member: Placed): boolean {
    const key = keyOf(member);
    if (this.known.has(key)) return false;
    this.known.set(key, member.lastChanged);
    return true;
  }

  readAgain(): void {
    this.before = {};
  }

  forgetBefore(second: string): void {
    this.known = new Map([...this.known].filter(([, changed]) => changed >= second));
    this.before = Object.fromEntries(Object.entries(this.before).filter(([changed]) => changed >= second));
  }

  count(since: string, inclusive: boolean): number {
    return Object.entries(this.seen())
      .filter(([changed]) => inclusive || changed > since)
      .reduce((sum, [, count]) => sum + count, 0);
  }

  /** How many of each second. */
  seen(): Record<string, number> {
    const seen = { ...this.before };
    for (const changed of this.known.values()) seen[changed] = (seen[changed] ?? 0) + 1;
    return seen;
  }
}

async function readPage<Shape, Read>(
  caller: MailchimpCaller,
  listId: string,
  archived: boolean,
  since: string | undefined,
  offset: number,
  { fields, shape, read }: MemberReading<Shape, Read>,
): Promise<PageOf<Read>> {
  const pageShape = z.object({ members: z.array(shape), total_items: z.number() });
  const call = caller.call(pageShape, (client) =>
    client.lists.getListMembersInfoWithHttpInfo(listId, {
      fields: [...fields.map((field) => `members.${field}`), 'total_items'],
      count: pageSize,
      offset,
      sort_field: 'last_changed',
      sort_dir: 'ASC',
      ...(archived ? { status: 'archived' } : {}),
      ...(since === undefined ? {} : { since_last_changed: since.replace(/Z$/, '+00:00') }),
    }),
  );
  const { data, serverTime } = await inAudience(caller, listId, call);
  return { members: data.members.map(read), total: data.total_items, serverTime };
}

function keyOf(member: Placed): string {
  return `${member.contactId} ${member.lastChanged}`;
}

function secondBefore(iso: string): string {
  return toIso(new Date(Date.parse(iso) - 1000).toISOString());
}

function later(one: string, other: string | undefined): string {
  return other !== undefined && other > one ? other : one;
}
