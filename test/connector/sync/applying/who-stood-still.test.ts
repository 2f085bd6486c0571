import type { Crm } from '../../../../connector/dataverse/port';
import type { MailchimpAccount, MemberQuery } from '../../../../connector/mailchimp/port';
import type { Applying } from '../../../../connector/sync/applying/applying';
import { whoStoodStill } from '../../../../connector/sync/applying/who-stood-still';
import type { PersonPlan } from '../../../../connector/sync/run/person-plan';
import type { RunState } from '../../../../connector/sync/run/run-state';

const minute = 60_000;
const begun = Date.parse('2026-03-01T09:00:00Z');
const at = (minutes: number) => new Date(begun + minutes * minute).toISOString();

/** A slice that goes on for long, and what it asks the services. */
function slice({ isNew }: { isNew: boolean }) {
  const clock = { minutes: 0 };
  const asked: string[] = [];
  const edits: { id: string; on: number }[] = [];
  const crm = {
    run: async () => ({ modifiedOn: at(clock.minutes) }),
    async *peopleOnList(_: string, __: string, since: string) {
      asked.push(`edited since ${since}`);
      yield edits.filter(({ on }) => at(on) >= since).map(({ id }) => ({ id }));
    },
    async *listMembers() {
      asked.push('everybody on the list');
      yield [{ personId: 'ann' }, { personId: 'bea' }];
    },
  } as unknown as Crm;
  const mailchimp = {
    async *members(_: string, { archived, sinceLastChanged }: MemberQuery) {
      if (!archived) asked.push(`changed since ${sinceLastChanged}`);
      yield { members: [], serverTime: at(clock.minutes) };
    },
  } as unknown as MailchimpAccount;
  const target = { runId: 'run', audience: { id: 'a', listId: 'l' }, list: { id: 'list' }, type: 'contact' };
  const state = { readAt: at(0), crmReadAt: at(0), startedAt: at(0) } as RunState;
  const stoodStill = whoStoodStill({ crm, mailchimp, target } as unknown as Applying, state, {
    now: () => new Date(begun + clock.minutes * minute),
    isNew,
  });
  return { clock, asked, edits, stoodStill };
}

const plan = (personId: string, does: 'archive' | 'names' | 'nothing' = 'names') =>
  ({
    personId,
    create: null,
    crm: 'nothing',
    names: does === 'names' ? { lastName: 'New' } : null,
    newAddresses: null,
    optOut: null,
    place: null,
    wasOnList: true,
    addresses: [
      {
        row: { address: `${personId}@still.example` },
        move: { do: does === 'archive' ? does : 'nothing' },
        names: null,
        rename: null,
      },
    ],
  }) as unknown as PersonPlan;

test('a run that is soon done asks nothing more', async () => {
  const { clock, asked, stoodStill } = slice({ isNew: true });
  clock.minutes = 1;
  expect(await stoodStill([plan('ann', 'archive')])).toHaveLength(1);
  expect(asked).toEqual([]);
});

test('one that is resumed looks at once', async () => {
  const { asked, stoodStill } = slice({ isNew: false });
  await stoodStill([plan('ann')]);
  expect(asked).toHaveLength(2);
});

test('looks every two minutes, and each time asks for what changed since alone', async () => {
  const { clock, asked, stoodStill } = slice({ isNew: true });
  for (const minutes of [1, 10, 11, 12, 13, 14]) {
    clock.minutes = minutes;
    await stoodStill([plan('ann')]);
  }
  const look = (mailchimp: string, crm: string) => [`changed since ${mailchimp}`, `edited since ${crm}`];
  expect(asked).toEqual([...look(at(0), '2026-03-01T09:00:01.000Z'), ...look(at(9), at(9)), ...look(at(11), at(11))]);
});

test('remembers who moved when it looks again', async () => {
  const { clock, edits, stoodStill } = slice({ isNew: true });
  edits.push({ id: 'bea', on: 1 });
  clock.minutes = 10;
  await stoodStill([plan('ann')]);
  clock.minutes = 30;
  const still = await stoodStill([plan('ann'), plan('bea')]);
  expect(still.map(({ personId }) => personId)).toEqual(['ann']);
});

test('asks who is on the list only where somebody is moved because of it, and once for each look', async () => {
  const { clock, asked, stoodStill } = slice({ isNew: true });
  const readings = () => asked.filter((one) => one === 'everybody on the list').length;
  clock.minutes = 10;
  expect(await stoodStill([plan('cid')])).toHaveLength(1);
  expect(readings()).toBe(0);
  expect(await stoodStill([plan('ann', 'archive'), plan('cid', 'archive')])).toHaveLength(1);
  await stoodStill([plan('bea', 'archive')]);
  expect(readings()).toBe(1);
});

test('looks at nobody where people are only written down', async () => {
  const { clock, asked, edits, stoodStill } = slice({ isNew: true });
  edits.push({ id: 'bea', on: 1 });
  clock.minutes = 10;
  expect(await stoodStill([plan('ann', 'nothing'), plan('bea', 'nothing')])).toHaveLength(2);
  expect(asked).toEqual([]);
});
