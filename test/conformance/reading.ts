/** Reading, leases and isolation: rows F1 to F5. */

import type { AudienceRow } from '../../connector/dataverse/port';
import { choices } from '../../connector/dataverse/schema.generated';
import { refresh } from '../../connector/sync/refresh';
import { runSlice } from '../../connector/sync/run-slice';
import { connect } from '../../connector/sync/connect';
import { readSettings } from '../../connector/settings';
import { audienceId, servicesOf, Tie, today, yesterday, type People } from './tie';
import { own, shared } from './shared';

const four: People = {
  F2a: { contact: null, members: [{ status: 'subscribed', at: yesterday }] },
  F2b: { contact: null, members: [{ status: 'subscribed', at: yesterday }] },
  F2c: { contact: null, members: [{ status: 'unsubscribed', at: yesterday }] },
  F2d: { contact: null, members: [{ status: 'transactional', at: yesterday }] },
};

const fetched = shared(() => Tie.start(four));

export async function oneClientPerKey(): Promise<void> {
  const tie = await fetched();
  const settings = readSettings(tie.world.env);
  const services = connect(settings);
  const client = services.mailchimp('MAILCHIMP_API_KEY');
  expect(services.mailchimp('MAILCHIMP_API_KEY')).toBe(client);
  expect(connect(settings).mailchimp('MAILCHIMP_API_KEY')).not.toBe(client);
  expect(await client.account()).toMatchObject({ name: 'Conformance Ltd' });
  expect(() => services.mailchimp('MAILCHIMP_API_KEY_UNKNOWN')).toThrow(
    'The setting MAILCHIMP_API_KEY_UNKNOWN is missing',
  );
}

/** A slice that ends before anything is written leaves a durable plan, and the next one goes on from it. */
export async function resumesWhereItStopped(): Promise<void> {
  const tie = await fetched();
  const runId = await tie.request();
  await tie.planOnly(runId);
  expect(await tie.rows()).toEqual([]);
  expect((await tie.services.crm.run(runId))?.status).toBe('in-progress');
  await tie.finish(runId);
  expect(await tie.rows()).toHaveLength(4);
}

export async function readTwice(): Promise<void> {
  const tie = await fetched();
  if ((await tie.audience()).tieState === 'ready') await tie.sync();
  const statuses = async () => (await tie.rows()).map(({ status }) => status).toSorted();
  for (let times = 1; times <= 2; times += 1) {
    tie.later(60 * 60);
    expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
    expect(await statuses()).toEqual(['subscribed', 'subscribed', 'transactional', 'unsubscribed']);
    expect((await tie.audience()).counts).toMatchObject({ audience: 2, list: 2, inSync: 2, leftOut: 2, attention: 0 });
  }
}

const secondAudience = 'f4f4f4f4f4';
const secondList = '0be00000-0000-4000-8000-00000000f4f4';
const secondMembers = [{ email_address: 'someone@second.example', status: 'subscribed', last_changed: yesterday }];

async function tieSecond(tie: Tie, services: Tie['services']): Promise<AudienceRow> {
  await refresh(services);
  const { id } = await tie.world.audience('Second');
  await tie.dataverse('PATCH', `mcs_audiences(${id})`, {
    'mcs_marketinglistid@odata.bind': `/lists(${secondList})`,
    mcs_tiestate: choices.mcs_tiestate.ready,
  });
  return tie.world.audience('Second');
}

const secondAccount = (key: string, accountId: string, members: unknown[]) => ({
  accounts: [{ id: accountId, name: 'Second Ltd', key, audiences: [{ id: secondAudience, name: 'Second', members }] }],
});

const request = (services: Tie['services'], of: string) =>
  services.crm.createRun({ audienceId: of, mode: 'full', trigger: 'command', consentConfirmed: true, name: 'Sync' });

/** Ours holds the account, because its ten connections are shared by all its audiences. */
export async function busyAccount(): Promise<void> {
  const tie = await own(() => Tie.start({ F4: { list: { on: today } } }));
  const services = servicesOf(tie.world, { MAILCHIMP_API_KEY_SECOND: 'second-us2' });
  await tie.world.seed({
    mailchimp: secondAccount('second-us2', 'second0000000000000000001', secondMembers),
    dataverse: { lists: [{ listid: secondList, listname: 'Second people', createdfromcode: 2 }] },
  });
  const second = await tieSecond(tie, services);
  const { leases } = services.storage;
  const lease = await leases.acquire('account-conformance0000000000001');
  const waiting = await tie.request();
  const until = new Date(services.now().getTime() + 60_000);
  expect(await runSlice(services, waiting, { until })).toEqual({ kind: 'busy' });
  expect(await tie.rows()).toEqual([]);
  await lease?.check();

  expect(await runSlice(services, await request(services, second.id), { until })).toEqual({ kind: 'finished' });
  expect(await tie.world.audience('Second')).toMatchObject({ syncStatus: 'synced' });
  const again = await leases.acquire('account-second0000000000000000001');
  expect(again).not.toBeNull();
  await Promise.all([again?.release(), lease?.release()]);
  await tie.finish(waiting, services);
  expect(await tie.statusOf('F4')).toBe('subscribed');
}

export async function twoAudiences(): Promise<void> {
  const tie = await own(() =>
    Tie.start({ F5: { list: { on: today }, members: [{ status: 'subscribed', at: yesterday }] } }),
  );
  const both = (first: unknown[], second: unknown[]) => ({
    accounts: [
      {
        id: 'conformance0000000000001',
        name: 'Conformance Ltd',
        key: 'stand-in-us1',
        audiences: [
          { id: audienceId, name: 'Conformance', members: first },
          { id: secondAudience, name: 'Second', members: second },
        ],
      },
    ],
  });
  const firstMembers = [{ email_address: 'f5@conformance.example', status: 'subscribed', last_changed: yesterday }];
  await tie.world.seed({
    mailchimp: both(firstMembers, secondMembers),
    dataverse: { lists: [{ listid: secondList, listname: 'Second people', createdfromcode: 2 }] },
  });
  const second = await tieSecond(tie, tie.services);
  await tie.finish(await request(tie.services, second.id));
  const others = () => Promise.all([tie.world.audience('Second'), placesOn(tie, secondList)]);
  const before = await others();
  await tie.sync();
  expect(await others()).toEqual(before);

  tie.later(60 * 60);
  await tie.world.seed({ mailchimp: both(secondMembers, firstMembers) });
  await tie.sync('full');
  expect(await others()).toEqual(before);
}

const placesOn = (tie: Tie, list: string) =>
  tie.world.get(`listmembers?$select=_entityid_value&$filter=_listid_value eq ${list}`);
