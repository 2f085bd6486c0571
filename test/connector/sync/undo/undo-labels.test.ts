import { tagsInText } from '../../../../connector/dataverse/tag-text';
import { choices } from '../../../../connector/dataverse/schema.generated';
import { audienceName, expectRest, startLabelledWorld, type LabelledWorld } from '../labelled-world';
import { ask } from '../steady';

/** What people see of tags, interests and places, on both sides. */
async function picture(world: LabelledWorld, size: number) {
  const people = [];
  for (let index = 0; index < size; index += 1) {
    people.push({
      mailchimp: await world.tagsInMailchimp(index),
      row: tagsInText(await world.textOf(index)).toSorted(),
      wine: await world.hasInterest(index, 'Wine'),
    });
  }
  return { people, guests: await world.onList('guests'), press: await world.onList('press') };
}

const undo = async (world: LabelledWorld, run: { id: string }, preview = false) =>
  ask(world, 'undo', { undo: run.id, preview }, { audience: audienceName });

/** An hour later. */
async function sync(world: LabelledWorld): Promise<{ id: string }> {
  await world.run();
  const { id } = await world.audience(audienceName);
  const [run] = await world.services.crm.runsOf(id, 1);
  return run ?? { id: '' };
}

const resume = async (world: LabelledWorld) => {
  const { id } = await world.audience(audienceName);
  await world.patch(`mcs_audiences(${id})`, { mcs_tiestate: choices.mcs_tiestate.running });
};

/** Neither an hourly nor a full run does again what was undone. */
async function expectUndoneToStand(world: LabelledWorld): Promise<void> {
  const before = await picture(world, 8);
  await resume(world);
  for (const full of [false, true]) {
    const report = await world.run(full);
    expect({ mailchimp: report.mailchimp.writes, dataverse: report.dataverse.writes }).toEqual({
      mailchimp: 0,
      dataverse: 0,
    });
  }
  expect(await picture(world, 8)).toEqual(before);
}

describe('undoing what a run did about tags, interests and further lists', () => {
  let world: LabelledWorld;
  beforeEach(async () => {
    world = await startLabelledWorld({
      size: 8,
      tags: (index) => (index < 2 ? ['VIP', 'Old'] : []),
      interests: (index) => (index === 0 ? ['Wine'] : []),
      categories: [{ title: 'Topics', interests: ['Wine', 'Cheese'] }],
      guests: [0, 1],
      press: [0],
    });
    await world.tieLabel('mcs_tag', 'VIP', 'guests');
    await world.tieLabel('mcs_interest', 'Wine', 'press');
    await world.run();
  });
  afterEach(() => world.close());

  /** Tags and places, changed on both sides by people. */
  const disturb = async () => {
    await world.editTags(2, 'Press; New');
    await world.editTags(1, 'VIP');
    await world.play(3, { do: 'tag', tag: 'Theirs' });
    await world.play(0, { do: 'untag', tag: 'Old' });
    await world.putOn('guests', 4);
    await world.play(5, { do: 'tag', tag: 'VIP' });
    await world.putOn('press', 6);
    await world.play(7, { do: 'interest', interest: 'Wine' });
  };

  test('brings both sides back to what they were before the run, and no later run does it again', async () => {
    await disturb();
    const before = await picture(world, 8);
    const run = await sync(world);
    expect(await picture(world, 8)).not.toEqual(before);

    const preview = await undo(world, run, true);
    expect(preview.sentence).toMatch(
      /^8 people would be put back as before: \d+ tags, 1 interest, 2 places on further lists\. Nothing has been changed\. Mails/,
    );
    const undone = await undo(world, run);
    expect(undone).toMatchObject({ status: 'completed', counts: { undo: { people: 8, moved: 0, law: 0 } } });
    expect(await picture(world, 8)).toEqual(before);
    await expectUndoneToStand(world);
  });

  test('is followed again as soon as somebody makes both sides the same, or changes something else', async () => {
    await disturb();
    await undo(world, await sync(world));
    await resume(world);
    await world.editTags(3, 'Theirs; Mine');
    await world.run();
    expect((await world.tagsInMailchimp(3)).toSorted()).toEqual(['Mine', 'Theirs']);
    await world.editTags(3, 'Mine');
    await world.run();
    expect(await world.tagsInMailchimp(3)).toEqual(['Mine']);
    await world.putOn('guests', 5);
    await world.run();
    await world.takeOff('guests', 5);
    await world.run();
    expect(await world.tagsInMailchimp(5)).toEqual([]);
    await expectRest(world);
  });

  test('leaves alone what somebody changed since, and says how much', async () => {
    await disturb();
    const run = await sync(world);
    await world.play(2, { do: 'untag', tag: 'Press' });
    await world.takeOff('guests', 5);
    const undone = await undo(world, run);
    expect(undone.counts).toMatchObject({ undo: { moved: 2 } });
    expect(undone.sentence).toMatch(/2 things have changed since and are left alone/);
    expect(await world.tagsInMailchimp(2)).toEqual([]);
    expect(await world.onList('guests')).not.toContain(5);
  });

  test('can itself be undone', async () => {
    await disturb();
    const run = await sync(world);
    const after = await picture(world, 8);
    const redo = await undo(world, await undo(world, run));
    expect(redo).toMatchObject({ status: 'completed', counts: { undo: { people: 8, moved: 0 } } });
    expect(await picture(world, 8)).toEqual(after);
    await expectUndoneToStand(world);
  });

  test('touches no tag of somebody who has left meanwhile', async () => {
    await world.editTags(2, 'Press');
    const run = await sync(world);
    await world.play(2, { by: 'person', do: 'unsubscribe' });
    const undone = await undo(world, run);
    expect(undone.counts).toMatchObject({ undo: { people: 0, moved: 1 } });
    expect(await world.tagsInMailchimp(2)).toEqual(['Press']);
  });
});
