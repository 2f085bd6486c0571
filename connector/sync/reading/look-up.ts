/**
 * The steps that ask for people whom the list does not name: those whom a row or a place names, those who own the address of a
 * member, those who are left after a merge, and those whom a further list brings.
 */

import type { ListMember } from '../../dataverse/port';
import { beforeReading } from '../run/watermarks';
import { countFurtherLists } from '../labels/further-counts';
import { addressesOf } from './read';
import type { Reading } from './reading';
import type { Position } from './reading-state';

/** As many as fill a handful of requests, which travel side by side. */
const mostIds = 10_000;
const mostAddresses = 13_280;

/** `page` counts through the pages of rows, then through those of places. */
export async function readLinkedPeople(reading: Reading, at: Extract<Position, { step: 'linked' }>): Promise<Position> {
  const { pages } = reading.state;
  const index = await reading.indexed();
  const ids = new Set<string>();
  let { page } = at;
  for (; page < pages.rows + pages.places && ids.size < mostIds; page += 1) {
    const named =
      page < pages.rows ? await reading.page('rows', page) : await reading.page('places', page - pages.rows);
    for (const { personId } of named) if (personId !== null && !index.hasPerson(personId)) ids.add(personId);
  }
  await spillPeople(reading, [...ids]);
  if (page < pages.rows + pages.places) return { step: 'linked', page };
  reading.state.ownersPages = pages.people;
  return { step: 'owners', page: 0 };
}

/**
 * Members that neither a row nor an address of somebody who was read leads to, at their addresses of today and of before. `page`
 * counts through the pages of members, then through those of rows.
 */
export async function readOwners(reading: Reading, at: Extract<Position, { step: 'owners' }>): Promise<Position> {
  const { pages } = reading.state;
  const index = await reading.indexed();
  const { addresses, page } = await gather(at.page, pages.members + pages.rows, async (number) =>
    number < pages.members
      ? (await reading.page('members', number)).filter((member) => index.needsOwner(member))
      : (await reading.page('rows', number - pages.members)).filter((row) => index.needsFormerOwner(row)),
  );
  if (addresses.length > 0) {
    await reading.spill('people', await reading.fields.crm.peopleByAddress(reading.type, addresses));
  }
  return page < pages.members + pages.rows ? { step: 'owners', page } : { step: 'survivors' };
}

/** Survivors of a merge take the place of the people we knew. */
export async function readSurvivors(reading: Reading): Promise<Position> {
  await spillSurvivors(reading);
  return { step: 'strangers', page: 0 };
}

async function spillSurvivors(reading: Reading): Promise<void> {
  const index = await reading.indexed();
  const ids = new Set<string>();
  for await (const people of reading.pages('people')) {
    for (const { masterId } of people) if (masterId !== null && !index.hasPerson(masterId)) ids.add(masterId);
  }
  await spillPeople(reading, [...ids]);
}

/** Whether the address of a stranger belongs to a lead where the list holds contacts, or the other way round. */
export async function readOthers(reading: Reading, at: Extract<Position, { step: 'strangers' }>): Promise<Position> {
  const { members } = reading.state.pages;
  const index = await reading.indexed();
  const { addresses, page } = await gather(at.page, members, async (number) =>
    (await reading.page('members', number)).filter((member) => index.isStranger(member)),
  );
  if (addresses.length > 0) {
    const people = await reading.services.crm.peopleByAddress(reading.type === 'lead' ? 'contact' : 'lead', addresses);
    await reading.spill('others', [...new Set(people.flatMap(addressesOf))]);
  }
  return page < members ? { step: 'strangers', page } : { step: 'further', tie: 0, from: null };
}

/** Those on further lists, and how many they are. */
export async function readNewcomers(reading: Reading): Promise<Position> {
  const { labels, services, state } = reading;
  const since = beforeReading(state.crmReadAt);
  const recent = new Map<string, ListMember[]>();
  if (labels.ties.length > 0) {
    const index = await reading.indexed();
    const ids = new Set<string>();
    for await (const places of reading.pages('further')) {
      for (const { listId, ...place } of places) {
        if (!index.hasPerson(place.personId)) ids.add(place.personId);
        if (Date.parse(place.addedOn) < Date.parse(since)) continue;
        recent.set(listId, [...(recent.get(listId) ?? []), place]);
      }
    }
    await spillPeople(reading, [...ids]);
    await spillSurvivors(reading);
  }
  state.further = await countFurtherLists(services.crm, labels, { places: recent, seen: undefined, since });
  return { step: 'divide', page: 0 };
}

async function gather(
  from: number,
  end: number,
  wantedOn: (page: number) => Promise<readonly { address: string }[]>,
): Promise<{ addresses: string[]; page: number }> {
  const addresses = new Set<string>();
  let page = from;
  for (; page < end && addresses.size < mostAddresses; page += 1) {
    for (const { address } of await wantedOn(page)) addresses.add(address.trim().toLowerCase());
  }
  return { addresses: [...addresses], page };
}

async function spillPeople(reading: Reading, ids: string[]): Promise<void> {
  if (ids.length > 0) await reading.spill('people', await reading.fields.crm.peopleById(reading.type, ids));
}
