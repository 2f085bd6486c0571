import { choices } from '../../../../connector/dataverse/schema.generated';
import { expectRest, lists, mailchimpId, startLabelledWorld, type LabelledWorld } from '../labelled-world';

const vip = { tags: (index: number) => (index === 0 ? ['VIP', 'Press'] : index < 3 ? ['VIP'] : []) };

describe('tags', () => {
  let world: LabelledWorld;
  beforeAll(async () => {
    world = await startLabelledWorld({ size: 8, ...vip });
  });
  afterAll(() => world.close());
  afterEach(() => expectRest(world));

  test('that somebody types on the row reach Mailchimp by the next run, a new one included', async () => {
    await world.editTags(3, '; VIP; Brand new;');
    const report = await world.run();
    expect(report.counts.plan).toMatchObject({ tagsToMailchimp: 2 });
    expect(await world.tagsInMailchimp(3)).toEqual(['Brand new', 'VIP']);
    expect(await world.get("mcs_tags?$select=mcs_name,mcs_membercount&$filter=mcs_name eq 'Brand new'")).toMatchObject([
      { mcs_membercount: 1 },
    ]);
  });

  test('that somebody takes off the row leave the member, and no other', async () => {
    await world.editTags(0, 'VIP');
    await world.run();
    expect(await world.tagsInMailchimp(0)).toEqual(['VIP']);
    expect(await world.textOf(0)).toBe('; VIP;');
    expect(await world.tagsInMailchimp(1)).toEqual(['VIP']);
  });

  test('given and taken in Mailchimp show on the row', async () => {
    await world.play(4, { do: 'tag', tag: 'Early bird' });
    await world.play(1, { do: 'untag', tag: 'VIP' });
    const report = await world.run();
    expect(report.mailchimp.writes).toBe(0);
    expect(await world.textOf(4)).toBe('; Early bird;');
    expect(await world.textOf(1)).toBeNull();
  });

  test('changed on both sides at once come together', async () => {
    await world.editTags(2, '; VIP; From here;');
    await world.play(2, { do: 'tag', tag: 'From there' });
    await world.play(2, { do: 'untag', tag: 'VIP' });
    await world.run();
    expect(await world.tagsInMailchimp(2)).toEqual(['From here', 'From there']);
    expect(await world.textOf(2)).toMatch(/; From here;/);
    expect(await world.textOf(2)).not.toMatch(/VIP/);
  });

  test('typed in another case are the same tag, shown as Mailchimp spells it', async () => {
    await world.editTags(3, 'vip; brand NEW');
    const report = await world.run();
    expect(report.mailchimp.writes).toBe(0);
    const shown = ((await world.textOf(3)) ?? '').split(/; ?/);
    expect(shown.filter(Boolean).toSorted()).toEqual(['Brand new', 'VIP']);
  });

  test('that are renamed in Mailchimp are renamed on every row, by an incremental run', async () => {
    await world.play(5, { do: 'tag', tag: 'Autumn' });
    await world.play(6, { do: 'tag', tag: 'Autumn' });
    await world.run();
    await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
      audience: mailchimpId,
      do: 'rename-tag',
      tag: 'Autumn',
      new_name: "Winter's & more",
    });
    const report = await world.run();
    expect(report.mailchimp.writes).toBe(0);
    expect([await world.textOf(5), await world.textOf(6)]).toEqual(["; Winter's & more;", "; Winter's & more;"]);
    const names = (await world.get<{ mcs_name: string }>('mcs_tags?$select=mcs_name')).map((tag) => tag.mcs_name);
    expect(names).toContain("Winter's & more");
    expect(names).not.toContain('Autumn');
  });

  test('that are deleted in Mailchimp leave the rows and the definitions', async () => {
    await world.play(5, { do: 'tag', tag: 'Passing' });
    await world.run();
    await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
      audience: mailchimpId,
      do: 'delete-tag',
      tag: 'Passing',
    });
    await world.run();
    expect(await world.textOf(5)).not.toMatch(/Passing/);
    expect(await world.get("mcs_tags?$filter=mcs_name eq 'Passing'")).toEqual([]);
    expect(await world.tagsInMailchimp(5)).not.toContain('Passing');
  });

  test('stay as they are while a person is unsubscribed, and follow when they return', async () => {
    await world.play(7, { do: 'tag', tag: 'VIP' });
    await world.run();
    await world.play(7, { do: 'unsubscribe', by: 'person' });
    await world.run();
    await world.editTags(7, '; VIP; Patient;');
    await world.play(7, { do: 'tag', tag: 'Elsewhere' });
    const frozen = await world.run();
    expect(frozen.mailchimp.writes).toBe(0);
    expect(await world.tagsInMailchimp(7)).toEqual(['Elsewhere', 'VIP']);
    expect(await world.textOf(7)).toBe('; VIP; Patient;');
    await world.play(7, { do: 'subscribe', by: 'person' });
    await world.run();
    expect(await world.tagsInMailchimp(7)).toEqual(['Elsewhere', 'Patient', 'VIP']);
    expect((await world.textOf(7))?.split('; ').length).toBe(4);
  });
});

