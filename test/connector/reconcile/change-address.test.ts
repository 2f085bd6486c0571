import { changeAddress, type ChangedAddress, type Occupant } from '../../../connector/reconcile/change-address';
import type { MemberStatus } from '../../../connector/reconcile/situation';

const old = 'old@contoso.example';
const inCrm = 'crm@contoso.example';
const inMailchimp = 'mailchimp@contoso.example';
const base = { column: 'emailaddress1', address: old };

const changed = (told: Partial<ChangedAddress> = {}) =>
  changeAddress({
    base,
    isOwn: false,
    inCrm: old,
    member: { address: old, status: 'subscribed' },
    changedOn: { crm: '2026-01-02T00:00:00Z', mailchimp: '2026-01-02T00:00:00Z' },
    direction: 'both',
    isOfAnother: false,
    occupant: 'nobody',
    ...told,
  });

const member = (address: string, status: MemberStatus = 'subscribed') => ({ member: { address, status } });
const settled = { do: 'nothing', base: null, reason: null };
const pinned = (reason: string | null = null) => ({ do: 'nothing', base, reason });

describe('changed in Dynamics 365', () => {
  test.each<[MemberStatus, unknown]>([
    ['subscribed', { do: 'rename', to: inCrm, base }],
    ['pending', pinned()],
    ['unsubscribed', settled],
    ['cleaned', settled],
    ['archived', settled],
    ['transactional', settled],
  ])('a member that is %s', (status, expected) => {
    expect(changed({ inCrm, ...member(old, status) })).toEqual(expected);
  });

  test.each<[Occupant, unknown]>([
    ['nobody', { do: 'rename', to: inCrm, base }],
    ['subscribed', { do: 'fold', restore: false, base }],
    ['free', { do: 'fold', restore: true, base }],
    ['barred', { do: 'fold', restore: false, base }],
    ['waiting', pinned()],
    ['of-another', pinned('shared-address')],
  ])('to an address whose occupant is %s', (occupant, expected) => {
    expect(changed({ inCrm, occupant })).toEqual(expected);
  });

  test('only in case is no change', () => expect(changed({ inCrm: old.toUpperCase() })).toEqual(settled));
  test('to blank is waited out', () => expect(changed({ inCrm: null })).toEqual(pinned()));
  test('and standing in another column is no change', () => expect(changed({ inCrm, isOwn: true })).toEqual(settled));
  test('of a member whose column nobody knows is no change', () =>
    expect(changed({ inCrm, base: null })).toEqual(settled));
  test('is not carried to Mailchimp where only Dynamics 365 is written', () =>
    expect(changed({ inCrm, direction: 'to-crm' })).toEqual(pinned()));
  test('to one that was refused is not sent again', () => {
    const refused = { ...base, refused: inCrm };
    expect(changed({ inCrm, base: refused })).toEqual({ do: 'nothing', base: refused, reason: 'address-refused' });
    expect(changed({ inCrm: 'right@contoso.example', base: refused })).toMatchObject({ do: 'rename' });
  });
});

describe('changed in Mailchimp', () => {
  const rewritten = { do: 'rewrite', column: 'emailaddress1', to: inMailchimp, base };

  test.each<[MemberStatus, unknown]>([
    ['subscribed', rewritten],
    ['pending', rewritten],
    ['unsubscribed', rewritten],
    ['cleaned', settled],
    ['archived', settled],
  ])('by a member that is %s', (status, expected) => {
    expect(changed(member(inMailchimp, status))).toEqual(expected);
  });

  test('to one of another record is only told', () =>
    expect(changed({ ...member(inMailchimp), isOfAnother: true })).toEqual(pinned('shared-address')));
  test('is not carried over where only Mailchimp is written', () =>
    expect(changed({ ...member(inMailchimp), direction: 'to-mailchimp' })).toEqual(pinned()));
  test('while the column was emptied fills nothing', () =>
    expect(changed({ ...member(inMailchimp), inCrm: null })).toEqual(pinned()));
});

describe('changed on both sides', () => {
  const both = { inCrm, ...member(inMailchimp) };
  const dates = (crm: string | null, mailchimp: string | null) => ({ changedOn: { crm, mailchimp } });

  test.each([
    ['Mailchimp later', dates('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'), 'rewrite'],
    ['Dynamics 365 later', dates('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'), 'rename'],
    ['at the same time', dates('2026-01-01T00:00:00Z', '2026-01-01T00:00:00+00:00'), 'rename'],
    ['nobody knows when', dates(null, '2026-01-01T00:00:00Z'), 'rename'],
  ])('%s', (_, told, move) => expect(changed({ ...both, ...told })).toMatchObject({ do: move }));
});

describe('after an undo', () => {
  const undone = { ...base, undone: inCrm };
  const stands = { do: 'nothing', base: undone, reason: 'undone' };

  test("a member that got its old address back keeps it, as long as the record's is the same", () => {
    expect(changed({ base: undone, inCrm })).toEqual(stands);
  });

  test('a record that got its old address back keeps it, as long as the member has the same', () => {
    expect(changed({ base: undone, ...member(inCrm) })).toEqual(stands);
  });

  test('another address in the record is carried over', () => {
    const to = 'third@contoso.example';
    expect(changed({ base: undone, inCrm: to })).toEqual({ do: 'rename', to, base: undone });
  });

  test('another address of the member is carried over', () => {
    const to = 'third@contoso.example';
    expect(changed({ base: undone, ...member(to) })).toMatchObject({ do: 'rewrite', to });
  });

  test('both the same again is over', () => expect(changed({ base: undone })).toEqual(settled));
});
