/** Decides about the people of one part of what was read, and keeps the decisions until those of all parts can be weighed together. */

import { randomUUID } from 'node:crypto';

import { matchPeople } from '../../reconcile/match-people';
import { newcomersOf, placeNewcomers } from './newcomers';
import { addWanted, wantedBy } from '../guard/hold-for-approval';
import { readElsewhere } from './plan-opt-out';
import { planPerson, type Brought, type PlannedPerson, type PlanTerms } from './plan-person';
import type { Snapshot } from '../reading/read';
import { partPath, type Position } from '../reading/reading-state';
import type { Reading } from '../reading/reading';
import { withoutWordsOfOthers } from '../reading/rows-at-hand';
import { rulesOf } from '../run/rules-of';
import { saysNoBeforeArchive } from './says-no-before-archive';
import { addSizes, sizesOf } from '../reading/sizes';
import type { Planning } from './planning';

export async function decidePart(
  planning: Planning,
  { part }: Extract<Position, { step: 'decide' }>,
): Promise<Position> {
  const { reading } = planning;
  const { state, labels, services, claimed } = reading;
  if (state.parts > 1) await reading.tell(`Comparing both sides, part ${part + 1} of ${state.parts}.`);
  const { snapshot, further } = await planning.part(part);
  await reading.fields.complete(snapshot);
  const newcomers = newcomersOf(snapshot, labels, further.lists);
  const asOnList = [...newcomers].map(([personId, { since }]) => [personId, since] as const);
  const brought = new Set(newcomers.keys());
  const seen = { ...snapshot, addedOn: new Map([...snapshot.addedOn, ...asOnList]), brought };
  const planned = await decideAll(reading, seen);
  placeNewcomers(planned, newcomers, snapshot.rows);
  await services.storage.documents.writeLines(partPath(claimed.run.id, 'decided', part), planned);
  state.wanted = addWanted(state.wanted, wantedBy(planned));
  state.sizes = addSizes(state.sizes, sizesOf(snapshot, claimed));
  reading.spilled = true;
  if (part + 1 < state.parts) return { step: 'decide', part: part + 1 };
  return { step: labels.ties.length > 0 ? 'weigh' : 'write', part: 0 };
}

async function decideAll(reading: Reading, snapshot: Snapshot & Brought): Promise<PlannedPerson[]> {
  const { claimed, services, mailchimp, type } = reading;
  const { run, audience, list, firstRun } = claimed;
  const terms: PlanTerms = {
    rules: rulesOf(audience),
    run: {
      trust: audience.trustOverride,
      firstRun,
      // A preview shows what happens once somebody has confirmed it.
      consentConfirmed: run.consentConfirmed || audience.consentConfirmedOn !== null || run.mode === 'preview',
    },
    fields: reading.fields.fields,
    audienceName: audience.name,
    list,
    type,
    readAt: snapshot.readAt,
    crmReadAt: reading.state.crmReadAt,
    newId: randomUUID,
  };
  const groups = matchPeople({
    members: snapshot.members,
    rows: snapshot.rows,
    people: snapshot.people,
    onList: new Set(snapshot.addedOn.keys()),
    withHistory: new Set(snapshot.events.keys()),
  });
  const elsewhere = await readElsewhere(services.crm, audience, terms.rules.optOut, groups);
  const known = new Set(snapshot.people.map(({ id }) => id));
  const own = groups.map((matched) => withoutWordsOfOthers(matched, known));
  // Side by side: an administrator may have archived thousands.
  const before = await Promise.all(own.map((group) => saysNoBeforeArchive(mailchimp, audience.listId, group)));
  return own.map((group, index) =>
    planPerson(terms, group, snapshot, before[index] ?? new Map(), elsewhere.get(group.personId ?? '')),
  );
}
