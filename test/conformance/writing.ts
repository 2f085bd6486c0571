/** What is written to Mailchimp, and what becomes of its answers: rows B1 to B9. */

import { choices } from '../../connector/dataverse/schema.generated';
import { runSlice } from '../../connector/sync/run-slice';
import { audienceId, Tie, today, yesterday, type People } from './tie';
import { shared } from './shared';

const inBoth = {
  list: { on: today },
  members: [{ status: 'subscribed', at: yesterday }],
} as const satisfies People[string];
const named = Array.from({ length: 12 }, (_, index) => `B6-${index}`);

const writing = shared(async () => {
  const tie = await Tie.start(
    {
      'B3-known': { list: { on: today }, members: [{ status: 'unsubscribed', at: yesterday, by: 'admin' }] },
      B1: { list: { on: today } },
      B5: inBoth,
      B7: inBoth,
      B8: inBoth,
      'B8-ask': inBoth,
      B9: inBoth,
      ...Object.fromEntries(named.map((key) => [key, inBoth])),
    },
    { columns: { mcs_limitpeople: 1_000 } },
  );
  return tie;
});

async function started(): Promise<Tie> {
  const tie = await writing();
  if ((await tie.audience()).tieState === 'ready') await tie.sync();
  return tie;
}

const operationsOf = async (tie: Tie, work: () => Promise<unknown>): Promise<Record<string, number>> => {
  const before = await tie.operations('mailchimp');
  await work();
  const after = await tie.operations('mailchimp');
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([name, count]) => count > 0 && !name.startsWith('GET')),
  );
};

/** One call for everybody who is new, one for whoever is known. A slice of 60 seconds is enough. */
export async function newAndKnown(): Promise<void> {
  const tie = await writing();
  const runId = await tie.request();
  const operations = await operationsOf(tie, async () => {
    await runSlice(tie.services, runId, { until: new Date(tie.services.now().getTime() + 60_000) });
  });
  expect(operations).toEqual({ 'POST /lists/{list_id}': 1, 'PUT /lists/{list_id}/members/{subscriber_hash}': 1 });
  expect([await tie.statusOf('B1'), await tie.statusOf('B3-known')]).toEqual(['subscribed', 'subscribed']);
  expect((await tie.report(runId)).plan).toMatchObject({ add: 2 });
}

export async function inSyncAfterwards(): Promise<void> {
  const tie = await started();
  tie.later(60 * 60);
  await tie.changeContact('B5', { lastname: 'Five' });
  await tie.sync();
  expect((await tie.mailchimp.member(audienceId, 'b5@conformance.example'))?.lastName).toBe('Five');
  expect(await tie.rowOf('B5')).toMatchObject({ outcome: 'in-sync' });
}

export async function resultsInSeveralFiles(): Promise<void> {
  const tie = await started();
  tie.later(60 * 60);
  await tie.switches('mailchimp', { batchResultsPerFile: 5 });
  for (const key of named) await tie.changeContact(key, { lastname: `${key} renamed` });
  const operations = await operationsOf(tie, () => tie.sync());
  expect(operations).toEqual({ 'POST /batches': 1 });
  const members = await tie.members();
  for (const key of named)
    expect(members.get(`${key.toLowerCase()}@conformance.example`)?.lastName).toBe(`${key} renamed`);
  const rows = (await tie.rows()).filter(({ address }) => address.startsWith('b6-'));
  expect(rows.map(({ outcome }) => outcome)).toEqual(named.map(() => 'in-sync'));
  expect((await tie.sync()).writes.mailchimp).toBe(0);
}

