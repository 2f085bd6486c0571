/** A run is killed between each two of the last things that it writes; then it is called again, as the timer does. */

import { choices } from '../../../../connector/dataverse/schema.generated';
import type { RunState } from '../../../../connector/sync/run/run-state';
import { runSlice } from '../../../../connector/sync/run-slice';
import { sendRun } from '../../../../connector/sync/requests/request-run';
import type { Services } from '../../../../connector/sync/run/services';
import { closeShared, own } from '../../../conformance/shared';
import { addressOf, audienceId, contactIdOf, Tie, today, yesterday, type People } from '../../../conformance/tie';

afterAll(closeShared);

const keys = Array.from({ length: 5 }, (_, index) => `M-${index}`);
const everybody: People = Object.fromEntries(
  keys.map((key) => [key, { list: { on: today }, members: [{ status: 'subscribed', at: yesterday }] }]),
);

class Killed extends Error {}

/** Ends before so many further things are written, once all chunks of the plan are. */
function dyingAtTheEnd(services: Services, after: number) {
  const death = { left: after, dead: false };
  let atTheEnd = false;
  const writing = new Set([
    'changeRun',
    'changeAudience',
    'addNote',
    'addNotification',
    'saveTags',
    'saveInterests',
    'saveLabelSentences',
    'write',
    'removeAll',
  ]);
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          if (!death.dead && atTheEnd && writing.has(String(name))) {
            death.dead = death.left === 0;
            death.left -= 1;
          }
          if (death.dead) throw new Killed('killed');
          const state = given[1] as Partial<RunState> | undefined;
          if (name === 'write' && state?.chunks !== undefined && state.applied === state.chunks) atTheEnd = true;
          return Reflect.apply(value, target, given) as unknown;
        };
      },
    });
  const { storage } = services;
  return {
    death,
    services: { ...services, crm: mortal(services.crm), storage: { ...storage, documents: mortal(storage.documents) } },
  };
}

async function runUntilKilled(tie: Tie, after: number): Promise<{ runId: string; killed: boolean }> {
  const runId = await tie.request('full');
  await sendRun(tie.services, runId);
  const { services, death } = dyingAtTheEnd(tie.services, after);
  const until = new Date(tie.services.now().getTime() + 60_000);
  await runSlice(services, runId, { until }).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
  return { runId, killed: death.dead };
}

async function leftOver({ services }: Tie): Promise<string[]> {
  const { documents } = services.storage;
  return [...(await documents.namesIn('runs/')), ...(await documents.namesIn('queued/'))];
}

test('one side is trusted once, and nothing is left behind', async () => {
  const tie = await own(() => Tie.start(everybody, { columns: { mcs_limitpeople: 500 } }));
  await tie.sync();
  const nameInMailchimp = async () => (await tie.mailchimp.member(audienceId, addressOf('M-2')))?.lastName;
  const nameInCrm = async () =>
    (await tie.world.get<{ lastname: string }>(`contacts?$filter=contactid eq ${contactIdOf('M-2')}`))[0]?.lastname;
  const name = (lastName: string) => tie.play('M-2', { do: 'edit', merge_fields: { LNAME: lastName } });

  let cuts = 0;
  for (let killed = true; killed; cuts += 1) {
    tie.later(3600);
    const agreed = await nameInCrm();
    await name(`Overruled ${cuts}`);
    await tie.change({ mcs_trustoverride: choices.mcs_trustoverride.crm });
    const cut = await runUntilKilled(tie, cuts);
    killed = cut.killed;
    await tie.finish(cut.runId);
    const { trustOverride, syncStatus } = await tie.audience();
    expect({ cuts, trustOverride, syncStatus, is: (await tie.report(cut.runId)).status }).toEqual({
      cuts,
      trustOverride: 'none',
      syncStatus: 'synced',
      is: 'completed',
    });
    expect([cuts, await nameInMailchimp()]).toEqual([cuts, agreed]);

    tie.later(3600);
    await name(`Later ${cuts}`);
    await tie.sync();
    expect([await nameInMailchimp(), await nameInCrm()]).toEqual([`Later ${cuts}`, `Later ${cuts}`]);
    expect([cuts, await leftOver(tie)]).toEqual([cuts, []]);
    const files = (await tie.services.crm.notes(cut.runId)).map(({ filename }) => filename);
    expect([cuts, files]).toEqual([cuts, ['before-images.jsonl.gz', 'changes.csv']]);
  }
  expect(cuts).toBeGreaterThan(6);
}, 120_000);

