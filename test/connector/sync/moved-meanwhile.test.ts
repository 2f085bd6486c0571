import type { NewMember } from '../../../connector/mailchimp/port';
import type { Services } from '../../../connector/sync/run/services';
import { closeShared, own } from '../../conformance/shared';
import { addressOf, contactIdOf, Tie, today, yesterday, type People } from '../../conformance/tie';

afterAll(closeShared);

const everybody: People = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [
    `M-${index}`,
    { list: { on: today }, members: [{ status: 'subscribed', at: yesterday }] },
  ]),
);

/** What happens once the plan is made and before the first of it is written. */
function whenPlanned(services: Services, act: () => Promise<void>): Services {
  const { documents } = services.storage;
  let happened = false;
  const write = async (path: string, value: unknown) => {
    await documents.write(path, value);
    if (happened || !/^runs\/[^/]+\/state\.json$/.test(path)) return;
    happened = true;
    await act();
  };
  return { ...services, storage: { ...services.storage, documents: { ...documents, write } } };
}

describe('a run that has read for minutes', () => {
  let tie: Tie;
  beforeEach(async () => {
    tie = await own(() => Tie.start({ ...everybody, N: {} }));
    await tie.sync();
    tie.later(3600);
  });

  test('subscribes nobody who said meanwhile that they want no mail', async () => {
    await tie.putOn('N');
    const services = whenPlanned(tie.services, async () => {
      tie.later(180);
      await tie.changeContact('N', { donotbulkemail: true });
    });
    await tie.sync('sync', services);
    expect(await tie.statusOf('N')).toBe('absent');
    tie.later(60);
    expect(await tie.sync()).toMatchObject({ status: 'completed' });
    expect([await tie.statusOf('N'), (await tie.rowOf('N'))?.reason]).toEqual(['absent', 'opted-out']);
  });

  test('subscribes nobody who was taken off the list meanwhile', async () => {
    await tie.putOn('N');
    const services = whenPlanned(tie.services, async () => {
      tie.later(180);
      await tie.takeOff(['N']);
    });
    await tie.sync('sync', services);
    tie.later(60);
    await tie.sync();
    expect(await tie.statusOf('N')).toBe('absent');
  });

  test('puts nobody on the list who unsubscribed meanwhile', async () => {
    await tie.play('N', { do: 'subscribe' });
    const services = whenPlanned(tie.services, async () => {
      tie.later(180);
      await tie.play('N', { do: 'unsubscribe' });
    });
    await tie.sync('sync', services);
    expect(await tie.isOnList('N')).toBe(false);
  });

  test('archives nobody, when that was approved, who is on the list again', async () => {
    const leaving = Array.from({ length: 15 }, (_, index) => `M-${index}`);
    await tie.takeOff(leaving);
    const held = await tie.request();
    await tie.finish(held);
    expect(await tie.report(held)).toMatchObject({ status: 'needs-approval' });
    const approval = await tie.services.crm.createRun({
      audienceId: (await tie.audience()).id,
      mode: 'sync',
      trigger: 'command',
      consentConfirmed: false,
      name: 'Approval',
      proposedSettings: JSON.stringify({ approve: held, people: 'all' }),
    });
    const services = whenPlanned(tie.services, async () => {
      tie.later(180);
      await tie.putOn('M-3');
    });
    await tie.finish(approval, services);
    expect(await tie.report(approval)).toMatchObject({ status: 'completed' });
    expect([await tie.statusOf('M-3'), await tie.statusOf('M-4')]).toEqual(['subscribed', 'archived']);
  });
});

test('somebody who opts out while an earlier part is written for minutes is not subscribed by a later one', async () => {
  const keys = Array.from({ length: 1_010 }, (_, index) => `C-${index}`);
  const tie = await own(() => Tie.start(Object.fromEntries(keys.map((key) => [key, { list: { on: today } }]))));
  let late: string | undefined;
  const { mailchimp } = tie;
  const addMembers = async (listId: string, members: NewMember[]) => {
    const answer = await mailchimp.addMembers(listId, members);
    if (late !== undefined) return answer;
    const added = new Set(members.map(({ address }) => address));
    late = keys.find((key) => !added.has(addressOf(key)));
    tie.later(180);
    await tie.changeContact(late ?? '', { donotbulkemail: true });
    return answer;
  };
  await tie.sync('sync', { ...tie.services, mailchimp: () => ({ ...mailchimp, addMembers }) });
  expect(late).toBeDefined();
  expect(await tie.statusOf(late ?? '')).toBe('absent');
  const subscribed = [...(await tie.members()).values()].filter(({ status }) => status === 'subscribed');
  expect(subscribed).toHaveLength(keys.length - 1);
  expect((await tie.onList()).has(contactIdOf(late ?? ''))).toBe(true);
});
