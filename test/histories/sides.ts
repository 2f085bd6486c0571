/** Both sides of one audience as they stand, to be compared with how they stood before. */

import type { Scene } from './scene';
import { readLedger } from './what-holds';

export interface Sides {
  /** Ids of the records on the list. */
  places: ReadonlySet<string>;
  /** By Mailchimp's contact id, which survives a change of address. */
  members: ReadonlyMap<string, { address: string; status: string; firstName: string; lastName: string }>;
  records: ReadonlyMap<string, Record<string, unknown>>;
}

export async function readSides(scene: Scene, where: 0 | 1): Promise<Sides> {
  const [members, places, records] = [
    await scene.members(where),
    await scene.onList(where),
    await scene.records(),
  ] as const;
  return {
    places,
    members: new Map(
      members.map(({ contactId, address, status, firstName, lastName }) => [
        contactId,
        { address, status, firstName, lastName },
      ]),
    ),
    records: new Map(
      records.map(({ id, firstname, lastname, telephone1, emailaddress1, donotbulkemail }) => [
        id,
        { firstname, lastname, telephone1, emailaddress1, donotbulkemail },
      ]),
    ),
  };
}

/** Both sides and our rows, one line for each. */
export async function everything(scene: Scene, where: 0 | 1): Promise<string[]> {
  const { rows, members, onList } = await readLedger(scene, where);
  return [
    ...rows.map((row) => `row ${JSON.stringify(row)}`),
    ...members.map((member) => `member ${JSON.stringify(member)}`),
    ...[...onList].map((id) => `on the list ${id}`),
    ...(await scene.records()).map((record) => `record ${JSON.stringify(record)}`),
  ].sort();
}

export const difference = (before: readonly string[], after: readonly string[]): string =>
  [
    '',
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