test('a first run is the first once', async () => {
  let cuts = 0;
  for (let killed = true; killed; cuts += 1) {
    const tie = await Tie.start(everybody);
    try {
      const cut = await runUntilKilled(tie, cuts);
      killed = cut.killed;
      await tie.finish(cut.runId);
      const { tieState, syncStatus, watermarks } = await tie.audience();
      expect({ cuts, tieState, syncStatus }).toEqual({ cuts, tieState: 'running', syncStatus: 'synced' });
      expect(watermarks).not.toBeNull();

      // Nobody told of it: by a first run, whoever is subscribed would be put on the list again.
      tie.later(3600);
      await tie.takeOff(['M-1'], { told: false });
      expect(await tie.sync()).toMatchObject({ status: 'completed' });
      expect([cuts, await tie.isOnList('M-1'), await tie.statusOf('M-1')]).toEqual([cuts, false, 'archived']);
      expect([cuts, await leftOver(tie)]).toEqual([cuts, []]);
    } finally {
      await tie.close();
    }
  }
  expect(cuts).toBeGreaterThan(6);
}, 240_000);

test('what somebody chooses to trust while a run writes is for the next one', async () => {
  const tie = await own(() => Tie.start(everybody));
  await tie.sync();
  tie.later(3600);
  await tie.play('M-1', { do: 'unsubscribe' });
  const { crm } = tie.services;
  const removeFromList: typeof crm.removeFromList = async (...given) => {
    await tie.change({ mcs_trustoverride: choices.mcs_trustoverride.mailchimp });
    return crm.removeFromList(...given);
  };
  await tie.sync('sync', { ...tie.services, crm: { ...crm, removeFromList } });
  expect(await tie.audience()).toMatchObject({ trustOverride: 'mailchimp', syncStatus: 'synced' });
});

test('a run that failed keeps what it had done, although it was killed right after it said so', async () => {
  const many = Array.from({ length: 1_010 }, (_, index) => [`C-${index}`, { list: { on: today } }] as const);
  const tie = await own(() => Tie.start(Object.fromEntries(many)));
  const runId = await tie.request();
  const { crm, storage } = tie.services;
  const until = new Date(tie.services.now().getTime() + 60_000);
  let parts = 0;
  let dead = false;
  const createMemberRows: typeof crm.createMemberRows = async (...given) => {
    parts += 1;
    if (parts === 2) throw new TypeError('A fault of its own.');
    return crm.createMemberRows(...given);
  };
  const changeRun: typeof crm.changeRun = async (id, change) => {
    await crm.changeRun(id, change);
    dead = change.status === 'failed';
  };
  const alive = () => {
    if (dead) throw new Killed('killed');
  };
  const { documents } = storage;
  const services = {
    ...tie.services,
    crm: { ...crm, createMemberRows, changeRun, audience: async (id: string) => (alive(), crm.audience(id)) },
    storage: {
      ...storage,
      documents: { ...documents, removeAll: async (path: string) => (alive(), documents.removeAll(path)) },
    },
  };
  await expect(runSlice(services, runId, { until })).rejects.toThrow('killed');
  expect((await tie.report(runId)).status).toBe('failed');
  expect(await crm.notes(runId)).toEqual([]);

  await runSlice(tie.services, runId, { until });
  expect((await crm.notes(runId)).map(({ filename }) => filename)).toEqual(['before-images.jsonl.gz', 'changes.csv']);
  expect(await leftOver(tie)).toEqual([]);
});