/** The request for our own batch is lost: the account's batches are looked through, and the only one there is of the same size. */
export async function batchOfSomebodyElse(): Promise<void> {
  const tie = await started();
  tie.later(60 * 60);
  const operations = named.map((key) => ({
    method: 'GET',
    path: `/lists/${audienceId}/members/${key}@nobody.example`,
  }));
  const answer = await fetch(`${tie.world.mailchimpUrl}/3.0/batches`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('x:stand-in-us1').toString('base64')}` },
    body: JSON.stringify({ operations }),
  });
  expect(answer.status).toBe(200);
  for (const key of named) await tie.changeContact(key, { lastname: `${key} once more` });
  await tie.fault('mailchimp', { method: 'POST', pathContains: '/batches', reset: true, times: 1 });
  expect(await tie.sync()).toMatchObject({ status: 'completed' });
  const members = await tie.members();
  for (const key of named)
    expect(members.get(`${key.toLowerCase()}@conformance.example`)?.lastName).toBe(`${key} once more`);
  const rows = (await tie.rows()).filter(({ address }) => address.startsWith('b6-'));
  expect(rows.map(({ outcome }) => outcome)).toEqual(named.map(() => 'in-sync'));
}

/** There is no queue of writes to close: whatever is not recorded as done is decided anew. */
export async function changedWhileUnderWay(): Promise<void> {
  const tie = await started();
  tie.later(60 * 60);
  await tie.changeContact('B7', { lastname: 'First change' });
  const runId = await tie.request();
  await tie.planOnly(runId);
  tie.later(60);
  await tie.changeContact('B7', { lastname: 'Second change' });
  await tie.finish(runId);
  tie.later(60 * 60);
  await tie.sync();
  expect((await tie.mailchimp.member(audienceId, 'b7@conformance.example'))?.lastName).toBe('Second change');
  expect(await tie.rowOf('B7')).toMatchObject({ outcome: 'in-sync' });
}

/** Somebody unsubscribed and is put on the list again after it was seen. */
async function addedAgain(tie: Tie, key: string): Promise<void> {
  tie.later(60 * 60);
  await tie.play(key, { do: 'unsubscribe' });
  await tie.sync();
  expect(await tie.isOnList(key)).toBe(false);
  tie.later(60 * 60);
  await tie.putOn(key);
}

/** Ours remembers the refusal as the no that it is; whether the person is asked is for the rule to say. */
export async function complianceState(): Promise<void> {
  const tie = await started();
  await tie.change({ mcs_resubscriberule: choices.mcs_resubscriberule.subscribe });
  await addedAgain(tie, 'B8');
  expect(await tie.sync()).toMatchObject({ status: 'completed' });
  expect(await tie.rowOf('B8')).toMatchObject({ status: 'unsubscribed', outcome: 'left-out', reason: 'said-no' });
  for (let times = 1; times <= 2; times += 1) {
    tie.later(60 * 60);
    expect(await operationsOf(tie, () => tie.sync('full'))).toEqual({});
  }

  await tie.change({ mcs_resubscriberule: choices.mcs_resubscriberule.ask });
  await addedAgain(tie, 'B8-ask');
  await tie.sync();
  expect(await tie.statusOf('B8-ask')).toBe('pending');
  expect(await tie.rowOf('B8-ask')).toMatchObject({ outcome: 'waiting', reason: 'confirmation-asked' });
  tie.later(60 * 60);
  expect(await operationsOf(tie, () => tie.sync('full'))).toEqual({});
  expect(await tie.statusOf('B8-ask')).toBe('pending');
}

export async function anotherRefusal(): Promise<void> {
  const tie = await started();
  tie.later(60 * 60);
  await tie.play('B9', { do: 'unsubscribe', by: 'admin' });
  await tie.sync();
  tie.later(60 * 60);
  await tie.putOn('B9');
  const body = { type: 'about:blank', title: 'Novelty', status: 400, detail: 'Something new.', instance: '' };
  await tie.fault('mailchimp', { method: 'PUT', status: 400, body });
  expect(await tie.sync()).toMatchObject({ status: 'completed-with-issues', sentence: '1 person needs attention.' });
  expect(await tie.rowOf('B9')).toMatchObject({ outcome: 'attention', reason: 'refused-by-mailchimp' });
}
