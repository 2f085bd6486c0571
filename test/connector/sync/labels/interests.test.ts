import { runSlice } from '../../../../connector/sync/run-slice';
import { expectRest, mailchimpId, startLabelledWorld, type LabelledWorld } from '../labelled-world';

const categories = [
  { title: 'Topics', interests: ['Wine', 'Cheese'] },
  { title: 'How often', interests: ['Weekly'] },
];

describe('interests', () => {
  let world: LabelledWorld;
  beforeAll(async () => {
    world = await startLabelledWorld({
      size: 5,
      categories,
      interests: (index) => (index === 0 ? ['Wine', 'Weekly'] : index === 1 ? ['Cheese'] : []),
      guests: [2],
    });
  });
  afterAll(() => world.close());

  test('of all categories are written down with how many members have them', async () => {
    const rows = await world.get<{ mcs_name: string; mcs_category: string; mcs_membercount: number }>(
      'mcs_interests?$select=mcs_name,mcs_category,mcs_membercount&$orderby=mcs_name asc',
    );
    expect(
      rows.map(({ mcs_name, mcs_category, mcs_membercount }) => [mcs_category, mcs_name, mcs_membercount]),
    ).toEqual([
      ['Topics', 'Cheese', 1],
      ['How often', 'Weekly', 1],
      ['Topics', 'Wine', 1],
    ]);
    await expectRest(world);
  });

  test('tied to a list come together with it: both keep everybody they have', async () => {
    await world.tieLabel('mcs_interest', 'Wine', 'guests');
    const report = await world.run();
    expect(report.counts.plan).toMatchObject({ interestsToMailchimp: 1, furtherJoin: 1, furtherLeave: 0 });
    expect(await world.onList('guests')).toEqual([0, 2]);
    expect(await world.hasInterest(2, 'Wine')).toBe(true);
    expect(await world.hasInterest(0, 'Weekly')).toBe(true);
    expect(await world.sentenceOf('mcs_interest', 'Wine')).toBe('In step with the marketing list Guests.');
    await expectRest(world);
  });

  test('chosen and dropped in Mailchimp move people on and off the list', async () => {
    await world.play(3, { do: 'interest', interest: 'Wine' });
    await world.play(0, { do: 'uninterest', interest: 'Wine' });
    await world.run();
    expect(await world.onList('guests')).toEqual([2, 3]);
    expect(await world.onList('main')).toEqual([0, 1, 2, 3, 4]);
    await expectRest(world);
  });

  test('follow whoever is put on the list or taken off it, and nothing else does', async () => {
    await world.putOn('guests', 1);
    await world.takeOff('guests', 3);
    const report = await world.run();
    expect(report.counts.plan).toMatchObject({ interestsToMailchimp: 2, leaveMailchimp: 0 });
    expect([await world.hasInterest(1, 'Wine'), await world.hasInterest(1, 'Cheese')]).toEqual([true, true]);
    expect([await world.hasInterest(3, 'Wine'), await world.statusOf(3)]).toEqual([false, 'subscribed']);
    expect(await world.onList('main')).toEqual([0, 1, 2, 3, 4]);
    await expectRest(world);
  });

  test('deleted in Mailchimp stop their tie with a sentence and empty nothing', async () => {
    const url = `${world.mailchimpUrl}/3.0/lists/${mailchimpId}/interest-categories`;
    const get = async (path: string) =>
      (await fetch(`${url}${path}`, { headers: { authorization: 'Bearer stand-in-us1' } })).json() as Promise<
        Record<string, { id: string; title?: string; name?: string }[]>
      >;
    const topics = (await get('')).categories?.find(({ title }) => title === 'Topics')?.id ?? '';
    const wine = (await get(`/${topics}/interests`)).interests?.find(({ name }) => name === 'Wine')?.id ?? '';
    await fetch(`${url}/${topics}/interests/${wine}`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer stand-in-us1' },
    });
    await world.run();
    await world.run(true);
    expect(await world.onList('guests')).toEqual([1, 2]);
    expect(await world.sentenceOf('mcs_interest', 'Wine')).toMatch(/^The interest was deleted in Mailchimp\./);
    await expectRest(world);
  });
});

test('the first category of an audience is noticed by a full run, and by the one that the schedule makes every day', async () => {
  const world = await startLabelledWorld({ size: 1 });
  const authorization = `Basic ${Buffer.from('any:stand-in-us1').toString('base64')}`;
  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(`${world.mailchimpUrl}/3.0/lists/${mailchimpId}/interest-categories${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  const names = async () =>
    (await world.get<{ mcs_name: string }>('mcs_interests?$select=mcs_name&$orderby=mcs_name')).map(
      ({ mcs_name }) => mcs_name,
    );
  const scheduled = async () => {
    const { id } = await world.audience('Labelled');
    const runId = await world.services.crm.createRun({
      audienceId: id,
      mode: 'sync',
      trigger: 'schedule',
      consentConfirmed: false,
      name: 'Scheduled',
    });
    await runSlice(world.services, runId, { until: new Date(world.services.now().getTime() + 60_000) });
  };
  world.clock.set(null);
  await world.run(true);
  const { id } = await post('', { title: 'Topics', type: 'checkboxes' });
  await post(`/${id}/interests`, { name: 'Wine' });
  await scheduled();
  expect(await names()).toEqual([]);
  world.clock.set(new Date(Date.now() + 25 * 60 * 60_000));
  await scheduled();
  expect(await names()).toEqual(['Wine']);
  await post(`/${id}/interests`, { name: 'Cheese' });
  await world.sync('Labelled', { full: true });
  expect(await names()).toEqual(['Cheese', 'Wine']);
  await world.close();
});
