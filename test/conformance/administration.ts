/** Settings, status and connections: rows A1 to A8. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { choices } from '../../connector/dataverse/schema.generated';
import { connectMailchimp } from '../../connector/mailchimp/connect';
import { readSettings } from '../../connector/settings';
import { keepWebhooks } from '../../connector/sync/webhooks/keep-webhook';
import { refresh } from '../../connector/sync/refresh';
import { audienceId, audienceName, listId, Tie, today, yesterday, type People } from './tie';
import { own, shared } from './shared';

const inBoth = {
  list: { on: today },
  members: [{ status: 'subscribed', at: yesterday }],
} as const satisfies People[string];

const running = shared(async () => {
  const tie = await Tie.start({ A2: inBoth, A5: inBoth });
  await tie.sync();
  tie.later(60 * 60);
  return tie;
});

export async function statusBeforeTheRun(): Promise<void> {
  const tie = await running();
  await tie.createContact('A2-new');
  await tie.putOn('A2-new');
  const preview = await tie.sync('preview');
  expect(preview).toMatchObject({ status: 'completed', writes: { mailchimp: 0, dataverse: 0 } });
  expect(preview.plan).toMatchObject({ add: 1, create: 0, join: 0, leaveList: 0, leaveMailchimp: 0 });
  expect(await tie.statusOf('A2-new')).toBe('absent');
  expect(await tie.audience()).toMatchObject({ syncStatus: 'synced', counts: { audience: 2, list: 2 } });
  await tie.sync();
  expect((await tie.audience()).counts).toMatchObject({ audience: 3, list: 3, inSync: 3 });
}

/** A setting of an audience is a choice of Dataverse, which refuses others; a setting of the service is refused by name. */
export async function settings(): Promise<void> {
  const tie = await running();
  await tie.change({ mcs_removalrule: choices.mcs_removalrule.unsubscribe });
  expect(await tie.audience()).toMatchObject({ removalRule: 'unsubscribe' });
  await expect(tie.change({ mcs_removalrule: 1 })).rejects.toThrow('400');
  expect(await tie.audience()).toMatchObject({ removalRule: 'unsubscribe' });
  expect(() => readSettings({ ...tie.world.env, DATAVERSE_AUTH: 'guess' })).toThrow('DATAVERSE_AUTH');
}

const secondList = '0be00000-0000-4000-8000-00000000a5a5';

/** Untying removes nobody and forgets nobody; deleting an audience takes its rows along, and no other's. */
export async function oneOfTwoRemoved(): Promise<void> {
  const tie = await own(() =>
    Tie.start({ A4: inBoth, 'A4-no': { list: { on: yesterday }, members: [{ status: 'unsubscribed', at: today }] } }),
  );
  const second = {
    id: 'a5a5a5a5a5',
    name: 'Second',
    members: [{ email_address: 'someone@second.example', status: 'subscribed' }],
  };
  await tie.sync();
  await tie.world.seed({
    mailchimp: {
      accounts: [{ id: 'conformance0000000000001', name: 'Conformance Ltd', key: 'stand-in-us1', audiences: [second] }],
    },
    dataverse: { lists: [{ listid: secondList, listname: 'Second people', createdfromcode: 2 }] },
  });
  await tie.world.tie('Second', 'Second people');
  const other = await tie.world.audience('Second');
  const run = await tie.services.crm.createRun({
    audienceId: other.id,
    mode: 'full',
    trigger: 'command',
    consentConfirmed: true,
    name: 'Sync',
  });
  await tie.finish(run);

  const before = await Promise.all([tie.onList(), tie.statusOf('A4'), tie.rows()]);
  await tie.change({ mcs_tiestate: choices.mcs_tiestate['not-tied'], 'mcs_marketinglistid@odata.bind': null });
  expect(await tie.sync()).toMatchObject({
    status: 'failed',
    sentence: expect.stringContaining('is not tied to a marketing list'),
  });
  expect(await Promise.all([tie.onList(), tie.statusOf('A4'), tie.rows()])).toEqual(before);

  await tie.dataverse('DELETE', `mcs_audiences(${(await tie.audience()).id})`);
  const rows = await tie.world.get<{ mcs_name: string }>('mcs_audiencemembers?$select=mcs_name');
  expect(rows.map((row) => row.mcs_name)).toEqual(['someone@second.example']);
  expect(await tie.world.audience('Second')).toMatchObject({
    tieState: 'running',
    syncStatus: 'synced',
    counts: { audience: 1 },
  });
  expect(await tie.statusOf('A4')).toBe('subscribed');
}

const perPart = 1_000;

