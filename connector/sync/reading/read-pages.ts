/** The steps that read both sides, page by page: members, our rows, places on the list and its history, and the people on it. */

import type { PageOf } from '../../dataverse/port';
import { completeTags } from './read';
import type { Pages, Reading } from './reading';
import type { Position } from './reading-state';

/** Archived members hide from the first query. */
export async function readMembersPage(
  reading: Reading,
  { archived, from }: Extract<Position, { step: 'members' }>,
): Promise<Position> {
  const { mailchimp, state } = reading;
  const { listId } = reading.claimed.audience;
  const page = await reading.nextMembers(archived, from);
  if (page) {
    state.readAt ??= page.serverTime;
    await completeTags(mailchimp, listId, page.members);
    await reading.spill('members', page.members);
    state.members.read += page.members.length;
    await tellMembers(reading);
  }
  if (page?.next) return { step: 'members', archived, from: page.next };
  return archived ? { step: 'rows', from: null } : { step: 'members', archived: true, from: null };
}

async function tellMembers(reading: Reading): Promise<void> {
  const { total, read } = reading.state.members;
  await reading.tell(`Reading Mailchimp, ${numeral(read)} of ${numeral(Math.max(total, read))}.`);
}

export const numeral = (count: number) => count.toLocaleString('en');

type CrmPage = Extract<Position, { step: 'rows' | 'places' | 'events' | 'people' }>;

export async function readCrmPage(reading: Reading, at: CrmPage): Promise<Position> {
  const { services, claimed, fields, state } = reading;
  const { crm } = services;
  const { audience, list } = claimed;
  switch (at.step) {
    case 'rows':
      if (at.from === null) await reading.tell(`Reading the marketing list ${list.name}.`);
      return spillPage(reading, at, await crm.memberRowPage(audience.id, at.from), 'places');
    case 'places':
      return spillPage(reading, at, await crm.listMemberPage(list.id, at.from), 'events');
    case 'events':
      return spillPage(reading, at, await crm.listEventPage(list.id, at.from), 'people');
    case 'people': {
      const page = await fields.crm.peopleOnListPage(list.id, reading.type, at.from);
      state.people += page.items.length;
      if (page.next) {
        const of = numeral(Math.max(list.memberCount, state.people));
        await reading.tell(`Reading the marketing list ${list.name}, ${numeral(state.people)} of ${of}.`);
      }
      return spillPage(reading, at, page, null);
    }
  }
}

async function spillPage<K extends CrmPage['step']>(
  reading: Reading,
  at: CrmPage & { step: K },
  page: PageOf<Pages[K]>,
  after: CrmPage['step'] | null,
): Promise<Position> {
  await reading.spill(at.step, page.items);
  if (page.next !== null) return { ...at, from: page.next };
  return after === null ? { step: 'linked', page: 0 } : { step: after, from: null };
}

/** Who is on the further lists that a tag or interest is tied to. */
export async function readFurtherPage(
  reading: Reading,
  { tie, from }: Extract<Position, { step: 'further' }>,
): Promise<Position> {
  const list = reading.labels.ties[tie]?.list;
  if (!list) return { step: 'newcomers' };
  const page = await reading.services.crm.listMemberPage(list.id, from);
  await reading.spill(
    'further',
    page.items.map((place) => ({ ...place, listId: list.id })),
  );
  return page.next === null ? { step: 'further', tie: tie + 1, from: null } : { step: 'further', tie, from: page.next };
}
