/** Noes that something else hides: archiving, our own unsubscribe, a corrected address, the clock of the other side. */

import { choices } from '../../connector/dataverse/schema.generated';
import type { MemberChange } from '../../connector/mailchimp/port';
import type { Services } from '../../connector/sync/run/services';
import { closeShared, own } from './shared';
import { audienceId, contactIdOf, Tie, today, yesterday, type People } from './tie';

afterAll(closeShared);

const names = Array.from({ length: 12 }, (_, index) => `S-${index}`);
const subscribed: People = Object.fromEntries(
  names.map((name) => [name, { list: { on: today }, members: [{ status: 'subscribed', at: yesterday }] }]),
);
const ann = 'S-1';

interface Setting {
  columns?: Record<string, unknown>;
  mailchimp?: Record<string, unknown>;
  people?: People;
}

/** Synced once, an hour ago. */
async function synced({ columns = {}, mailchimp = {}, people = subscribed }: Setting = {}): Promise<Tie> {
  const tie = await own(() => Tie.start(people, { columns }));
  await tie.switches('mailchimp', mailchimp);
  await tie.sync();
  tie.later(3600);
  return tie;
}

/** Somebody does something right before the run's first write to Mailchimp. */
function withMeanwhile(services: Services, act: () => Promise<void>): Services {
  let isDone = false;
  return {
    ...services,
    mailchimp: (secret) => {
      const account = services.mailchimp(secret);
      const changeMembers = async (listId: string, changes: readonly MemberChange[]) => {
        if (!isDone) await act();
        isDone = true;
        return account.changeMembers(listId, changes);
      };
      return Object.assign(Object.create(account), { changeMembers });
    },
  };
}

const expectLeftOut = async (tie: Tie, name = ann) => {
  expect(await tie.statusOf(name)).not.toBe('subscribed');
  expect((await tie.rowOf(name))?.reason).toBe('said-no');
};

describe('a no that was said where nobody looked keeps the person out, whatever Mailchimp forgets', () => {
  const forgetful = { archiveForgetsCompliance: true, personUnsubscribeReversible: 'accepted' };

  test('between the reading and the archiving of somebody who left the list', async () => {
    const tie = await synced({ mailchimp: forgetful });
    await tie.takeOff([ann]);
    await tie.sync(
      'sync',
      withMeanwhile(tie.services, () => tie.play(ann, { do: 'unsubscribe' })),
    );
    tie.later(3600);
    await tie.putOn(ann);
    await tie.sync();
    await expectLeftOut(tie);
  });

  test('after we had unsubscribed the person, who signed up and unsubscribed again', async () => {
    const columns = { mcs_removalrule: choices.mcs_removalrule.unsubscribe };
    const tie = await synced({ columns, mailchimp: forgetful });
    await tie.takeOff([ann]);
    await tie.sync();
    tie.later(3600);
    await tie.play(ann, { do: 'subscribe' });
    tie.later(60);
    await tie.play(ann, { do: 'unsubscribe' });
    tie.later(3600);
    await tie.sync();
    await tie.putOn(ann);
    tie.later(3600);
    await tie.sync();
    await expectLeftOut(tie);
  });

  test('after we had archived the person, who signed up, unsubscribed and was archived again', async () => {
    const tie = await synced({ mailchimp: forgetful });
    await tie.takeOff([ann]);
    await tie.sync();
    tie.later(3600);
    await tie.play(ann, { do: 'subscribe' });
    tie.later(60);
    await tie.play(ann, { do: 'unsubscribe' });
    tie.later(60);
    await tie.play(ann, { do: 'archive', by: 'admin' });
    tie.later(3600);
    await tie.putOn(ann);
    await tie.sync();
    await expectLeftOut(tie);
  });

  test('since the run that is undone', async () => {
    const columns = { mcs_removalrule: choices.mcs_removalrule.unsubscribe };
    const tie = await synced({ columns, mailchimp: forgetful });
    await tie.takeOff([ann]);
    const run = await tie.request('sync');
    await tie.finish(run);
    tie.later(3600);
    await tie.play(ann, { do: 'subscribe' });
    tie.later(60);
    await tie.play(ann, { do: 'unsubscribe' });
    tie.later(60);
    const undo = await tie.services.crm.createRun({
      audienceId: (await tie.audience()).id,
      mode: 'undo',
      trigger: 'command',
      consentConfirmed: false,
      name: 'Undo',
      proposedSettings: JSON.stringify({ undo: run }),
    });
    await tie.finish(undo);
    expect(await tie.statusOf(ann)).toBe('unsubscribed');
    expect((await tie.services.crm.run(undo))?.sentence).toContain('1 person said no or is left out');
  });

  test('while the run that is undone archived the person', async () => {
    const tie = await synced({ mailchimp: forgetful });
    await tie.takeOff([ann]);
    const run = await tie.request('sync');
    await tie.finish(
      run,
      withMeanwhile(tie.services, () => tie.play(ann, { do: 'unsubscribe' })),
    );
    tie.later(3600);
    const undo = await tie.services.crm.createRun({
      audienceId: (await tie.audience()).id,
      mode: 'undo',
      trigger: 'command',
      consentConfirmed: false,
      name: 'Undo',
      proposedSettings: JSON.stringify({ undo: run }),
    });
    await tie.finish(undo);
    expect(await tie.statusOf(ann)).toBe('archived');
  });

  test('but somebody who merely was archived by us returns with the list', async () => {
    const tie = await synced({ mailchimp: forgetful });
    await tie.takeOff([ann]);
    await tie.sync();
    tie.later(3600);
    await tie.putOn(ann);
    await tie.sync();
    expect(await tie.statusOf(ann)).toBe('subscribed');
  });
});

