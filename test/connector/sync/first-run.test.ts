import { choices } from '../../../connector/dataverse/schema.generated';
import { sampleIds, sampleNames, sampleSeed } from '../../../sandbox/seeds/sample';
import { startWorld, type World } from '../../world';

interface Row {
  mcs_name: string;
  mcs_onlist: boolean;
  mcs_memberstatus: number;
  mcs_reason: number;
  mcs_tags: string | null;
}

describe.each(['contact', 'lead'] as const)('the first sync into a list of %ss', (type) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    world.clock.set(new Date('2026-01-10T09:00:00Z'));
    await world.seed(sampleSeed(type));
    await happened(world, type);
    await world.tie(sampleNames.newsletter, sampleNames.newsletterList);
  });
  afterAll(() => world.close());

  test('shows its numbers and changes nothing before somebody says yes', async () => {
    const shown = await world.sync(sampleNames.newsletter, { yes: false });
    expect(shown).toMatchObject({
      firstRunShown: true,
      status: 'completed',
      counts: { plan: { create: 1, join: 1, add: 1, leaveList: 1, leaveMailchimp: 1 } },
    });
    expect(await memberStatuses(world)).toMatchObject({ fred: 'subscribed', betty: null });
    expect(await namesOnList(world, type)).toEqual(['Barney', 'Betty', 'Wilma']);
    expect(await world.get('mcs_audiencemembers?$select=mcs_name')).toEqual([]);
  });

  test('brings both sides together, each person for a reason', async () => {
    const report = await world.sync(sampleNames.newsletter);
    expect(report).toMatchObject({ status: 'completed', firstRunShown: false });
    expect(await memberStatuses(world)).toEqual({
      wilma: 'subscribed',
      barney: 'unsubscribed',
      fred: 'archived',
      betty: 'subscribed',
      pebbles: 'subscribed',
    });
    expect(await namesOnList(world, type)).toEqual(['Betty', 'Pebbles', 'Wilma']);

    const rows = await world.get<Row>(
      'mcs_audiencemembers?$select=mcs_name,mcs_onlist,mcs_memberstatus,mcs_reason,mcs_tags',
    );
    const reasonOf = (first: string) => rows.find((row) => row.mcs_name.startsWith(first))?.mcs_reason;
    expect(rows).toHaveLength(5);
    expect(reasonOf('fred')).toBe(choices.mcs_reason['crm-later']);
    expect(reasonOf('betty')).toBe(choices.mcs_reason['not-in-mailchimp']);
    expect(reasonOf('pebbles')).toBe(choices.mcs_reason['never-on-list']);
    expect(rows.find((row) => row.mcs_name.startsWith('wilma'))?.mcs_tags).toMatch(/; ?VIP;/);
  });

  test('writes the tags down', async () => {
    const { id } = await world.audience(sampleNames.newsletter);
    const tags = await world.get<{ mcs_name: string; mcs_membercount: number }>(
      `mcs_tags?$select=mcs_name,mcs_membercount&$filter=_mcs_audienceid_value eq ${id}&$orderby=mcs_name`,
    );
    expect(tags.map((tag) => tag.mcs_name)).toEqual(['Press', 'VIP']);
  });

  test('says on the audience how it went, and on the list which audience it belongs to', async () => {
    const audience = await world.audience(sampleNames.newsletter);
    expect(audience).toMatchObject({ tieState: 'running', syncStatus: 'synced' });
    const [list] = await world.get<{ _mcs_audienceid_value: string }>(
      `lists?$select=_mcs_audienceid_value&$filter=listid eq ${sampleIds.newsletterList}`,
    );
    expect(list?._mcs_audienceid_value).toBe(audience.id);
  });

  test('has nothing left to write right after', async () => {
    const again = await world.sync(sampleNames.newsletter);
    expect(again).toMatchObject({ status: 'completed', mailchimp: { writes: 0 }, dataverse: { writes: 0 } });
  });
});

/** Barney unsubscribed himself on 2 January and Fred was taken off the list on the 4th, as the plug-in noted. */
async function happened(world: World, type: 'contact' | 'lead'): Promise<void> {
  await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
    audience: sampleNames.newsletter,
    email: 'barney.rubble@flintstone.example',
    by: 'person',
    do: 'unsubscribe',
    at: '2026-01-02T10:00:00Z',
  });
  const [fred] = await world.get<Record<string, string>>(`${type}s?$select=${type}id&$filter=firstname eq 'Fred'`);
  const id = fred?.[`${type}id`] ?? '';
  await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/RemoveListMembersList`, {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: sampleIds.newsletterList },
    Members: [{ '@odata.type': `Microsoft.Dynamics.CRM.${type}`, [`${type}id`]: id }],
  });
  await world.services.crm.saveListEvents([
    {
      marketingListId: sampleIds.newsletterList,
      personId: id,
      personType: type,
      kind: 'removed',
      occurredOn: '2026-01-04T15:00:00Z',
      byUserId: id,
      operationId: '0e000000-0000-4000-8000-000000000001',
    },
  ]);
}

async function memberStatuses(world: World): Promise<Record<string, string | null>> {
  const found: Record<string, string | null> = {};
  for (const name of ['wilma.flintstone', 'barney.rubble', 'fred.flintstone', 'betty.rubble', 'pebbles.flintstone']) {
    const member = await world.services
      .mailchimp('MAILCHIMP_API_KEY')
      .member(sampleIds.newsletter, `${name}@flintstone.example`);
    found[name.split('.')[0] ?? ''] = member?.status ?? null;
  }
  return found;
}

async function namesOnList(world: World, type: 'contact' | 'lead'): Promise<string[]> {
  const people = await world.get<{ firstname: string }>(
    `lists(${sampleIds.newsletterList})/list${type}_association?$select=firstname&$orderby=firstname`,
  );
  return people.map((person) => person.firstname);
}
