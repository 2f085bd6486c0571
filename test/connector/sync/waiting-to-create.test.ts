import { runSlice } from '../../../connector/sync/run-slice';
import type { Services } from '../../../connector/sync/run/services';
import { ServiceError } from '../../../connector/service-error';
import { closeShared, own } from '../../conformance/shared';
import { Tie, yesterday, type People } from '../../conformance/tie';

afterAll(closeShared);

const strangers = (count: number): People =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `S-${index}`,
      { contact: null, members: [{ status: 'subscribed', at: yesterday }] },
    ]),
  );

const slice = (tie: Tie, runId: string, services: Services = tie.services) =>
  runSlice(services, runId, { until: new Date(tie.services.now().getTime() + 3_600_000) });

async function faultsUntilItEnds(tie: Tie, runId: string, services: Services): Promise<number> {
  for (let faults = 0; faults < 20; faults += 1) {
    try {
      await slice(tie, runId, services);
      return faults;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
    }
  }
  throw new Error('The run does not end.');
}

test('waits as long as another account creates people, and counts that as no failure', async () => {
  const tie = await own(() => Tie.start(strangers(20)));
  const { organizationId } = await tie.services.crm.me();
  const other = await tie.services.storage.leases.acquire(`people-${organizationId}`);
  const runId = await tie.request();
  for (let looks = 0; looks < 8; looks += 1) expect(await slice(tie, runId)).toEqual({ kind: 'busy' });
  await other?.release();
  expect(await slice(tie, runId)).toEqual({ kind: 'finished' });
  expect(await tie.report(runId)).toMatchObject({ status: 'completed', plan: { create: 20 } });
  expect((await tie.onList()).size).toBe(20);
});

test('a fault that passes counts only until something is written again', async () => {
  const tie = await own(() => Tie.start(strangers(1_010)));
  const runId = await tie.request();
  const { crm } = tie.services;
  let calls = 0;
  const createPeople: typeof crm.createPeople = async (...given) => {
    calls += 1;
    // Each of the two parts fails four times.
    if (calls % 5 !== 0) throw new ServiceError('transient', 'Dynamics 365 is not reached.');
    return crm.createPeople(...given);
  };
  const services = { ...tie.services, crm: { ...crm, createPeople } };
  const faults = await faultsUntilItEnds(tie, runId, services);
  expect(faults).toBe(8);
  expect((await tie.report(runId)).status).toBe('completed');
  expect((await tie.onList()).size).toBe(1_010);
});

test('a fault that does not pass ends the run with its cause', async () => {
  const tie = await own(() => Tie.start(strangers(5)));
  const runId = await tie.request();
  const { crm } = tie.services;
  const createPeople = () => Promise.reject(new ServiceError('transient', 'Dynamics 365 is not reached.'));
  const services = { ...tie.services, crm: { ...crm, createPeople } };
  const faults = await faultsUntilItEnds(tie, runId, services);
  expect(faults).toBeLessThan(8);
  expect(await tie.report(runId)).toMatchObject({ status: 'failed', sentence: 'Dynamics 365 is not reached.' });
});
