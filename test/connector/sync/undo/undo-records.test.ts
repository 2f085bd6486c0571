import { choices } from '../../../../connector/dataverse/schema.generated';
import { openOffice, type Office } from '../office';
import { ask } from '../steady';

const at = (name: string) => `${name}@office.example`;

const runOf = async ({ world }: Office): Promise<{ id: string }> => {
  const [run] = await world.services.crm.runsOf((await world.audience('News')).id, 1);
  return run ?? { id: '' };
};

/** An hour later, whatever its result. */
const sync = async (office: Office): Promise<{ id: string }> => {
  office.later();
  await office.run();
  return runOf(office);
};

const undo = (office: Office, run: { id: string }, preview = false) =>
  ask(office.world, 'undo', { undo: run.id, preview }, { audience: 'News' });

const resume = async (office: Office) => {
  const { id } = await office.world.audience('News');
  await office.world.send('PATCH', `${office.world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
    mcs_tiestate: choices.mcs_tiestate.running,
  });
};

/** Neither an hourly nor a full run writes anything. */
const expectUndoneToStand = async (office: Office) => {
  await resume(office);
  office.later();
  const { mailchimp, dataverse } = await office.run();
  expect({ mailchimp: mailchimp.writes, dataverse: dataverse.writes }).toEqual({ mailchimp: 0, dataverse: 0 });
  await office.rest();
};

describe('undoing what a run did about addresses', () => {
  let office: Office;
  beforeEach(async () => {
    office = await openOffice(['Ann', 'Bob', 'Cleo'].map((first) => ({ first, status: 'subscribed' as const })));
  });
  afterEach(() => office.world.close());

  const addressOf = async (first: string) => (await office.contact(first))['emailaddress1'];

  test('gives a renamed member and a rewritten record their old addresses back, and the next runs let them', async () => {
    await office.change('Ann', { emailaddress1: at('ann.new') });
    await office.play(at('bob'), { do: 'upemail', new_email: at('bob.new') });
    const run = await sync(office);
    expect(await office.members()).toHaveProperty([at('ann.new')]);
    expect(await addressOf('Bob')).toBe(at('bob.new'));

    expect((await undo(office, run, true)).sentence).toMatch(/^2 people would be put back as before: 2 addresses\./);
    const undone = await undo(office, run);
    expect(undone).toMatchObject({ status: 'completed', counts: { undo: { people: 2, moved: 0, law: 0 } } });
    expect(await office.members()).toMatchObject({ [at('ann')]: 'subscribed', [at('bob.new')]: 'subscribed' });
    expect([await addressOf('Ann'), await addressOf('Bob')]).toEqual([at('ann.new'), at('bob')]);
    expect(await office.reasons()).toMatchObject({ [at('ann')]: 'undone', [at('bob.new')]: 'undone' });
    await expectUndoneToStand(office);

    // Another address is a new change.
    await office.change('Ann', { emailaddress1: at('ann.third') });
    await sync(office);
    expect(await office.members()).toMatchObject({ [at('ann.third')]: 'subscribed' });
    await office.change('Bob', { emailaddress1: at('bob.new') });
    await sync(office);
    expect((await office.reasons())[at('bob.new')]).not.toBe('undone');
    await office.rest();
    expect(Object.keys(await office.members())).toHaveLength(3);
  });

  test('can itself be undone', async () => {
    await office.change('Ann', { emailaddress1: at('ann.new') });
    await office.play(at('bob'), { do: 'upemail', new_email: at('bob.new') });
    const first = await undo(office, await sync(office));
    const redo = await undo(office, first);
    expect(redo).toMatchObject({ status: 'completed', counts: { undo: { people: 2, moved: 0 } } });
    expect(await office.members()).toMatchObject({ [at('ann.new')]: 'subscribed', [at('bob.new')]: 'subscribed' });
    expect(await addressOf('Bob')).toBe(at('bob.new'));
    expect(await office.reasons()).not.toMatchObject({ [at('ann.new')]: 'undone' });
    await expectUndoneToStand(office);
  });

  test('leaves alone an address that somebody has by now, or that was changed again', async () => {
    await office.change('Ann', { emailaddress1: at('ann.new') });
    await office.change('Cleo', { emailaddress1: at('cleo.new') });
    await office.play(at('bob'), { do: 'upemail', new_email: at('bob.new') });
    const run = await sync(office);
    await office.play(at('ann'), { do: 'subscribe', by: 'admin' });
    await office.change('Bob', { emailaddress1: at('bob.third') });
    await office.play(at('cleo.new'), { do: 'unsubscribe', by: 'person' });
    const undone = await undo(office, run);
    expect(undone.counts).toMatchObject({ undo: { people: 0, moved: 3 } });
    expect(await office.members()).toMatchObject({ [at('ann.new')]: 'subscribed', [at('ann')]: 'subscribed' });
    expect(await addressOf('Bob')).toBe(at('bob.third'));
  });

  test('subscribes an old address again that was archived for the new one', async () => {
    await office.play(at('bob.new'), { do: 'subscribe', merge_fields: { FNAME: 'Bob', LNAME: 'Office' } });
    await office.change('Bob', { emailaddress1: at('bob.new') });
    const run = await sync(office);
    expect((await office.members())[at('bob')]).toBe('archived');
    await undo(office, run);
    expect(await office.members()).toMatchObject({ [at('bob')]: 'subscribed', [at('bob.new')]: 'subscribed' });
    await expectUndoneToStand(office);
  });
});

describe('undoing what a run did about the flag "no bulk e-mail"', () => {
  let office: Office;
  beforeEach(async () => {
    office = await openOffice(['Ann', 'Bob', 'Cleo'].map((first) => ({ first, status: 'subscribed' as const })));
    await office.play(at('ann'), { do: 'unsubscribe' });
    await office.play(at('bob'), { do: 'unsubscribe' });
  });
  afterEach(() => office.world.close());

  const flagOf = async (first: string) => (await office.contact(first))['donotbulkemail'];

  test('takes away what the run set and nobody else, and subscribes nobody', async () => {
    const run = await sync(office);
    expect([await flagOf('Ann'), await flagOf('Bob')]).toEqual([true, true]);
    await office.change('Bob', { donotemail: true });
    expect((await undo(office, run, true)).sentence).toMatch(/1 flag "no bulk e-mail"\. .*1 thing has changed since/);
    await undo(office, run);
    expect([await flagOf('Ann'), await flagOf('Bob')]).toEqual([false, true]);
    expect(await office.members()).toMatchObject({ [at('ann')]: 'unsubscribed', [at('bob')]: 'unsubscribed' });
  });

  test('is not done again by the next runs', async () => {
    await undo(office, await sync(office));
    await expectUndoneToStand(office);
    expect([await flagOf('Ann'), await flagOf('Bob')]).toEqual([false, false]);
    expect(await office.onList()).toEqual(['Ann', 'Bob', 'Cleo']);
  });

  test('sets again what the run cleared, and the person stays subscribed', async () => {
    await sync(office);
    await office.play(at('ann'), { do: 'resubscribe' });
    const run = await sync(office);
    expect(await flagOf('Ann')).toBe(false);
    const undone = await undo(office, run);
    expect(await flagOf('Ann')).toBe(true);
    expect(await office.members()).toMatchObject({ [at('ann')]: 'subscribed' });
    await expectUndoneToStand(office);
    expect(await flagOf('Ann')).toBe(true);

    await undo(office, undone);
    expect(await flagOf('Ann')).toBe(false);
    await expectUndoneToStand(office);
  });
});

describe('undoing the removal of somebody whose flag "no bulk e-mail" was set for another audience', () => {
  let office: Office;
  beforeEach(async () => {
    office = await openOffice(
      [
        { first: 'Ann', status: 'subscribed' },
        { first: 'Bob', status: 'subscribed' },
      ],
      {
        audiences: 2,
      },
    );
  });
  afterEach(() => office.world.close());

  test('is told as undone, and by the next runs as well', async () => {
    await office.play(at('ann'), { do: 'unsubscribe', by: 'admin' });
    await office.run('News');
    const run = await runOf(office);
    await office.play(at('ann'), { do: 'unsubscribe' }, 'Offers');
    await office.run('Offers');
    expect((await office.contact('Ann'))['donotbulkemail']).toBe(true);

    await undo(office, run);
    expect(await office.onList()).toEqual(['Ann', 'Bob']);
    expect((await office.reasons())[at('ann')]).toBe('undone');
    await expectUndoneToStand(office);
    expect((await office.reasons())[at('ann')]).toBe('undone');
  });
});
