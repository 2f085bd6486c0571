/** Who is who: rows I1 to I10. */

import { addressOf, contactIdOf, Tie, today, yesterday, type People } from './tie';
import { shared } from './shared';

const subscribed = { status: 'subscribed', at: yesterday } as const;
const withAddressOf = (key: string, more: Record<string, unknown> = {}) => ({
  contact: { emailaddress1: addressOf(key), ...more },
});

const people: People = {
  I1: { list: { on: today }, members: [subscribed] },
  'I1-without-member': { list: { on: today }, contact: { emailaddress1: null } },
  I2: { members: [subscribed] },
  I3: { contact: { emailaddress2: addressOf('I3') }, members: [subscribed] },
  I4: { ...withAddressOf('I4', { createdon: '2025-12-01T09:00:00Z' }), list: { on: today }, members: [subscribed] },
  'I4-older': withAddressOf('I4'),
  I5: {
    ...withAddressOf('I5', { createdon: '2025-12-01T09:00:00Z' }),
    list: { removed: '2026-01-10T09:00:00Z' },
    members: [subscribed],
  },
  'I5-older': withAddressOf('I5'),
  I6: { ...withAddressOf('I6', { createdon: '2025-05-01T09:00:00Z' }), members: [subscribed] },
  'I6-newer': withAddressOf('I6'),
  I8: { contact: null, members: [{ ...subscribed, names: { FNAME: 'Ida', LNAME: 'Eight' } }] },
  'I8-linked': { list: { on: today }, members: [subscribed] },
  'I8-pending': { contact: null, members: [{ status: 'pending', at: yesterday }] },
  'I8-unsubscribed': { contact: null, members: [{ status: 'unsubscribed', at: yesterday }] },
  'I9-other': { contact: null, members: [{ status: 'unsubscribed', at: yesterday }] },
};

/** After the first run. */
const identity = shared(async () => {
  const tie = await Tie.start(people, { columns: { mcs_limitpeople: 1_000 } });
  await tie.sync();
  tie.later(60 * 60);
  return tie;
});

const ownerOf = async (key: string) => (await (await identity()).rowOf(key))?.personId;

/** Ours keeps the rows, so that nobody is created again. */
export async function deactivatedThenDeleted(): Promise<void> {
  const tie = await identity();
  const both = ['I1', 'I1-without-member'];
  for (const key of both) await tie.changeContact(key, { statecode: 1 });
  await tie.sync();
  const reasonsOf = async () =>
    (await tie.rows())
      .filter(({ personId }) => both.map(contactIdOf).includes(personId ?? ''))
      .map(({ reason }) => reason);
  expect(await reasonsOf()).toEqual(['inactive', 'inactive']);
  expect(await tie.statusOf('I1')).toBe('archived');

  tie.later(60 * 60);
  for (const key of both) await tie.deleteContact(key);
  await tie.sync('full');
  expect(await reasonsOf()).toEqual(['deleted', 'deleted']);
  tie.later(60 * 60);
  expect((await tie.sync('full')).writes).toEqual({ mailchimp: 0, dataverse: 0 });
  expect(await tie.world.get(`contacts?$select=contactid&$filter=emailaddress1 eq '${addressOf('I1')}'`)).toEqual([]);
}

export async function oneOwner(): Promise<void> {
  expect(await ownerOf('I2')).toBe(contactIdOf('I2'));
}

export async function twiceTheSameAddress(): Promise<void> {
  expect(await ownerOf('I3')).toBe(contactIdOf('I3'));
}

export async function ownerOnTheList(): Promise<void> {
  expect(await ownerOf('I4')).toBe(contactIdOf('I4'));
}

export async function ownerWithHistory(): Promise<void> {
  expect(await ownerOf('I5')).toBe(contactIdOf('I5'));
}

export async function oldestOwner(): Promise<void> {
  expect(await ownerOf('I6')).toBe(contactIdOf('I6'));
}

/** Also where creating is switched off: the member stays as it is and is shown as left out. */
export const withoutCreation = shared(async () => {
  const tie = await Tie.start(
    {
      I7: { contact: null, members: [subscribed] },
      X11: { contact: null, members: [subscribed] },
      X17: { contact: null, members: [{ status: 'pending', at: yesterday }] },
    },
    { columns: { mcs_createpeople: false } },
  );
  await tie.sync();
  tie.later(60 * 60);
  return tie;
});

export async function nobodyOwns(): Promise<void> {
  const tie = await withoutCreation();
  expect(await tie.rowOf('I7')).toMatchObject({ personId: null, outcome: 'left-out', reason: 'creation-off' });
  expect(await tie.statusOf('I7')).toBe('subscribed');
  expect(await tie.world.get('contacts?$select=contactid')).toEqual([]);
}

export async function onlySubscribersAreCreated(): Promise<void> {
  const tie = await identity();
  const created = await tie.world.get<{ firstname: string; lastname: string }>(
    `contacts?$select=firstname,lastname&$filter=emailaddress1 eq '${addressOf('I8')}'`,
  );
  expect(created).toMatchObject([{ firstname: 'Ida', lastname: 'Eight' }]);
  for (const key of ['I8-pending', 'I8-unsubscribed']) {
    expect(await tie.world.get(`contacts?$select=contactid&$filter=emailaddress1 eq '${addressOf(key)}'`)).toEqual([]);
  }
  expect(await tie.rowOf('I8-linked')).toMatchObject({ personId: contactIdOf('I8-linked'), reason: 'agreed' });
}

export async function oneNewRow(): Promise<void> {
  const tie = await identity();
  const before = await tie.rows();
  await tie.createContact('I9');
  await tie.putOn('I9');
  await tie.sync();
  const after = await tie.rows();
  expect(after).toHaveLength(before.length + 1);
  expect(after.find(({ address }) => address === addressOf('I9-other'))).toEqual(
    before.find(({ address }) => address === addressOf('I9-other')),
  );
  expect(await tie.statusOf('I9')).toBe('subscribed');
}

export async function deletedBeforeTheRun(): Promise<void> {
  const tie = await identity();
  const before = await tie.rows();
  await tie.createContact('I10');
  await tie.putOn('I10');
  await tie.deleteContact('I10');
  await tie.sync('full');
  expect(await tie.rows()).toHaveLength(before.length);
}
