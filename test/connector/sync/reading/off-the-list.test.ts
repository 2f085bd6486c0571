/** People who were taken off the list, stay subscribed because only their tag was taken away, and change their mind later. */

import { choices } from '../../../../connector/dataverse/schema.generated';
import { bringForward } from '../../../../connector/sync/requests/bring-forward';
import { closeShared, own } from '../../../conformance/shared';
import { contactIdOf, Tie, today, yesterday, type People } from '../../../conformance/tie';

afterAll(closeShared);

// Fifteen, so that one who leaves stays below the limit.
const people: People = Object.fromEntries(
  Array.from({ length: 15 }, (_, index) => [
    `Left ${index}`,
    { list: { on: today }, members: [{ status: 'subscribed', at: yesterday }] },
  ]),
);
const hour = 60 * 60;

const startWithSomebodyOff = async (): Promise<Tie> => {
  const tie = await own(() => Tie.start(people, { columns: { mcs_removalrule: choices.mcs_removalrule.untag } }));
  await tie.sync();
  tie.later(hour);
  await tie.takeOff(['Left 1', 'Left 2']);
  for (let runs = 0; runs < 3; runs += 1) {
    await tie.sync();
    tie.later(hour);
  }
  expect(await tie.statusOf('Left 1')).toBe('subscribed');
  return tie;
};

test.each([{ donotbulkemail: true }, { donotemail: true }])(
  'whoever opts out (%j) is unsubscribed by the run that the change brings forward',
  async (optOut) => {
    const tie = await startWithSomebodyOff();
    await tie.changeContact('Left 1', optOut);
    tie.later(3);
    const hint = { of: 'people', type: 'contact', personIds: [contactIdOf('Left 1')] } as const;
    const brought = [await bringForward(tie.services, [hint, hint]), await bringForward(tie.services, [hint])].flat();
    expect(new Set(brought.map(({ runId }) => runId)).size).toBe(1);
    await tie.finish(brought[0]?.runId ?? '');
    expect(await tie.statusOf('Left 1')).toBe('unsubscribed');
    expect(await tie.statusOf('Left 2')).toBe('subscribed');
  },
);

test('whoever opts out is unsubscribed by the next run, even if nothing told of it', async () => {
  const tie = await startWithSomebodyOff();
  const { watermarks } = await tie.audience();
  await tie.changeContact('Left 1', { donotbulkemail: true });
  tie.later(hour);
  await tie.sync();
  expect(await tie.statusOf('Left 1')).toBe('unsubscribed');
  // Without reading everybody.
  expect((await tie.audience()).watermarks?.full).toBe(watermarks?.full);
  tie.later(hour);
  expect((await tie.sync()).writes).toEqual({ mailchimp: 0, dataverse: 0 });
});

test('whoever is unsubscribed, or did not change, is not asked for', async () => {
  const tie = await startWithSomebodyOff();
  const { id } = await tie.audience();
  const changed = async (since: Date) =>
    (await tie.services.crm.mailableRowsOffList(id, 'contact', since.toISOString())).map(({ personId }) => personId);
  const before = tie.world.clock.now();
  await tie.changeContact('Left 1', { firstname: 'Other' });
  await tie.changeContact('Left 3', { firstname: 'Other' });
  expect(await changed(before)).toEqual([contactIdOf('Left 1')]);
  expect(await tie.services.crm.mailableRowsOffList(id, 'lead', before.toISOString())).toEqual([]);
  await tie.play('Left 1', { do: 'unsubscribe' });
  await tie.sync();
  expect(await changed(before)).toEqual([]);
});