describe('somebody whose member was archived before the first run, and who is on no list', () => {
  const archived: People = { ...subscribed, Old: { members: [{ status: 'archived', at: yesterday }] } };

  test('gets no flag for a no that nobody said', async () => {
    const tie = await synced({ people: archived });
    const [contact] = await tie.world.get<{ donotbulkemail: boolean }>(
      `contacts?$select=donotbulkemail&$filter=contactid eq ${contactIdOf('Old')}`,
    );
    expect(contact?.donotbulkemail).toBe(false);
  });

  test('is subscribed when put on the list, having never objected', async () => {
    const tie = await synced({ people: archived });
    await tie.putOn('Old');
    await tie.sync();
    expect(await tie.statusOf('Old')).toBe('subscribed');
  });

  test.each([
    ['unsubscribed', { do: 'unsubscribe' }, 'said-no'],
    ['never got the mail', { do: 'clean' }, 'bounced'],
  ])('is left out when put on the list, having %s before', async (_, deed, reason) => {
    const tie = await own(() =>
      Tie.start({ ...subscribed, Old: { members: [{ status: 'subscribed', at: yesterday }] } }),
    );
    await tie.switches('mailchimp', { archiveForgetsCompliance: true });
    await tie.play('Old', deed);
    tie.later(60);
    await tie.play('Old', { do: 'archive', by: 'admin' });
    await tie.sync();
    tie.later(3600);
    await tie.putOn('Old');
    await tie.sync();
    expect(await tie.statusOf('Old')).toBe('archived');
    expect((await tie.rowOf('Old'))?.reason).toBe(reason);
  });
});

test.each(['ask', 'subscribe'] as const)(
  'a corrected address answers no question that the person answered at another one (%s)',
  async (rule) => {
    const both = { list: { on: today }, members: [1, 2].map(() => ({ status: 'subscribed' as const, at: yesterday })) };
    const tie = await synced({
      people: { ...subscribed, Two: both },
      columns: { mcs_resubscriberule: choices.mcs_resubscriberule[rule] },
      mailchimp: { personUnsubscribeReversible: 'accepted' },
    });
    await tie.play('Two', { do: 'unsubscribe' }, 1);
    await tie.play('Two', { do: 'clean' });
    await tie.sync();
    tie.later(3600);
    await tie.changeContact('Two', { emailaddress1: 'two.new@mail.example' });
    await tie.sync();
    expect(await tie.statusOf('Two', 1)).toBe('unsubscribed');
    expect(await tie.mailchimp.member(audienceId, 'two.new@mail.example')).toBeNull();
    expect(await tie.isOnList('Two')).toBe(false);
  },
);

test('the clock of Dynamics 365 is an hour ahead: a place on the list from before the no answers nothing', async () => {
  const tie = await own(() =>
    Tie.start(subscribed, { columns: { mcs_resubscriberule: choices.mcs_resubscriberule.subscribe } }),
  );
  await tie.switches('dataverse', { clockOffsetSeconds: 3600 });
  await tie.switches('mailchimp', { personUnsubscribeReversible: 'accepted' });
  await tie.sync();
  tie.later(7200);
  await tie.createContact('New');
  await tie.putOn('New');
  tie.later(60);
  await tie.play('New', { do: 'subscribe' });
  tie.later(60);
  await tie.play('New', { do: 'unsubscribe' });
  tie.later(60);
  await tie.sync();
  await expectLeftOut(tie, 'New');
});

test.each(['sync', 'full'] as const)(
  'whom the service may not see any more stays on both sides, and is said to need attention (%s)',
  async (mode) => {
    const tie = await synced();
    const hide = (what: 'hide' | 'show') =>
      tie.world.send('POST', `${tie.world.dataverseUrl}/_sandbox/${what}`, { table: 'contact', id: contactIdOf(ann) });
    await hide('hide');
    await tie.play(ann, { do: 'edit', merge_fields: { LNAME: 'Renamed' } });
    const { status } = await tie.sync(mode);
    expect([status, await tie.statusOf(ann), await tie.isOnList(ann)]).toEqual([
      'completed-with-issues',
      'subscribed',
      true,
    ]);
    expect((await tie.rowOf(ann))?.reason).toBe('not-visible');
    await hide('show');
    tie.later(3600);
    expect((await tie.sync('full')).status).toBe('completed');
  },
);