test('one tag for 1,200 people travels in slices of 500', async () => {
  const world = await startLabelledWorld({ size: 1_200 });
  const rows = await world.get<{ mcs_audiencememberid: string }>('mcs_audiencemembers?$select=mcs_audiencememberid');
  await world.send(
    'POST',
    `${world.dataverseUrl}/api/data/v9.2/mcs_audiencemembers/Microsoft.Dynamics.CRM.UpdateMultiple`,
    {
      Targets: rows.slice(0, 1_000).map((row) => ({
        '@odata.type': 'Microsoft.Dynamics.CRM.mcs_audiencemember',
        mcs_audiencememberid: row.mcs_audiencememberid,
        mcs_tags: '; Everybody;',
      })),
    },
  );
  await world.send(
    'POST',
    `${world.dataverseUrl}/api/data/v9.2/mcs_audiencemembers/Microsoft.Dynamics.CRM.UpdateMultiple`,
    {
      Targets: rows.slice(1_000).map((row) => ({
        '@odata.type': 'Microsoft.Dynamics.CRM.mcs_audiencemember',
        mcs_audiencememberid: row.mcs_audiencememberid,
        mcs_tags: '; Everybody;',
      })),
    },
  );
  const report = await world.run();
  expect(report.counts.plan).toMatchObject({ tagsToMailchimp: 1_200 });
  expect(report.mailchimp.writes).toBe(1_200);
  expect(report.mailchimp.requests).toBeLessThan(20);
  const tags = await world.services.mailchimp('MAILCHIMP_API_KEY').tags(mailchimpId);
  expect(tags).toMatchObject([{ name: 'Everybody', memberCount: 1_200 }]);
  await expectRest(world);
  await world.close();
});

test('60 tags on a member arrive all, and one more goes back', async () => {
  const sixty = Array.from({ length: 60 }, (_, index) => `A rather long name of a tag, number ${index}`);
  const world = await startLabelledWorld({ size: 2, tags: (index) => (index === 0 ? sixty : []) });
  expect((await world.textOf(0))?.split('; ').length).toBe(61);
  await expectRest(world);
  await world.editTags(0, `${await world.textOf(0)} One more;`);
  await world.run();
  expect(await world.tagsInMailchimp(0)).toEqual([...sixty, 'One more'].toSorted());
  await expectRest(world);
  await world.close();
});

test('more tags than the text can hold are neither lost nor taken away', async () => {
  const many = Array.from({ length: 60 }, (_, index) => `${'x'.repeat(90)} ${index}`);
  const world = await startLabelledWorld({ size: 1, tags: () => many });
  await expectRest(world);
  const shown = (await world.textOf(0)) ?? '';
  await world.editTags(0, shown.replace(`; ${many[59]}`, ''));
  const report = await world.run();
  expect(report.counts.plan).toMatchObject({ tagsToMailchimp: 1 });
  expect(await world.tagsInMailchimp(0)).toEqual(many.slice(0, 59).toSorted());
  await expectRest(world);
  await world.close();
});

