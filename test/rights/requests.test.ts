/** Nobody gets a sync done that they could not do by hand, however they ask. */

import { choices } from '../../connector/dataverse/schema.generated';
import { changeList, onList, runOf, statusOf, steady } from '../connector/sync/steady';
import { nora, olga, openCompany, uma, umaId, type Company } from './company';

let company: Company;
afterEach(() => company.close());

/** What must not move: who is subscribed, who is on the list, and how the tie stands. */
async function asItStands() {
  const { world } = company;
  const audience = await world.audience(steady.audience);
  return {
    statuses: await Promise.all([0, 1, 2].map((index) => statusOf(world, index))),
    onList: [...(await onList(world))].sort(),
    tie: [audience.tieState, audience.marketingListId, audience.trustOverride],
  };
}

const mayNot =
  'Uma User may not change the marketing list Subscribers. Ask an administrator for the right to write it.';

describe('an audience whose last run holds people for approval', () => {
  let held = '';
  let before: Awaited<ReturnType<typeof asItStands>>;
  beforeEach(async () => {
    company = await openCompany();
    const { world } = company;
    await changeList(
      world,
      'Remove',
      Array.from({ length: 15 }, (_, index) => index),
    );
    const report = await world.sync(steady.audience);
    expect(report.status).toBe('needs-approval');
    held = (await world.services.crm.runsOf(company.audienceId, 1))[0]?.id ?? '';
    before = await asItStands();
  });

  const wishes = () =>
    [
      ['sync', {}],
      ['full', {}],
      ['preview', { settings: {} }],
      ['backup', {}],
      ['sync', { approve: held, people: 'all' }],
      ['undo', { undo: held }],
      ['cancel', { cancel: held }],
    ] as const;

  test('stays as it is when somebody asks who may not write its list', async () => {
    for (const [mode, wish] of wishes()) {
      const run = await company.work(await company.request(uma, mode, wish));
      expect([mode, run.status, run.sentence]).toEqual([mode, 'failed', mayNot]);
    }
    expect(await asItStands()).toEqual(before);
    expect((await runOf(company.world, held)).status).toBe('needs-approval');
    expect((await company.world.audience(steady.audience)).syncStatus).toBe('needs-approval');
  });

  test('stays as it is when somebody without a role asks, for nothing is even written down', async () => {
    for (const [mode, wish] of wishes()) {
      await expect(company.request(nora, mode, wish)).rejects.toThrow(/403 .*prvCreatemcs_syncrun/);
    }
    for (const columns of [
      { mcs_tiestate: choices.mcs_tiestate.running },
      { mcs_trustoverride: choices.mcs_trustoverride.crm },
    ]) {
      expect((await company.as(nora, 'PATCH', `mcs_audiences(${company.audienceId})`, columns)).status).toBe(403);
    }
    expect(
      (await company.as(nora, 'PATCH', `mcs_syncruns(${held})`, { mcs_status: choices.mcs_runstatus.completed }))
        .status,
    ).toBe(403);
    await company.minute();
    expect(await asItStands()).toEqual(before);
  });

  test.each<[string, () => object]>([
    ['is over', () => ({ mcs_status: choices.mcs_runstatus.completed })],
    ['waits for approval', () => ({ mcs_status: choices.mcs_runstatus['needs-approval'] })],
    [
      'works already',
      () => ({
        mcs_status: choices.mcs_runstatus['in-progress'],
        mcs_progress: 50,
        mcs_startedon: '2026-03-01T08:00:00Z',
      }),
    ],
    ['comes from the schedule', () => ({ mcs_trigger: choices.mcs_runtrigger.schedule })],
    ['comes from an event', () => ({ mcs_trigger: choices.mcs_runtrigger.webhook })],
    ['comes from the command line', () => ({ mcs_trigger: choices.mcs_runtrigger.command })],
    [
      'has counted already',
      () => ({ mcs_counts: JSON.stringify({ plan: { leaveMailchimp: 1000 }, done: 1000 }), mcs_sentence: 'Done.' }),
    ],
    ['was never tried', () => ({ mcs_attempts: -1000, mcs_correlationid: held })],
    ['was agreed to', () => ({ mcs_consentconfirmed: true })],
    [
      'was made by the service',
      () => ({ 'createdby@odata.bind': `/systemusers(a0000000-0000-4000-8000-000000000001)` }),
    ],
  ])('stays as it is when the request says of itself that it %s', async (_, columns) => {
    for (const wish of [{}, { approve: held, people: 'all' }]) {
      let runId: string;
      try {
        runId = await company.request(uma, 'full' in wish ? 'full' : 'sync', wish, columns());
      } catch (error) {
        expect(String(error)).toMatch(/ 40[03] /);
        continue;
      }
      await company.work(runId);
      await company.minute();
      expect((await runOf(company.world, runId)).sentence ?? '').not.toMatch(/approved and is done/);
    }
    expect(await asItStands()).toEqual(before);
    expect((await runOf(company.world, held)).status).toBe('needs-approval');
  });

  test('is approved, cancelled and undone by whoever owns its list and has the role', async () => {
    const approval = await company.work(await company.request(olga, 'sync', { approve: held, people: 'all' }));
    expect([approval.status, approval.sentence]).toEqual(['completed', 'What waited was approved and is done.']);
    expect(await statusOf(company.world, 0)).toBe('archived');
    const undone = await company.work(await company.request(olga, 'undo', { undo: approval.id }));
    expect(undone.status).toMatch(/^completed/);
    expect(await statusOf(company.world, 0)).toBe('subscribed');
  });

  test('is not changed by what others have written on a run row', async () => {
    for (const path of [held, await company.request(uma, 'sync', {})]) {
      const answer = await company.as(uma, 'PATCH', `mcs_syncruns(${path})`, {
        mcs_status: choices.mcs_runstatus.cancelled,
      });
      expect(answer.status).toBe(403);
      expect((await company.as(uma, 'DELETE', `mcs_syncruns(${path})`)).status).toBe(403);
    }
  });

  test('keeps a request from being dated back or made for somebody else', async () => {
    const dated = { overriddencreatedon: '2025-01-01T00:00:00Z' };
    await expect(company.request(uma, 'sync', {}, dated)).rejects.toThrow(/403 .*prvOverrideCreatedOnCreatedBy/);
    const forOlga = { 'ownerid@odata.bind': `/systemusers(${company.olgaId})` };
    await expect(company.request(uma, 'sync', {}, forOlga)).rejects.toThrow(/403/);
    // An administrator may date a row back; the service goes by the true time.
    const runId = await company.request('stand-in-administrator', 'sync', {}, dated);
    expect((await runOf(company.world, runId)).createdOn).toMatch(/^2026-03-/);
  });
});

