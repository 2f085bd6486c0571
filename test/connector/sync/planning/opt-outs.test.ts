import { choices } from '../../../../connector/dataverse/schema.generated';
import { openOffice, type Office } from '../office';

const flagOf = async (office: Office, first: string) => (await office.contact(first))['donotbulkemail'];
const subscribed = (...names: string[]) => names.map((first) => ({ first, status: 'subscribed' as const }));

describe('a no that was said in Mailchimp, as a flag in Dynamics 365', () => {
  test('by default is set once the person is out of all tied audiences, and cleared when they sign up again', async () => {
    const office = await openOffice(subscribed('Ann', 'Bob', 'Cleo'), { audiences: 2 });
    await office.play('ann@office.example', { do: 'unsubscribe' }, 'News');
    expect(await office.settle()).toMatchObject({ leaveList: 1, optOuts: 0 });
    expect(await flagOf(office, 'Ann')).toBe(false);

    await office.play('ann@office.example', { do: 'unsubscribe' }, 'Offers');
    const second = await office.run('Offers');
    expect(second.counts).toMatchObject({ plan: { optOuts: 1 } });
    expect(await flagOf(office, 'Ann')).toBe(true);
    await office.rest('Offers');
    await office.run('News', true);
    await office.rest('News');
    // The flag that a run set is no new word of the person's record, in neither audience.
    expect((await office.reasons('News'))['ann@office.example']).toBe('mailchimp-moved');
    expect((await office.reasons('Offers'))['ann@office.example']).toBe('mailchimp-moved');

    await office.play('ann@office.example', { do: 'resubscribe' }, 'News');
    await office.settle();
    expect(await flagOf(office, 'Ann')).toBe(false);
    expect(await office.onList(0)).toContain('Ann');
    await office.rest('Offers');
    await office.rest('News');
    expect(await flagOf(office, 'Ann')).toBe(false);
    expect((await office.members('Offers'))['ann@office.example']).toBe('unsubscribed');
    await office.world.close();
  });

  test.each([
    ['archived after it', 'archive', 'seen'],
    ['archived before anybody saw it', 'archive', 'unseen'],
    ['deleted after it', 'delete', 'seen'],
  ])('by default is not set for a no of somebody in another audience, %s', async (_, deed, no) => {
    const office = await openOffice(subscribed('Ann', 'Bob'), { audiences: 2 });
    await office.play('ann@office.example', { do: 'unsubscribe' }, 'News');
    if (no === 'seen') await office.settle();
    await office.play('ann@office.example', { do: deed }, 'News');
    office.later();
    await office.run('News', true);
    await office.rest('News');
    expect(await flagOf(office, 'Ann')).toBe(false);
    expect((await office.members('Offers'))['ann@office.example']).toBe('subscribed');
    await office.world.close();
  });

  test('is set at once where the rule says so, and takes nobody out of the other audience', async () => {
    const office = await openOffice(subscribed('Ann', 'Bob'), {
      audiences: 2,
      columns: { mcs_optoutrule: choices.mcs_optoutrule.once },
    });
    await office.play('ann@office.example', { do: 'unsubscribe' }, 'News');
    expect(await office.settle()).toMatchObject({ optOuts: 1 });
    expect(await flagOf(office, 'Ann')).toBe(true);
    await office.run('Offers');
    await office.rest('Offers');
    await office.rest('News');
    expect((await office.members('Offers'))['ann@office.example']).toBe('subscribed');
    await office.world.close();
  });

  describe('with people of every kind', () => {
    let office: Office;
    beforeAll(async () => {
      office = await openOffice(subscribed('Ann', 'Bob', 'Cleo', 'Dan', 'Eve', 'Fay', 'Gus', 'Hal', 'Ida'), {
        columns: { mcs_optoutrule: choices.mcs_optoutrule.once },
      });
    });
    afterAll(() => office.world.close());

    test('people who set it themselves keep it, whatever is said in Mailchimp', async () => {
      await office.change('Ann', { donotbulkemail: true });
      expect(await office.settle()).toMatchObject({ leaveMailchimp: 1, optOuts: 0 });
      expect((await office.reasons())['ann@office.example']).toBe('opted-out');
      await office.play('ann@office.example', { do: 'resubscribe' });
      await office.settle();
      expect(await flagOf(office, 'Ann')).toBe(true);
      expect((await office.members())['ann@office.example']).toBe('unsubscribed');
    });

    test('a flag that people clear after a no is not set again for the same no', async () => {
      await office.play('bob@office.example', { do: 'unsubscribe' });
      await office.settle();
      expect(await flagOf(office, 'Bob')).toBe(true);
      await office.change('Bob', { donotbulkemail: false });
      await office.run('News', true);
      await office.rest();
      expect(await flagOf(office, 'Bob')).toBe(false);
    });

    test('and set again by people it is theirs', async () => {
      await office.change('Bob', { donotbulkemail: true });
      await office.putOnList('Bob');
      await office.settle();
      expect((await office.reasons())['bob@office.example']).toBe('opted-out');
    });

    test('who was archived by an administrator while marked leaves the list once they are not any more', async () => {
      await office.change('Ida', { donotbulkemail: true });
      await office.play('ida@office.example', { do: 'archive', by: 'admin' });
      await office.settle();
      expect(await office.onList()).toContain('Ida');
      expect((await office.reasons())['ida@office.example']).toBe('opted-out');
      await office.change('Ida', { donotbulkemail: false });
      await office.settle();
      expect(await office.onList()).not.toContain('Ida');
      expect((await office.members())['ida@office.example']).toBe('archived');
    });

    test('a complaint counts, and is told as one', async () => {
      await office.play('cleo@office.example', { do: 'complain' });
      await office.settle();
      expect(await flagOf(office, 'Cleo')).toBe(true);
      await office.putOnList('Cleo');
      await office.settle();
      expect((await office.reasons())['cleo@office.example']).toBe('complained');
    });

    test('an unsubscribe by an administrator, a bounce and a removal from the list set nothing', async () => {
      await office.play('dan@office.example', { do: 'unsubscribe', by: 'admin' });
      await office.play('eve@office.example', { do: 'clean' });
      await office.takeOffList('Fay');
      expect(await office.settle()).toMatchObject({ optOuts: 0 });
      expect([await flagOf(office, 'Dan'), await flagOf(office, 'Eve'), await flagOf(office, 'Fay')]).toEqual([
        false,
        false,
        false,
      ]);
    });

    test('more of them than the limit allows wait, and the people leave the list all the same', async () => {
      const { id } = await office.world.audience('News');
      const limit = (people: number) =>
        office.world.send('PATCH', `${office.world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
          mcs_limitpeople: people,
          mcs_limitpercent: 0,
        });
      await limit(1);
      await office.play('gus@office.example', { do: 'unsubscribe' });
      await office.play('hal@office.example', { do: 'unsubscribe' });
      expect((await office.run()).status).toBe('needs-approval');
      expect(await office.onList()).not.toContain('Gus');
      expect([await flagOf(office, 'Gus'), await flagOf(office, 'Hal')]).toEqual([false, false]);
      await limit(1_000);
      await office.settle();
      expect([await flagOf(office, 'Gus'), await flagOf(office, 'Hal')]).toEqual([true, true]);
    });
  });

  test('is never set where the rule says so', async () => {
    const office = await openOffice(subscribed('Ann', 'Bob'), {
      columns: { mcs_optoutrule: choices.mcs_optoutrule.never },
    });
    await office.play('ann@office.example', { do: 'unsubscribe' });
    expect(await office.settle()).toMatchObject({ leaveList: 1, optOuts: 0 });
    expect(await flagOf(office, 'Ann')).toBe(false);
    await office.world.close();
  });
});