describe("the list's own tag", () => {
  test('is given to people whom the list brings, and taken away where the removal rule says only that', async () => {
    const world = await startLabelledWorld({
      size: 3,
      strangers: 2,
      tags: (index) => (index === 0 ? ['From CRM'] : []),
      columns: { mcs_removalrule: choices.mcs_removalrule.untag },
    });
    const [tag] = await world.get<{ mcs_tagid: string }>("mcs_tags?$select=mcs_tagid&$filter=mcs_name eq 'From CRM'");
    await world.patch(`lists(${lists.main})`, { 'mcs_tagid@odata.bind': `/mcs_tags(${tag?.mcs_tagid})` });
    await world.putOn('main', 3, 4);
    await world.run();
    expect([await world.tagsInMailchimp(3), await world.textOf(4)]).toEqual([['From CRM'], '; From CRM;']);
    expect(await world.tagsInMailchimp(1)).toEqual([]);

    await world.takeOff('main', 3);
    await world.run();
    expect([await world.statusOf(3), await world.tagsInMailchimp(3)]).toEqual(['subscribed', []]);
    expect(await world.reasonOf(3)).toBe(choices.mcs_reason.untagged);
    await expectRest(world);

    await world.putOn('main', 3);
    await world.run();
    expect(await world.tagsInMailchimp(3)).toEqual(['From CRM']);
    await expectRest(world);
    await world.close();
  });
});

test('what somebody types while a run is writing is not lost', async () => {
  const world = await startLabelledWorld({ size: 2, ...vip });
  await world.play(1, { do: 'edit', merge_fields: { LNAME: 'Renamed' } });
  const { crm } = world.services;
  let typed = false;
  world.services.crm = {
    ...crm,
    changeMemberRows: async (runId, rows) => {
      if (!typed) await world.editTags(1, '; VIP; Just now;');
      typed = true;
      return crm.changeMemberRows(runId, rows);
    },
  };
  await world.run();
  expect(await world.textOf(1)).toBe('; VIP; Just now;');
  await world.run(true);
  expect(await world.tagsInMailchimp(1)).toEqual(['Just now', 'VIP']);
  await expectRest(world);
  await world.close();
});

test('a tag that Mailchimp does not take is reported for that person alone, and tried again', async () => {
  const world = await startLabelledWorld({ size: 3, ...vip });
  await world.send('POST', `${world.mailchimpUrl}/_sandbox/faults`, {
    method: 'POST',
    pathContains: '/segments',
    times: 1,
    status: 400,
    body: '{"type":"about:blank","title":"Invalid Resource","status":400,"detail":"Please enter another name.","instance":""}',
  });
  await world.editTags(1, '; VIP; Unwanted;');
  await world.run();
  expect(await world.reasonOf(1)).toBe(choices.mcs_reason['refused-by-mailchimp']);
  expect(await world.textOf(1)).toBe('; VIP; Unwanted;');
  expect(await world.reasonOf(2)).not.toBe(choices.mcs_reason['refused-by-mailchimp']);
  await world.run(true);
  expect(await world.tagsInMailchimp(1)).toEqual(['Unwanted', 'VIP']);
  expect(await world.reasonOf(1)).not.toBe(choices.mcs_reason['refused-by-mailchimp']);
  await expectRest(world);
  await world.close();
});

test.each([
  ['to-crm', ['Theirs', 'VIP'], ['Ours', 'Theirs', 'VIP']],
  ['to-mailchimp', ['Ours', 'Theirs', 'VIP'], ['Ours', 'VIP']],
] as const)('in the direction %s only the other side is written', async (direction, inMailchimp, onRow) => {
  const world = await startLabelledWorld({
    size: 2,
    ...vip,
    columns: { mcs_direction: choices.mcs_direction[direction] },
  });
  await world.editTags(1, 'VIP; Ours');
  await world.play(1, { do: 'tag', tag: 'Theirs' });
  await world.run();
  expect(await world.tagsInMailchimp(1)).toEqual(inMailchimp);
  const shown = ((await world.textOf(1)) ?? '').split(/; ?/).filter(Boolean);
  expect(shown.toSorted()).toEqual(onRow);
  await expectRest(world);
  await world.close();
});