describe('the columns of an audience', () => {
  const set = (who: string, columns: object) =>
    company.as(who, 'PATCH', `mcs_audiences(${company.audienceId})`, columns);

  test('do not start a tie that nobody has started', async () => {
    company = await openCompany(10, { synced: false });
    const before = await asItStands();
    const running = { mcs_tiestate: choices.mcs_tiestate.running, mcs_syncstatus: choices.mcs_syncstatus.synced };
    expect((await set(uma, running)).status).toBe(204);
    await company.minute();
    await company.minute();
    expect(await asItStands()).toEqual(before);
    expect(await company.world.services.crm.runsOf(company.audienceId, 5)).toEqual([]);
    // Not even with a request beside it.
    expect((await set(uma, running)).status).toBe(204);
    for (const who of [uma, olga]) {
      const run = await company.work(await company.request(who, 'sync', {}));
      expect(run.status).toBe('failed');
    }
    expect(await asItStands()).toEqual(before);
  });

  test('do not turn a tie to the list of somebody else', async () => {
    company = await openCompany(10);
    const { world } = company;
    const [contact] = await world.get<{ contactid: string }>('contacts?$select=contactid&$top=1');
    await world.seed({
      dataverse: {
        lists: [
          {
            listname: 'Secret',
            createdfromcode: 2,
            members: [{ id: contact?.contactid, addedOn: '2026-01-01T00:00:00Z' }],
          },
        ],
      },
    });
    const [secret] = await world.get<{ listid: string }>("lists?$select=listid&$filter=listname eq 'Secret'");
    const turned = {
      'mcs_marketinglistid@odata.bind': `/lists(${secret?.listid ?? ''})`,
      mcs_tiestate: choices.mcs_tiestate.running,
      mcs_nextcheck: '2020-01-01T00:00:00Z',
    };
    expect((await set(uma, turned)).status).toBe(204);
    const mailchimp = await Promise.all([0, 5, 9].map((index) => statusOf(world, index)));
    await company.minute();
    expect((await world.audience(steady.audience)).tieState).toBe('ready');
    const run = await company.work(await company.request(uma, 'full', {}));
    expect([run.status, run.sentence]).toEqual([
      'failed',
      expect.stringContaining('may not change the marketing list Secret'),
    ]);
    expect(await Promise.all([0, 5, 9].map((index) => statusOf(world, index)))).toEqual(mailchimp);
    expect(await world.get(`listmembers?$filter=_listid_value eq ${secret?.listid ?? ''}`)).toHaveLength(1);
  });

  test('cannot be written at all by somebody without the role', async () => {
    company = await openCompany(5);
    for (const columns of [
      { mcs_tiestate: choices.mcs_tiestate.paused },
      { mcs_syncstatus: choices.mcs_syncstatus.synced },
      { mcs_limitpercent: 100 },
    ]) {
      expect((await set(nora, columns)).status).toBe(403);
    }
  });
});

describe('files on a run', () => {
  test('that somebody else put there are not what an undo does', async () => {
    company = await openCompany(10);
    const { world } = company;
    const runId = await company.request(olga, 'sync', {});
    await company.work(runId);
    // As if her role let her hang files on runs.
    await world.send('POST', `${world.dataverseUrl}/_sandbox/privileges`, {
      user: olga,
      grant: ['prvAppendTomcs_syncrun'],
    });
    const forged = await company.as(olga, 'POST', 'annotations', {
      subject: 'What was before this run, for an undo',
      filename: 'before-images.jsonl.gz',
      isdocument: true,
      documentbody: Buffer.from('{}').toString('base64'),
      'objectid_mcs_syncrun@odata.bind': `/mcs_syncruns(${runId})`,
    });
    expect(forged.status).toBe(204);
    const undo = await company.work(await company.request(olga, 'undo', { undo: runId }));
    expect([undo.status, undo.sentence]).toEqual(['failed', expect.stringContaining('there is nothing to undo')]);
  });

  test('are seen by whoever asked for the run, and by nobody else without more rights', async () => {
    company = await openCompany(10);
    await changeList(company.world, 'Remove', [0]);
    const runId = await company.request(olga, 'sync', {});
    await company.work(runId);
    const files = async (who: string) =>
      (
        (await (
          await company.as(who, 'GET', `annotations?$select=filename&$filter=_objectid_value eq ${runId}`)
        ).json()) as { value: unknown[] }
      ).value;
    expect(await files(olga)).not.toEqual([]);
    expect(await files(uma)).toEqual([]);
    expect(umaId).not.toBe(company.olgaId);
  });
});
