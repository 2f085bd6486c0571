import { gunzipSync } from 'node:zlib';

import { choices } from '../../../../connector/dataverse/schema.generated';
import { sampleIds, sampleNames, sampleSeed } from '../../../../sandbox/seeds/sample';
import { startWorld, type World } from '../../../world';
import {
  ask,
  changeList,
  contactIds,
  isOnList,
  lastRun,
  notesOf,
  person,
  play,
  runOf,
  startSteady,
  statusOf,
  steady,
} from '../steady';

const resume = async (world: World, name: string = steady.audience) => {
  const { id } = await world.audience(name);
  await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
    mcs_tiestate: choices.mcs_tiestate.running,
  });
};

const nothingToWrite = { status: 'completed', mailchimp: { writes: 0 }, dataverse: { writes: 0 } };

describe('undoing a run', () => {
  let world: World;
  beforeEach(async () => {
    world = await startSteady(12);
  });
  afterEach(() => world.close());

  /** 0 leaves the list, 1 says no, 2 is renamed in Dynamics 365, 3 in Mailchimp, 20 is new in the CRM, 21 in Mailchimp. */
  const disturb = async () => {
    const url = `${world.dataverseUrl}/api/data/v9.2/contacts`;
    await changeList(world, 'Remove', [0]);
    await play(world, 1, { by: 'person', do: 'unsubscribe' });
    const [two = ''] = await contactIds(world, [2]);
    await world.send('PATCH', `${url}(${two})`, { firstname: 'Zoe' });
    await play(world, 3, { by: 'person', do: 'edit', merge_fields: { FNAME: 'Ana', LNAME: 'Last 3' } });
    await world.send('POST', url, { firstname: 'First 20', lastname: 'Last 20', emailaddress1: person(20).email });
    await changeList(world, 'Add', [20]);
    await play(world, 21, { by: 'person', do: 'subscribe', merge_fields: { FNAME: 'First 21', LNAME: 'Last 21' } });
  };
  const firstNameInCrm = async (index: number) => {
    const [row] = await world.get<{ firstname: string }>(
      `contacts?$select=firstname&$filter=emailaddress1 eq '${person(index).email}'`,
    );
    return row?.firstname;
  };
  const firstNameInMailchimp = async (index: number) =>
    (await world.services.mailchimp('MAILCHIMP_API_KEY').member(steady.mailchimpId, person(index).email))?.firstName;

  test('puts back what it changed, obeys the law, pauses, and is not done again by the next runs', async () => {
    await disturb();
    await world.sync(steady.audience);
    const done = await lastRun(world);
    expect(await statusOf(world, 0)).toBe('archived');
    expect(await isOnList(world, 21)).toBe(true);

    const preview = await ask(world, 'undo', { undo: done.id, preview: true });
    expect(preview).toMatchObject({
      status: 'completed',
      sentence: expect.stringMatching(
        /^6 people would be put back as before: 2 places on the list, 2 subscriptions, 2 fields, 1 flag "no bulk e-mail"\. Nothing has been changed\..*1 created record stays/,
      ),
    });
    expect(await statusOf(world, 0)).toBe('archived');
    expect((await world.audience(steady.audience)).tieState).toBe('running');

    const undo = await ask(world, 'undo', { undo: done.id });
    expect(undo).toMatchObject({ status: 'completed', counts: { undo: { people: 6, moved: 0, law: 0, created: 1 } } });
    expect(await world.audience(steady.audience)).toMatchObject({ tieState: 'paused', syncStatus: 'paused' });
    expect(await statusOf(world, 0)).toBe('subscribed');
    expect(await isOnList(world, 0)).toBe(false);
    expect(await isOnList(world, 1)).toBe(true);
    expect(await statusOf(world, 1)).toBe('unsubscribed');
    expect(await firstNameInMailchimp(2)).toBe('First 2');
    expect(await firstNameInCrm(3)).toBe('First 3');
    expect(await statusOf(world, 20)).toBe('archived');
    expect(await isOnList(world, 21)).toBe(false);
    expect(await contactIds(world, [21])).not.toEqual(['']);

    await resume(world);
    world.clock.advance(60 * 60);
    expect(await world.sync(steady.audience)).toMatchObject(nothingToWrite);
    expect(await world.sync(steady.audience, { full: true })).toMatchObject(nothingToWrite);
    expect(await statusOf(world, 1)).toBe('unsubscribed');
    expect(await statusOf(world, 20)).toBe('archived');
  });

  test('leaves alone who moved since', async () => {
    await disturb();
    await world.sync(steady.audience);
    const done = await lastRun(world);
    const [three = ''] = await contactIds(world, [3]);
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${three})`, { firstname: 'Somebody' });
    await changeList(world, 'Remove', [21]);
    await changeList(world, 'Add', [1]);
    const undo = await ask(world, 'undo', { undo: done.id });
    expect(undo.counts).toMatchObject({ undo: { moved: 3 } });
    expect(await firstNameInCrm(3)).toBe('Somebody');
    expect(await isOnList(world, 1)).toBe(true);
  });

  test('subscribes nobody who opted out or said no since', async () => {
    await changeList(world, 'Remove', [0, 1]);
    await world.sync(steady.audience);
    const done = await lastRun(world);
    const [zero = ''] = await contactIds(world, [0]);
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${zero})`, { donotbulkemail: true });
    const undo = await ask(world, 'undo', { undo: done.id });
    expect(undo.counts).toMatchObject({ undo: { law: 1, people: 1 } });
    expect(await statusOf(world, 0)).toBe('archived');
    expect(await statusOf(world, 1)).toBe('subscribed');
    expect(undo.sentence).toMatch(/1 person said no or is left out and is not subscribed again/);
  });

  test('is itself a run that can be undone', async () => {
    await changeList(world, 'Remove', [0]);
    await world.sync(steady.audience);
    const done = await lastRun(world);
    const undo = await ask(world, 'undo', { undo: done.id });
    expect(await statusOf(world, 0)).toBe('subscribed');
    const [csv] = await notesOf(world, undo.id, 'changes');
    expect(csv).toContain('person.0@steady.example,Mailchimp,subscribed again,Archived,Subscribed');
    const redo = await ask(world, 'undo', { undo: undo.id });
    expect(redo).toMatchObject({ status: 'completed', counts: { undo: { people: 1 } } });
    expect(await statusOf(world, 0)).toBe('archived');
    await resume(world);
    expect(await world.sync(steady.audience, { full: true })).toMatchObject(nothingToWrite);
  });

  test.each([
    ['no run is named', {}, /An undo says which run to undo/],
    ['there is no such run', { undo: '00000000-0000-4000-8000-000000000000' }, /There is no such run of Steady/],
  ])('is refused with a sentence where %s', async (_, proposed, sentence) => {
    const refused = await ask(world, 'undo', proposed);
    expect(refused).toMatchObject({ status: 'failed', sentence: expect.stringMatching(sentence) });
    expect((await world.audience(steady.audience)).tieState).toBe('running');
  });

  test('is refused for a run that changed nobody', async () => {
    await world.sync(steady.audience);
    const refused = await ask(world, 'undo', { undo: (await lastRun(world)).id });
    expect(refused).toMatchObject({ status: 'failed', sentence: expect.stringMatching(/changed nobody/) });
  });

  test('tells of other fields in its changes, and an undo puts them back too', async () => {
    const [two = ''] = await contactIds(world, [2]);
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${two})`, { telephone1: '=1+1' });
    await changeList(world, 'Remove', [0]);
    await world.sync(steady.audience);
    const done = await lastRun(world);
    const [csv] = await notesOf(world, done.id, 'changes');
    expect(csv).toContain("person.2@steady.example,Mailchimp,field PHONE,,'=1+1,");
    const undo = await ask(world, 'undo', { undo: done.id, preview: true });
    expect(undo.sentence).toMatch(/^2 people would be put back as before/);
    expect(undo.sentence).not.toMatch(/other change/);
  });

  test('keeps what was before exactly, beside the words for people', async () => {
    await changeList(world, 'Remove', [0]);
    await world.sync(steady.audience);
    const { id } = await lastRun(world);
    const { crm } = world.services;
    const note = (await crm.notes(id)).find(({ filename }) => filename === 'before-images.jsonl.gz');
    const lines = gunzipSync(await crm.noteBody(note?.id ?? ''))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        version: 1,
        list: null,
        created: false,
        addresses: [expect.objectContaining({ status: { from: 'subscribed', to: 'archived' } })],
      }),
    ]);
    expect((await runOf(world, id)).status).toBe('completed');
  });
});

test('undoing a first sync brings both sides back, but for what it says', async () => {
  const world = await startWorld();
  world.clock.set(new Date('2026-01-10T09:00:00Z'));
  const { history: _, ...seed } = sampleSeed('contact');
  await world.seed(seed);
  await world.tie(sampleNames.newsletter, sampleNames.newsletterList);
  const member = async (name: string) =>
    (await world.services.mailchimp('MAILCHIMP_API_KEY').member(sampleIds.newsletter, `${name}@flintstone.example`))
      ?.status ?? null;
  const names = async () =>
    (
      await world.get<{ firstname: string }>(
        `lists(${sampleIds.newsletterList})/listcontact_association?$select=firstname&$orderby=firstname`,
      )
    ).map((one) => one.firstname);
  const before = await names();
  await world.sync(sampleNames.newsletter);
  expect(await names()).toContain('Pebbles');
  const [done] = await world.services.crm.runsOf((await world.audience(sampleNames.newsletter)).id, 1);
  await ask(world, 'undo', { undo: done?.id }, { audience: sampleNames.newsletter });
  expect(await names()).toEqual(before);
  expect(await member('betty.rubble')).toBe('archived');
  expect(await member('pebbles.flintstone')).toBe('subscribed');
  await resume(world, sampleNames.newsletter);
  expect(await world.sync(sampleNames.newsletter, { full: true })).toMatchObject(nothingToWrite);
  await world.close();
});
