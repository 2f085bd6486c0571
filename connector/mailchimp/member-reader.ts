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
import type { MemberPage, MemberQuery } from './port';
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

export async function* readMemberPages<Shape, Read extends Placed>(
  caller: MailchimpCaller,
  listId: string,
  query: MemberQuery,
  reading: MemberReading<Shape, Read>,
): AsyncGenerator<PageOf<Read>, void, undefined> {
  const start = query.sinceLastChanged === undefined ? undefined : toIso(query.sinceLastChanged);
  let since = start;
  let skip = 0;
  let last: Read | null = null;
  let total: number | undefined;
  let restarts = 0;
  /** Whether `since` itself belongs to the answer: documented nowhere, so it is learnt. */
  let inclusive = false;
  /** Those seen in the last two seconds, the only ones that can come again. */
  let recent = new Map<string, string>();

  for (;;) {
    const page: PageOf<Read> = await readPage(caller, listId, query.archived, since, skip, reading);
    total ??= page.total;
    const first = page.members[0];
    if (skip === 0 && first !== undefined && first.lastChanged === since) inclusive = true;
    const expected: Read | null = skip === 0 ? null : last;
    if (expected !== null && (first === undefined || keyOf(first) !== keyOf(expected))) {
      restarts += 1;
      if (restarts > mostRestarts) {
        throw new ServiceError(
          'transient',
          'The audience changes faster than it can be read; it is tried again later.',
        );
      }
      skip = 0;
      continue;
    }
    const fresh = page.members.filter((member) => !recent.has(keyOf(member)));
    for (const member of fresh) recent.set(keyOf(member), member.lastChanged);
    yield { members: fresh, total, serverTime: page.serverTime };

    const read = skip + page.members.length;
    const newest = page.members.at(-1);
    if (newest === undefined || read >= page.total || page.members.length <= (skip === 0 ? 0 : 1)) return;
    last = newest;
    const anchor = later(later(secondBefore(newest.lastChanged), start), since);
    recent = new Map([...recent].filter(([, changed]) => changed >= anchor));
    if (anchor === since) {
      skip = read - 1;
    } else {
      since = anchor;
      skip = [...recent.values()].filter((changed) => inclusive || changed > anchor).length - 1;
    }
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
