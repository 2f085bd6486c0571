import { why } from '../../../connector/sync/why';
import { sampleIds, sampleNames, sampleSeed } from '../../../sandbox/seeds/sample';
import { startWorld, type World } from '../../world';

describe('the story of one person', () => {
  let world: World;
  let ids: Record<string, string>;
  beforeAll(async () => {
    world = await startWorld();
    world.clock.set(new Date('2026-01-10T09:00:00Z'));
    const { history: _, ...seed } = sampleSeed('contact');
    await world.seed(seed);
    await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
      audience: sampleNames.newsletter,
      email: 'barney.rubble@flintstone.example',
      by: 'person',
      do: 'unsubscribe',
      at: '2026-01-02T10:00:00Z',
    });
    await world.tie(sampleNames.newsletter, sampleNames.newsletterList);
    await world.sync(sampleNames.newsletter);
    const contacts = await world.get<{ contactid: string; firstname: string }>('contacts?$select=contactid,firstname');
    ids = Object.fromEntries(contacts.map((one) => [one.firstname, one.contactid]));
    await world.services.crm.saveListEvents([
      {
        marketingListId: sampleIds.newsletterList,
        personId: ids['Barney'] ?? '',
        personType: 'contact',
        kind: 'added',
        occurredOn: '2026-01-01T09:00:00Z',
        byUserId: ids['Barney'] ?? '',
        operationId: '0e000000-0000-4000-8000-0000000000aa',
      },
    ]);
  });
  afterAll(() => world.close());

  const told = async (address: string) => why(world.services, await world.audience(sampleNames.newsletter), address);
  const story = async (address: string) => (await told(address)).lines;

  test('Barney unsubscribed: everything in order, with the reason and what can be done', async () => {
    expect(await story('Barney.Rubble@flintstone.example')).toEqual([
      'Barney.Rubble@flintstone.example in Newsletter, tied to Newsletter readers. Times are UTC.',
      '',
      'Now',
      '  Mailchimp: unsubscribed since 2 Jan 2026 10:00, by the person.',
      expect.stringMatching(/^ {2}Dynamics 365: contact Barney Rubble, active.*; not on the list\.$/),
      'As the last run left it',
      '  Mailchimp: unsubscribed since 2 Jan 2026 10:00, by the person.',
      '  Dynamics 365: not on the list since 10 Jan 2026 09:00.',
      'What happened',
      '  1 Dec 2025 08:00: record created in Dynamics 365.',
      '  20 Dec 2025 09:00: signed up in Mailchimp.',
      '  1 Jan 2026 09:00: added to the list.',
      '  2 Jan 2026 10:00: unsubscribed in Mailchimp, by the person.',
      '  10 Jan 2026 09:00: not on the list any more, as a run found or made it.',
      'Remembered',
      '  A no: unsubscribed on 2 Jan 2026 10:00, first seen by a run on 10 Jan 2026 09:00.',
      'Decided',
      '  In sync: Mailchimp changed last, so the marketing list followed.',
      '  Rule: both sides moved, or the person was new: the later date wins, Dynamics 365 on a tie.',
      'Last runs',
      '  10 Jan 2026 09:00: Full, Completed. Both sides agree.',
    ]);
  });

  test('says what is now, not only what a run has seen', async () => {
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${ids['Wilma']})`, {
      donotbulkemail: true,
    });
    const lines = await story('wilma.flintstone@flintstone.example');
    expect(lines).toContainEqual(
      expect.stringMatching(/contact Wilma Flintstone, active, no bulk e-mail; on the list since 5 Jan/),
    );
  });

  test('an address that nobody knows is one sentence', async () => {
    expect(await story('nobody@flintstone.example')).toEqual([
      'nobody@flintstone.example is not known in Newsletter: no member in Mailchimp has it, nobody in Dynamics 365 has it, and no run has seen it.',
    ]);
    expect(await told('nobody@flintstone.example')).toMatchObject({ isKnown: false });
    expect(await told('wilma.flintstone@flintstone.example')).toMatchObject({ isKnown: true });
  });

  test('whom a sync subscribed did not sign up', async () => {
    const lines = await story('betty.rubble@flintstone.example');
    expect(lines).toContainEqual(expect.stringMatching(/: added to Mailchimp by a sync\.$/));
    expect(lines.join('\n')).not.toContain('signed up');
  });

  test('changes nothing', async () => {
    const before = await world.get('mcs_audiencemembers?$select=modifiedon,versionnumber');
    const runs = await world.get('mcs_syncruns?$select=mcs_name');
    await story('wilma.flintstone@flintstone.example');
    expect(await world.get('mcs_audiencemembers?$select=modifiedon,versionnumber')).toEqual(before);
    expect(await world.get('mcs_syncruns?$select=mcs_name')).toEqual(runs);
  });
});
