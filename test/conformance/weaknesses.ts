/** Where the reference loses people: each was reproduced with its own code, and must not happen here. */

import { oneStep } from '../connector/sync/slices';
import { contactIdOf, Tie, today, yesterday, type People } from './tie';
import { own } from './shared';

const inBoth = {
  list: { on: today },
  members: [{ status: 'subscribed', at: yesterday }],
} as const satisfies People[string];
const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const many = (prefix: string, count: number): People =>
  Object.fromEntries(keys(prefix, count).map((key) => [key, inBoth]));

/** The watermark moves only after success, however long the other side was away. */
export async function watermark(): Promise<void> {
  const ten = keys('S1', 10);
  const tie = await own(() => Tie.start(many('S1', 30)));
  await tie.sync();
  tie.later(60 * 60);
  for (const key of ten) await tie.play(key, { do: 'unsubscribe' });
  await tie.fault('mailchimp', { status: 503, times: 100_000 });
  for (let hours = 0; hours < 3; hours += 1) {
    tie.later(60 * 60);
    expect(await tie.sync()).toMatchObject({ status: 'failed', sentence: expect.stringContaining('503') });
  }
  await tie.repair('mailchimp');
  tie.later(60 * 60);
  expect(await tie.sync()).toMatchObject({ status: 'completed' });
  const onList = await tie.onList();
  expect(ten.filter((key) => onList.has(contactIdOf(key)))).toEqual([]);
  expect(onList.size).toBe(20);
}

/** A run that is stopped between two steps keeps what it has read, and the next slice carries it out. */
export async function resumedWindow(): Promise<void> {
  const ten = keys('S2', 10);
  const tie = await own(() => Tie.start(many('S2', 30)));
  await tie.sync();
  tie.later(60 * 60);
  await tie.takeOff(ten);
  tie.later(60);
  const runId = await tie.request();
  await tie.planOnly(runId);
  tie.later(3 * 60 * 60);
  await tie.finish(runId);
  expect(await tie.report(runId)).toMatchObject({ status: 'completed', plan: { leaveMailchimp: 10 } });
  const members = await tie.members();
  expect([...members.values()].filter(({ status }) => status === 'archived')).toHaveLength(10);
}

export async function stoppedWhileReading(): Promise<void> {
  const tie = await own(() => Tie.start(many('S3', 5)));
  const runId = await tie.request();
  // Past any patience: the second query, for archived members, never answers.
  await tie.fault('mailchimp', { pathContains: 'status=archived', status: 503, times: 6 });
  await expect(oneStep(tie.services, runId)).resolves.toEqual({ kind: 'continue' });
  await expect(oneStep(tie.services, runId)).rejects.toThrow();
  const queries: boolean[] = [];
  const watching = {
    ...tie.services,
    mailchimp: (name: string) => {
      const account = tie.services.mailchimp(name);
      return {
        ...account,
        members: (...query: Parameters<typeof account.members>) => {
          queries.push(query[1].archived);
          return account.members(...query);
        },
      };
    },
  };
  await tie.finish(runId, watching);
  expect(queries[0]).toBe(true);
  expect(await tie.report(runId)).toMatchObject({ status: 'completed' });
  expect(await tie.rows()).toHaveLength(5);
  expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
}

export async function deletedStaysDeleted(): Promise<void> {
  const tie = await own(() => Tie.start(many('S4', 5)));
  await tie.sync();
  tie.later(60 * 60);
  await tie.deleteContact('S4-0');
  for (const mode of ['sync', 'full', 'full'] as const) {
    await tie.sync(mode);
    tie.later(60 * 60);
  }
  expect(await tie.world.get('contacts?$select=contactid')).toHaveLength(4);
  expect(await tie.statusOf('S4-0')).toBe('archived');
  expect(await tie.rowOf('S4-0')).toMatchObject({ outcome: 'left-out', reason: 'deleted' });

  // Unless the person signs up after it.
  await tie.play('S4-0', { do: 'subscribe' });
  await tie.sync();
  expect(await tie.world.get('contacts?$select=contactid')).toHaveLength(5);
  expect(await tie.onList()).toHaveProperty('size', 5);
}
