import { choices } from '../../../../connector/dataverse/schema.generated';
import { bringForward } from '../../../../connector/sync/requests/bring-forward';
import { addressOf, expectRest, lists, mailchimpId, startLabelledWorld, type LabelledWorld } from '../labelled-world';

describe('a further list tied to a tag', () => {
  let world: LabelledWorld;
  beforeAll(async () => {
    world = await startLabelledWorld({
      size: 8,
      strangers: 4,
      tags: (index) => (index < 2 ? ['VIP'] : index === 2 ? ['Press'] : []),
      guests: [1, 3, 8],
    });
    await world.tieLabel('mcs_tag', 'VIP', 'guests');
    await world.run();
  });
  afterAll(() => world.close());
  afterEach(() => expectRest(world));

  test('joins with it: nobody loses a place or a tag', async () => {
    expect(await world.onList('guests')).toEqual([0, 1, 3, 8]);
    expect([await world.tagsInMailchimp(3), await world.textOf(3)]).toEqual([['VIP'], '; VIP;']);
  });

  test('leaves a stranger unsubscribed unless the tie says otherwise, and says so', async () => {
    expect(await world.statusOf(8)).toBeNull();
    expect(await world.onList('main')).not.toContain(8);
    expect(await world.reasonOf(8)).toBe(choices.mcs_reason['further-list-only']);
    await world.putOn('guests', 9);
    await world.run();
    expect([await world.statusOf(9), await world.reasonOf(9)]).toEqual([null, choices.mcs_reason['further-list-only']]);
    expect((await world.audience('Labelled')).counts).toMatchObject({ leftOut: 2 });
    await world.takeOff('guests', 9);
    await world.run();
    expect(await world.reasonOf(9)).toBe(choices.mcs_reason['not-subscribed']);
  });

  test('takes in who gets the tag, on the row or in Mailchimp', async () => {
    await world.editTags(4, 'VIP');
    await world.play(5, { do: 'tag', tag: 'vip' });
    const report = await world.run();
    expect(report.counts.plan).toMatchObject({ furtherJoin: 2, tagsToMailchimp: 1 });
    expect(await world.onList('guests')).toEqual([0, 1, 3, 4, 5, 8]);
  });

  test('gives the tag to who joins it, and takes it from who leaves it, but neither list place nor subscription', async () => {
    await world.putOn('guests', 6);
    await world.takeOff('guests', 1);
    await world.run();
    expect([await world.tagsInMailchimp(6), await world.tagsInMailchimp(1)]).toEqual([['VIP'], []]);
    expect([await world.statusOf(1), await world.textOf(1)]).toEqual(['subscribed', null]);
    expect(await world.onList('main')).toContain(1);
  });

  test('lets go who loses the tag', async () => {
    await world.play(0, { do: 'untag', tag: 'VIP' });
    await world.editTags(3, null);
    await world.run();
    expect(await world.onList('guests')).toEqual([4, 5, 6, 8]);
    expect(await world.onList('main')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('is frozen for who is not subscribed, and goes on when they return', async () => {
    await world.play(4, { do: 'unsubscribe', by: 'person' });
    await world.run();
    expect(await world.onList('guests')).toContain(4);
    expect(await world.onList('main')).not.toContain(4);
    await world.play(4, { do: 'untag', tag: 'VIP' });
    await world.run();
    expect(await world.onList('guests')).toContain(4);
    await world.play(4, { do: 'subscribe', by: 'person' });
    await world.run();
    expect(await world.onList('guests')).not.toContain(4);
    expect(await world.onList('main')).toContain(4);
  });

  test('keeps its people when the tag is deleted, and says so', async () => {
    const before = await world.onList('guests');
    await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
      audience: mailchimpId,
      do: 'delete-tag',
      tag: 'VIP',
    });
    await world.run();
    expect(await world.onList('guests')).toEqual(before);
    expect(await world.textOf(6)).toBeNull();
    expect(await world.sentenceOf('mcs_tag', 'VIP')).toMatch(/^The tag was deleted in Mailchimp\./);
    await world.tieLabel('mcs_tag', 'VIP', null);
    await world.run();
    expect(await world.sentenceOf('mcs_tag', 'VIP')).toBeNull();
  });
});

describe('a tie that subscribes newcomers', () => {
  let world: LabelledWorld;
  beforeAll(async () => {
    world = await startLabelledWorld({ size: 2, strangers: 3, tags: () => ['VIP'] });
    await world.tieLabel('mcs_tag', 'VIP', 'guests', true);
    await world.run();
  });
  afterAll(() => world.close());
  afterEach(() => expectRest(world));

  test('subscribes who joins the list, with the tag and a place on the main list', async () => {
    await world.putOn('guests', 2);
    await world.run();
    expect([await world.statusOf(2), await world.tagsInMailchimp(2)]).toEqual(['subscribed', ['VIP']]);
    expect(await world.onList('main')).toEqual([0, 1, 2]);
  });

  test('subscribes nobody against the law, and says why', async () => {
    const [contact] = await world.get<{ contactid: string }>(
      `contacts?$select=contactid&$filter=emailaddress1 eq '${addressOf(3)}'`,
    );
    await world.patch(`contacts(${contact?.contactid})`, { donotbulkemail: true });
    await world.putOn('guests', 3);
    await world.run();
    expect(await world.statusOf(3)).toBeNull();
    expect(await world.onList('main')).not.toContain(3);
    expect(await world.reasonOf(3)).toBe(choices.mcs_reason['opted-out']);
  });

  test('does not bring back who left, by a no or by being taken off the main list', async () => {
    await world.play(2, { do: 'unsubscribe', by: 'person' });
    await world.takeOff('main', 1);
    await world.run();
    await world.run(true);
    expect([await world.statusOf(2), await world.statusOf(1)]).toEqual(['unsubscribed', 'archived']);
    expect(await world.onList('main')).toEqual([0]);
    expect(await world.onList('guests')).toEqual(expect.arrayContaining([0, 1, 2]));
  });
});

test('an interest that is renamed in Mailchimp keeps its tie, its people and its list', async () => {
  const world = await startLabelledWorld({
    size: 3,
    categories: [{ title: 'Colours', interests: ['Red'] }],
    interests: (index) => (index === 0 ? ['Red'] : []),
    guests: [0],
  });
  await world.tieLabel('mcs_interest', 'Red', 'guests');
  await world.run();
  const mailchimp = world.services.mailchimp('MAILCHIMP_API_KEY');
  const [red] = await mailchimp.interests(mailchimpId);
  const base = `${world.mailchimpUrl}/3.0/lists/${mailchimpId}/interest-categories`;
  const authorization = `Basic ${Buffer.from('any:stand-in-us1').toString('base64')}`;
  const categories = await (await fetch(base, { headers: { authorization } })).json();
  const [{ id: category }] = Object(categories)['categories'];
  const renamed = await fetch(`${base}/${category}/interests/${red?.interestId}`, {
    method: 'PATCH',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Crimson' }),
  });
  expect(await renamed.json()).toMatchObject({ name: 'Crimson' });
  await world.run();
  expect(await world.onList('guests')).toEqual([0]);
  expect(await world.hasInterest(0, 'Crimson')).toBe(true);
  expect(await world.sentenceOf('mcs_interest', 'Crimson')).toBe('In step with the marketing list Guests.');
  await expectRest(world);
  await world.close();
});

test('one list in two ties is refused where it came second, and the first goes on', async () => {
  const world = await startLabelledWorld({ size: 3, tags: (index) => [['VIP'], ['Press'], []][index] ?? [] });
  await world.tieLabel('mcs_tag', 'VIP', 'guests');
  await world.run();
  await world.tieLabel('mcs_tag', 'Press', 'guests');
  await world.run();
  expect(await world.onList('guests')).toEqual([0]);
  expect(await world.sentenceOf('mcs_tag', 'VIP')).toBe('In step with the marketing list Guests.');
  expect(await world.sentenceOf('mcs_tag', 'Press')).toBe(
    'The marketing list Guests is tied to the tag VIP already. Choose another list.',
  );
  await world.tieLabel('mcs_tag', 'Press', 'main');
  await world.run();
  expect(await world.sentenceOf('mcs_tag', 'Press')).toMatch(/is the list of the audience Labelled/);
  await world.tieLabel('mcs_tag', 'Press', 'leads');
  await world.run();
  expect(await world.sentenceOf('mcs_tag', 'Press')).toMatch(/holds leads/);
  await world.tieLabel('mcs_tag', 'Press', 'press');
  await world.run();
  expect([await world.onList('press'), await world.sentenceOf('mcs_tag', 'Press')]).toEqual([
    [1],
    'In step with the marketing list Journalists.',
  ]);
  await expectRest(world);
  await world.close();
});

describe('a further list whose events are lost', () => {
  let world: LabelledWorld;
  beforeAll(async () => {
    world = await startLabelledWorld({
      size: 6,
      tags: (index) => (index < 3 ? ['VIP'] : []),
      guests: [0, 1, 2],
    });
    await world.tieLabel('mcs_tag', 'VIP', 'guests');
    await world.run();
  });
  afterAll(() => world.close());

  const isRead = async (how: 'changes' | 'whole', deed: () => Promise<void>) => {
    const before = (await world.audience('Labelled')).watermarks?.full;
    await deed();
    const report = await world.run();
    expect(report.status).toBe('completed');
    expect((await world.audience('Labelled')).watermarks?.full === before).toBe(how === 'changes');
    return report;
  };

  test('is read whole as soon as its number of people cannot be explained', async () => {
    await isRead('whole', () => world.takeOffUnseen('guests', 1));
    expect(await world.tagsInMailchimp(1)).toEqual([]);
    await isRead('changes', async () => {});
  });

  test('is not, where all moves were seen: those of people, of runs, and of both at once', async () => {
    await isRead('changes', async () => {
      await world.putOn('guests', 3, 4);
      await world.takeOff('guests', 0);
    });
    expect([await world.tagsInMailchimp(0), await world.tagsInMailchimp(3)]).toEqual([[], ['VIP']]);
    await isRead('changes', async () => {
      await world.play(5, { do: 'tag', tag: 'VIP' });
      await world.play(2, { do: 'untag', tag: 'VIP' });
    });
    expect(await world.onList('guests')).toEqual([3, 4, 5]);
    await isRead('changes', async () => {
      await world.takeOff('guests', 3);
      await world.putOn('guests', 3);
      await world.putOn('guests', 1);
      await world.takeOff('guests', 1);
    });
    await isRead('changes', async () => {});
    await expectRest(world);
  });

  test('costs a run without changes no call more', async () => {
    const first = await isRead('changes', async () => {});
    await world.putOn('guests', 0, 1, 2);
    await world.run();
    // It sees once more what the run before it did.
    await world.run();
    const again = await isRead('changes', async () => {});
    expect([again.mailchimp.requests, again.dataverse.requests]).toEqual([
      first.mailchimp.requests,
      first.dataverse.requests,
    ]);
  });
});

test('after a merge the survivor has the place on a further list, and nobody loses the tag', async () => {
  const world = await startLabelledWorld({ size: 3, strangers: 1, tags: () => ['VIP'], guests: [0, 1, 2] });
  await world.tieLabel('mcs_tag', 'VIP', 'guests');
  await world.run();
  await world.merge(3, 0);
  await world.run();
  expect(await world.onList('guests')).toEqual([1, 2, 3]);
  expect(await world.onList('main')).toEqual([1, 2, 3]);
  expect(await world.tagsInMailchimp(0)).toEqual(['VIP']);
  // Both were on it: one place is left.
  await world.merge(1, 2);
  await world.run();
  expect(await world.onList('guests')).toEqual([1, 3]);
  expect(await world.tagsInMailchimp(2)).toEqual(['VIP']);
  await expectRest(world);
  await world.close();
});

test('a further list that is emptied by mistake takes the tag from nobody, until the limit allows it', async () => {
  const everybody = Array.from({ length: 40 }, (_, index) => index);
  const world = await startLabelledWorld({ size: 40, tags: () => ['VIP'], guests: everybody });
  await world.tieLabel('mcs_tag', 'VIP', 'guests');
  await world.run();
  await world.takeOff('guests', ...everybody);
  await world.run();
  expect(await world.tagsInMailchimp(7)).toEqual(['VIP']);
  expect(await world.onList('guests')).toEqual([]);
  expect(await world.sentenceOf('mcs_tag', 'VIP')).toMatch(/^40 people would lose the tag or leave Guests/);
  await expectRest(world);
  const { id } = await world.audience('Labelled');
  await world.patch(`mcs_audiences(${id})`, { mcs_limitpeople: 50 });
  await world.run();
  expect(await world.tagsInMailchimp(7)).toEqual([]);
  expect(await world.statusOf(7)).toBe('subscribed');
  expect(await world.sentenceOf('mcs_tag', 'VIP')).toBe('In step with the marketing list Guests.');
  await expectRest(world);
  await world.close();
});

test('a change of a further list brings the next run forward', async () => {
  const world = await startLabelledWorld({ size: 2, tags: () => ['VIP'] });
  await world.tieLabel('mcs_tag', 'VIP', 'guests');
  await world.run();
  expect(await bringForward(world.services, [{ of: 'list', listId: lists.press }])).toEqual([]);
  const { id } = await world.audience('Labelled');
  expect(await bringForward(world.services, [{ of: 'list', listId: lists.guests }])).toMatchObject([
    { audienceId: id, created: true },
  ]);
  await world.close();
});

test('1,200 people join a further list and get its tag in few calls', async () => {
  const everybody = Array.from({ length: 1_200 }, (_, index) => index);
  const world = await startLabelledWorld({ size: 1_200, tags: (index) => (index === 0 ? ['VIP'] : []) });
  await world.tieLabel('mcs_tag', 'VIP', 'guests');
  await world.run();
  await world.putOn('guests', ...everybody.slice(1, 1_000));
  await world.putOn('guests', ...everybody.slice(1_000));
  const report = await world.run();
  expect(report.counts.plan).toMatchObject({ tagsToMailchimp: 1_199, furtherJoin: 0 });
  expect(report.mailchimp.requests).toBeLessThan(20);
  await expectRest(world);
  await world.close();
});
