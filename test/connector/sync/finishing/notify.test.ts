import { choices } from '../../../../connector/dataverse/schema.generated';
import { openOffice, type Office } from '../office';

interface Notice {
  title: string;
  body: string;
  data: string;
  icontype: number;
  ttlinseconds: number;
  _ownerid_value: string;
  createdon: string;
}

const names = ['Ann', 'Bob', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hal', 'Ida', 'Jo', 'Kim', 'Lou'];
const day = 24 * 60 * 60;

describe('people are told in the app', () => {
  let office: Office;
  let owner: string;
  beforeEach(async () => {
    office = await openOffice(
      names.map((first) => ({ first, status: 'subscribed' as const })),
      { columns: { mcs_limitpeople: 10 } },
    );
    const [list] = await office.world.get<{ _ownerid_value: string }>('lists?$select=_ownerid_value');
    owner = list?._ownerid_value ?? '';
  });
  afterEach(() => office.world.close());

  const notices = () => office.world.get<Notice>('appnotifications?$orderby=createdon');
  const set = async (columns: Record<string, unknown>) =>
    office.world.send(
      'PATCH',
      `${office.world.dataverseUrl}/api/data/v9.2/mcs_audiences(${(await office.world.audience('News')).id})`,
      columns,
    );
  const everybodyLeaves = async () => {
    for (const name of names) await office.takeOffList(name);
  };
  /** As a page does it, so that the row is that person's. */
  const asked = async (mode: 'sync' | 'full') => {
    const { id } = await office.world.audience('News');
    await office.world.send('POST', `${office.world.dataverseUrl}/api/data/v9.2/mcs_syncruns`, {
      mcs_name: 'Asked for',
      mcs_mode: choices.mcs_runmode[mode],
      mcs_trigger: choices.mcs_runtrigger.person,
      mcs_status: choices.mcs_runstatus.requested,
      'mcs_audienceid@odata.bind': `/mcs_audiences(${id})`,
    });
    office.later(1);
    // Goes on with the run that was asked for.
    return office.run();
  };

  test('that something waits for approval: the owner of the list, with a link to the run, once', async () => {
    await everybodyLeaves();
    const report = await office.run();
    expect(report.status).toBe('needs-approval');
    const [run] = await office.world.get<{ mcs_syncrunid: string }>(
      'mcs_syncruns?$select=mcs_syncrunid&$orderby=createdon desc&$top=1',
    );
    expect(await notices()).toMatchObject([
      {
        title: 'News: needs approval',
        body: expect.stringMatching(/^12 people would leave\./),
        icontype: 100_000_003,
        ttlinseconds: 7 * day,
        _ownerid_value: owner,
      },
    ]);
    const [notice] = await notices();
    const { actions } = JSON.parse(notice?.data ?? '{}');
    expect(actions).toEqual([
      {
        title: 'Open the run',
        data: {
          url: `?pagetype=webresource&webresourceName=mcs_/sync/index.html&data=page%3Drun%26run%3D${run?.mcs_syncrunid}`,
        },
      },
    ]);
    office.later();
    await office.run('News', true);
    office.later(24 * 60);
    await office.run('News', true);
    expect(await notices()).toHaveLength(1);
  });

  test('whoever started the run by hand is told of its waiting, too', async () => {
    await everybodyLeaves();
    await office.run();
    office.later();
    const report = await asked('full');
    expect(report.status).toBe('needs-approval');
    const told = await notices();
    expect(told).toHaveLength(2);
    // Alex Admin asked, and owns the list.
    expect(told.map((notice) => notice._ownerid_value)).toEqual([owner, owner]);
  });

  test('of an error once, and again only when it is another one or came back', async () => {
    const lock = (locked: boolean) =>
      office.world.send('PATCH', `${office.world.dataverseUrl}/api/data/v9.2/lists(${office.listId})`, {
        lockstatus: locked,
      });
    const failedRun = async () => {
      office.later();
      expect((await office.run()).status).toBe('failed');
    };
    await lock(true);
    await failedRun();
    await failedRun();
    expect(await notices()).toMatchObject([
      {
        title: 'News: could not be synced',
        body: 'The marketing list Readers is locked. Unlock it, then sync again.',
        icontype: 100_000_002,
        ttlinseconds: 14 * day,
      },
    ]);
    await lock(false);
    office.later();
    expect((await office.run()).status).toBe('completed');
    await lock(true);
    await failedRun();
    expect(await notices()).toHaveLength(2);
  });

  test('of a request that the tie forbids only whoever made it', async () => {
    const [uma] = await office.world.get<{ systemuserid: string }>(
      `systemusers?$select=systemuserid&$filter=fullname eq 'Uma User'`,
    );
    await office.world.send('PATCH', `${office.world.dataverseUrl}/api/data/v9.2/lists(${office.listId})`, {
      'ownerid@odata.bind': `/systemusers(${uma?.systemuserid})`,
    });
    await set({ mcs_tiestate: choices.mcs_tiestate.paused });
    const report = await asked('sync');
    expect(report.sentence).toMatch(/^News is paused/);
    expect((await notices()).map((notice) => notice._ownerid_value)).toEqual([owner]);
  });

  test('of people who need attention, as often as they become more', async () => {
    const fake = async (first: string) => {
      await office.world.send('POST', `${office.world.dataverseUrl}/api/data/v9.2/contacts`, {
        firstname: first,
        lastname: 'Fake',
        emailaddress1: `${first.toLowerCase()}@example.com`,
      });
      office.later(1);
      await office.putOnList(first);
      office.later();
      await office.run();
    };
    await set({ mcs_consentconfirmedon: '2026-01-01T00:00:00Z' });
    await fake('Mia');
    expect((await notices()).map(({ title }) => title)).toEqual(['News: 1 person needs attention']);
    office.later();
    await office.run('News', true);
    expect(await notices()).toHaveLength(1);
    await fake('Ned');
    const told = await notices();
    expect(told.map(({ title }) => title)).toEqual(['News: 1 person needs attention', 'News: 2 people need attention']);
    expect(told[1]?.data).toContain('page%3Dmembers%26audience%3D');
  });

  test('and a run is as good where nobody can be told', async () => {
    await office.world.send('POST', `${office.world.dataverseUrl}/_sandbox/faults`, {
      method: 'POST',
      pathContains: 'appnotifications',
      times: 100,
      status: 403,
      body: { error: { code: '0x80040220', message: 'Principal user is missing prvCreateappnotification privilege' } },
    });
    await everybodyLeaves();
    expect((await office.run()).status).toBe('needs-approval');
    expect(await notices()).toEqual([]);
  });

  test('where a team owns the list nobody of it is picked', async () => {
    const api = `${office.world.dataverseUrl}/api/data/v9.2`;
    const [team] = await office.world.get<{ teamid: string }>('teams?$select=teamid');
    await office.world.send('PATCH', `${api}/lists(${office.listId})`, {
      'ownerid@odata.bind': `/teams(${team?.teamid})`,
    });
    await everybodyLeaves();
    expect((await office.run()).status).toBe('needs-approval');
    expect(await notices()).toEqual([]);
  });
});
