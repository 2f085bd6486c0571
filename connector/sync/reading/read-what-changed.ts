/** How a reading begins: with what changed since the last run, or with both sides whole where that does not suffice. */

import { beforeReading } from '../run/watermarks';
import { countFurtherLists, readFurtherCounts } from '../labels/further-counts';
import { readFurtherLists } from './further-lists';
import { existingAudience } from './read';
import { readChanges } from './read-changes';
import { nobody } from '../run/tally';
import { namedIn } from '../run/wish';
import type { Reading } from './reading';
import type { Position } from './reading-state';

export async function readWhatChanged(reading: Reading): Promise<Position> {
  const { state, fields, mailchimp, claimed, labels, services, type } = reading;
  const { audience, list } = claimed;
  const { watermarks } = audience;
  const snapshot =
    watermarks &&
    (await readChanges(
      fields.crm,
      mailchimp,
      {
        audienceId: audience.id,
        listId: audience.listId,
        list,
        since: watermarks,
        counts: audience.counts,
        labels,
        also: await fields.changedSince(watermarks.crm),
        named: namedIn(claimed.wish),
        furtherCounts: labels.ties.length > 0 ? await readFurtherCounts(services.storage.documents, audience.id) : null,
      },
      async (sentence) => {
        await claimed.lease.check();
        await reading.tell(sentence);
      },
    ));
  if (!snapshot) {
    state.sums.tally = nobody;
    return beginFullReading(reading);
  }
  const places = await readFurtherLists(fields.crm, labels, type, snapshot);
  const since = beforeReading(state.crmReadAt);
  state.further = await countFurtherLists(services.crm, labels, { places, seen: snapshot.furtherMoves, since });
  state.readAt = snapshot.readAt;
  await reading.spill('members', snapshot.members);
  await reading.spill('rows', snapshot.rows);
  await reading.spill(
    'places',
    [...snapshot.addedOn].map(([personId, addedOn]) => ({ personId, addedOn })),
  );
  await reading.spill('people', snapshot.people);
  await reading.spill('events', [...snapshot.events.values()]);
  await reading.spill('others', [...snapshot.ownedByOtherType]);
  await reading.spill(
    'further',
    [...places].flatMap(([listId, members]) => members.map((place) => ({ ...place, listId }))),
  );
  return { step: 'decide', part: 0 };
}

export async function beginFullReading({ state, mailchimp, claimed }: Reading): Promise<Position> {
  const { memberCount } = await existingAudience(mailchimp, claimed.audience.listId);
  state.complete = true;
  state.members = { total: memberCount, read: 0 };
  return { step: 'members', archived: false, from: null };
}