/** The names of a thousand people are filled in Mailchimp by one batch, and that of one more by the next part of the run. */
export async function cancelledAtABatch(): Promise<void> {
  const nameless = {
    list: { on: today },
    members: [{ status: 'subscribed', at: yesterday, names: {} }],
  } as const satisfies People[string];
  const keys = Array.from({ length: perPart + 1 }, (_, index) => `A1-${index}`);
  const tie = await own(() => Tie.start(Object.fromEntries(keys.map((key) => [key, nameless]))));
  await tie.switches('mailchimp', { batchLatencyMs: 1_000 });
  const runId = await tie.request();
  const before: unknown[] = [];
  const mailchimp = connectMailchimp({
    apiKey: 'stand-in-us1',
    baseUrl: `${tie.world.mailchimpUrl}/3.0`,
    wait: async (ms) => {
      if (before.length === 0) {
        before.push(...(await batchesIn(tie)));
        await cancel(tie, runId);
      }
      tie.later(ms / 1_000);
    },
  });
  await tie.finish(runId, { ...tie.services, mailchimp: () => mailchimp });
  expect(before).toMatchObject([{ status: 'pending' }]);
  expect(await batchesIn(tie)).toMatchObject([{ status: 'finished', finished_operations: perPart }]);
  expect(await tie.report(runId)).toMatchObject({
    status: 'cancelled',
    sentence: expect.stringMatching(/^Cancelled by .* after part 1 of 2\. What is done stays\.$/),
    writes: { mailchimp: perPart },
  });
  const named = async () => [...(await tie.members()).values()].filter(({ lastName }) => lastName !== '').length;
  expect(await named()).toBe(perPart);
  expect((await tie.rows()).filter(({ last }) => last.mailchimp?.lastName !== '')).toHaveLength(perPart);
  tie.later(60 * 60);
  expect(await tie.sync()).toMatchObject({ status: 'completed', writes: { mailchimp: 1 } });
  expect(await named()).toBe(perPart + 1);
}

async function cancel(tie: Tie, runId: string): Promise<void> {
  const cancellation = await tie.services.crm.createRun({
    audienceId: (await tie.audience()).id,
    mode: 'cancel',
    trigger: 'command',
    consentConfirmed: false,
    name: 'Cancel',
    proposedSettings: JSON.stringify({ cancel: runId }),
  });
  await tie.finish(cancellation);
}

/** Batches are asked for until they are done: nobody is called back. */
export async function webhooks(): Promise<void> {
  const tie = await running();
  const service = createServer((_request, response) => response.writeHead(200).end());
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  try {
    const publicUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    const services = { ...tie.services, webhooks: { publicUrl, mailchimpSecrets: ['setting'] } };
    await keepWebhooks(services, await services.crm.audiences());
    expect(await registered(tie)).toMatchObject([
      {
        events: { subscribe: true, unsubscribe: true, profile: true, upemail: true, cleaned: true, campaign: false },
        sources: { user: true, admin: true, api: false },
      },
    ]);
    await tie.change({ mcs_tiestate: choices.mcs_tiestate['not-tied'] });
    await keepWebhooks(services, await services.crm.audiences());
    expect(await registered(tie)).toEqual([]);
    await tie.change({ mcs_tiestate: choices.mcs_tiestate.running });
    expect(Object.keys(await tie.operations('mailchimp')).filter((name) => name.includes('batch-webhooks'))).toEqual(
      [],
    );
  } finally {
    service.close();
  }
}

const registered = async (tie: Tie): Promise<unknown> =>
  (await inMailchimp(tie, `lists/${audienceId}/webhooks`)).webhooks;

const batchesIn = async (tie: Tie): Promise<unknown[]> => (await inMailchimp(tie, 'batches')).batches;

async function inMailchimp(tie: Tie, path: string) {
  const answer = await fetch(`${tie.world.mailchimpUrl}/3.0/${path}`, {
    headers: { authorization: `Basic ${Buffer.from('x:stand-in-us1').toString('base64')}` },
  });
  const body: unknown = await answer.json();
  return Object(body);
}

export async function account(): Promise<void> {
  const tie = await running();
  expect(await refresh(tie.services)).toMatchObject({ accounts: 1, audiences: 1, failures: [] });
  expect(await tie.services.crm.accounts()).toMatchObject([{ name: 'Conformance Ltd', connectionStatus: 'connected' }]);
  expect(await tie.audience()).toMatchObject({ name: audienceName, listId: audienceId, marketingListId: listId });
}

/** Ours cancels the run: what it has not begun is left, and decided anew by the next one. */
export async function cancelled(): Promise<void> {
  const tie = await own(() => Tie.start({ 'A1-stays': inBoth, A1: inBoth }));
  await tie.sync();
  tie.later(60 * 60);
  await tie.takeOff(['A1']);
  const runId = await tie.request();
  await tie.planOnly(runId);
  await cancel(tie, runId);
  await tie.finish(runId);
  expect(await tie.report(runId)).toMatchObject({
    status: 'cancelled',
    sentence: expect.stringMatching(/^Cancelled by /),
  });
  expect(await tie.statusOf('A1')).toBe('subscribed');
  tie.later(60 * 60);
  expect(await tie.sync()).toMatchObject({ status: 'completed' });
  expect(await tie.statusOf('A1')).toBe('archived');
}
