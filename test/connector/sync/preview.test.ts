import { choices } from '../../../connector/dataverse/schema.generated';
import type { World } from '../../world';
import { ask, changeList, contactIds, notesOf, person, play, startSteady, statusOf, steady } from './steady';

/** A generator of numbers that are the same for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

async function disturb(world: World, seed: number): Promise<void> {
  const next = random(seed);
  const url = `${world.dataverseUrl}/api/data/v9.2/contacts`;
  for (let index = 0; index < 12; index += 1) {
    const [id = ''] = await contactIds(world, [index]);
    switch (next(7)) {
      case 0:
        await changeList(world, 'Remove', [index]);
        break;
      case 1:
        await play(world, index, { by: 'person', do: 'unsubscribe' });
        break;
      case 2:
        await world.send('PATCH', `${url}(${id})`, { firstname: `Renamed ${seed}` });
        break;
      case 3:
        await play(world, index, {
          by: 'person',
          do: 'edit',
          merge_fields: { FNAME: 'Other', LNAME: `Last ${index}` },
        });
        break;
      case 4:
        await world.send('PATCH', `${url}(${id})`, { donotbulkemail: true });
        break;
      case 5:
        await play(world, 100 + index, { by: 'person', do: 'subscribe', merge_fields: { FNAME: 'New', LNAME: 'One' } });
        break;
      default:
    }
  }
}

/** What is created has another id every time. */
const linesOf = async (world: World, runId: string, name: string) => {
  const text = (await notesOf(world, runId, name)).join('');
  const created = text.split('\r\n').filter((line) => line.includes(',created '));
  const ids = created.flatMap((line) => line.match(/[0-9a-f-]{36}/g) ?? []);
  return ids
    .reduce((rest, id) => rest.replaceAll(id, 'new'), text)
    .split('\r\n')
    .toSorted();
};

describe('a preview', () => {
  test.each([1, 2, 3, 4])(
    'plans what the run then does when nothing moves, line for line (history %i)',
    async (seed) => {
      const world = await startSteady(12);
      await disturb(world, seed);
      const preview = await ask(world, 'preview', null);
      const run = await ask(world, 'full', null);
      const planOf = (counts: unknown) => (counts as { plan: unknown }).plan;
      expect(planOf(preview.counts)).toEqual(planOf(run.counts));
      expect(await linesOf(world, preview.id, 'what-would-happen')).toEqual(await linesOf(world, run.id, 'changes'));
      await world.close();
    },
  );

  describe('of settings that are not saved', () => {
    let world: World;
    beforeAll(async () => {
      world = await startSteady(30);
      await changeList(world, 'Remove', [0, 1, 2]);
    });
    afterAll(() => world.close());

    test('takes them in place of the saved ones, and leaves these alone', async () => {
      const before = await world.audience(steady.audience);
      const saved = await ask(world, 'preview', {});
      const changed = await ask(world, 'preview', { settings: { limits: { people: 1, percent: 0 } } });
      const other = await ask(world, 'preview', { settings: { removalRule: 'untag' } });
      expect(saved.counts).toMatchObject({ plan: { leaveMailchimp: 3, held: 0 } });
      expect(changed.counts).toMatchObject({ plan: { leaveMailchimp: 0, held: 3 } });
      expect(other.counts).toMatchObject({ plan: { leaveMailchimp: 0, held: 0 } });
      expect(await world.audience(steady.audience)).toEqual(before);
      expect(await statusOf(world, 0)).toBe('subscribed');
    });

    test('names what would wait', async () => {
      const preview = await ask(world, 'preview', { settings: { limits: { people: 1, percent: 0 } } });
      const [csv] = await notesOf(world, preview.id, 'what-would-happen');
      expect(csv).toContain(`${person(1).email},Mailchimp,archived (waits for approval)`);
    });

    test.each([
      [{ settings: { removalRule: 'shred' } }, /settings\.removalRule: must be one of archive, unsubscribe, untag/],
      [{ settings: { limits: { percent: 200 } } }, /settings\.limits\.percent/],
      [{ settings: { colour: 'blue' } }, /colour/],
      ['{"settings":', /The settings of this preview are wrong/],
    ])('says what is wrong with %j', async (proposed, sentence) => {
      const preview = await ask(world, 'preview', proposed);
      expect(preview).toMatchObject({ status: 'failed', sentence: expect.stringMatching(sentence) });
      expect((await world.audience(steady.audience)).syncStatus).toBe('synced');
    });

    test('of another list is that of a first run, and ties nothing', async () => {
      const created = await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/lists`, {
        listname: 'Another',
        createdfromcode: 2,
        type: false,
      });
      const listId = /\(([0-9a-f-]{36})\)/.exec(created.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
      const preview = await ask(world, 'preview', {
        settings: { trustOverride: 'mailchimp' },
        marketingListId: listId,
      });
      expect(preview).toMatchObject({ status: 'completed', counts: { plan: { join: 30 } } });
      expect(await world.audience(steady.audience)).toMatchObject({
        marketingListId: steady.listId,
        tieState: 'running',
      });
    });

    test('of an audience that is not tied yet', async () => {
      const { id } = await world.audience(steady.audience);
      await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
        mcs_tiestate: choices.mcs_tiestate['not-tied'],
        'mcs_marketinglistid@odata.bind': null,
      });
      const preview = await ask(world, 'preview', { settings: {}, marketingListId: steady.listId });
      expect(preview.status).toBe('completed');
      expect((await world.audience(steady.audience)).tieState).toBe('not-tied');
    });
  });
});
