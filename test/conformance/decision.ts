/** What is decided where nothing was seen before, with the settings that the table assumes: rows R1 to R16 and D1 to D13. */

import { choices } from '../../connector/dataverse/schema.generated';
import { addressOf, audienceId, Tie, today, yesterday, type People, type PersonStory } from './tie';
import { shared } from './shared';

type Members = NonNullable<PersonStory['members']>;
type Status = Members[number]['status'];

export interface DecisionRow {
  id: string;
  list: PersonStory['list'] | null;
  members: Members;
  onListAfter: boolean;
  /** The place on the list was deleted, and nothing tells when. */
  untold?: true;
  /** The status that is written to Mailchimp. */
  write: 'none' | 'subscribed' | 'unsubscribed';
}

const days = { T: today, Y: yesterday };
type Day = keyof typeof days;

const places = {
  never: () => null,
  on: (day: Day) => ({ on: days[day] }),
  removed: (day: Day) => ({ removed: days[day] }),
  deleted: () => ({ on: yesterday }),
};

/** `decided('R7', 'on Y', 'unsubscribed T', 'off', 'none')`; "by admin" behind a day. */
export function decided(
  id: string,
  list: 'never' | `${'on' | 'removed' | 'deleted'} ${Day}`,
  member: 'not a member' | `${Status} ${Day}` | `${Status} ${Day} by ${'admin' | 'person'}`,
  after: 'on' | 'off',
  write: DecisionRow['write'],
): DecisionRow {
  const [place, listDay] = list.split(' ') as [keyof typeof places, Day];
  const [status, memberDay, , by] = member.split(' ') as [Status, Day, string, 'admin' | 'person' | undefined];
  return {
    id,
    list: places[place](listDay),
    members: member === 'not a member' ? [] : [{ status, at: days[memberDay], ...(by ? { by } : {}) }],
    onListAfter: after === 'on',
    write,
    ...(place === 'deleted' ? { untold: true } : {}),
  };
}

/** Mailchimp is always newer, and hears nothing. */
export const twoAddresses = (
  id: string,
  one: Status,
  other: Status,
  before: 'on' | 'removed',
  after: 'on' | 'off',
): DecisionRow => ({
  id,
  list: places[before]('Y'),
  members: [one, other].map((status) => ({ status, at: today })),
  onListAfter: after === 'on',
  write: 'none',
});

/** All rows share one audience and one run. */
export function decideTogether(rows: readonly DecisionRow[]) {
  return shared(async () => {
    const people: People = Object.fromEntries(
      rows.map(({ id, list, members }) => [id, { ...(list ? { list } : {}), members }]),
    );
    const tie = await Tie.start(people, {
      columns: {
        mcs_removalrule: choices.mcs_removalrule.unsubscribe,
        mcs_resubscriberule: choices.mcs_resubscriberule.subscribe,
      },
    });
    const untold = rows.filter((row) => row.untold).map(({ id }) => id);
    await tie.takeOff(untold, { told: false });
    for (const id of untold) expect(await tie.isOnList(id)).toBe(false);
    await tie.sync();
    return tie;
  });
}

export async function checkDecision(tie: Tie, { id, members, onListAfter, write }: DecisionRow): Promise<void> {
  const after = await Promise.all(
    Array.from({ length: Math.max(members.length, 1) }, (_, index) =>
      tie.mailchimp.member(audienceId, addressOf(id, index)),
    ),
  );
  // Any write would have moved the date.
  const written = after.filter(
    (member, index) => member && Date.parse(member.lastChanged) !== Date.parse(members[index]?.at ?? ''),
  );
  expect({
    onList: await tie.isOnList(id),
    write: written.length === 0 ? 'none' : written.map((member) => member?.status).join(),
  }).toEqual({ onList: onListAfter, write });
}

/** The address that is out says why. */
export async function losingAddresses(tie: Tie): Promise<void> {
  const reasons = Object.fromEntries((await tie.rows()).map(({ address, reason }) => [address, reason]));
  expect([reasons[addressOf('D7')], reasons[addressOf('D8', 1)], reasons[addressOf('D9', 1)]]).toEqual([
    'said-no',
    'said-no',
    'bounced',
  ]);
}

/** Fields of a member that has come back follow once both sides say it is subscribed. */
export async function nothingLeft(tie: Tie): Promise<void> {
  expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
}
