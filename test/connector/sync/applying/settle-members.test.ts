import { runSlice } from '../../../../connector/sync/run-slice';
import type { RunState } from '../../../../connector/sync/run/run-state';
import { addressOf, startLabelledWorld } from '../labelled-world';
import { sliceUntilPlanned } from '../slices';

test('of many people of whom nobody knows how far a crashed run came, only those are read who changed', async () => {
  const everybody = Array.from({ length: 120 }, (_, index) => index);
  const leaving = everybody.slice(0, 110);
  const strangers = [120, 121];
  const world = await startLabelledWorld({
    size: everybody.length,
    strangers: 2,
    columns: { mcs_limitpeople: 1_000, mcs_consentconfirmedon: '2026-01-01T00:00:00Z' },
  });
  await world.takeOff('main', ...leaving);
  await world.putOn('main', ...strangers);
  const { id } = await world.audience('Labelled');
  const runId = await world.services.crm.createRun({
    audienceId: id,
    mode: 'sync',
    trigger: 'command',
    consentConfirmed: true,
    name: 'Crashed',
  });
  await sliceUntilPlanned(world.services, runId);
  const path = `runs/${runId}/state.json`;
  const state = await world.services.storage.documents.read<RunState>(path);
  await world.services.storage.documents.write(path, { ...state, begun: 0 });
  // As far as the crashed process came.
  for (const index of leaving.slice(0, 60)) await world.play(index, { do: 'archive', by: 'admin' });
  await world.play(120, { do: 'subscribe', by: 'admin' });

  const before = world.services.mailchimp('MAILCHIMP_API_KEY').traffic().requests;
  expect(await runSlice(world.services, runId, { until: new Date(Date.now() + 60_000) })).toEqual({ kind: 'finished' });
  const run = await world.services.crm.run(runId);
  expect(run?.status).toBe('completed');
  // 50 leave and one joins.
  expect(run?.counts).toMatchObject({ mailchimp: { writes: 51 } });
  expect(world.services.mailchimp('MAILCHIMP_API_KEY').traffic().requests - before).toBeLessThan(40);
  expect(await Promise.all([0, 59, 60, 109, 110, 120, 121].map((index) => world.statusOf(index)))).toEqual([
    'archived',
    'archived',
    'archived',
    'archived',
    'subscribed',
    'subscribed',
    'subscribed',
  ]);
  const rows = await world.get<{ mcs_memberid: string | null }>(
    `mcs_audiencemembers?$select=mcs_memberid&$filter=mcs_name eq '${addressOf(120)}'`,
  );
  expect(rows).toEqual([expect.objectContaining({ mcs_memberid: expect.any(String) })]);
  await world.close();
});
