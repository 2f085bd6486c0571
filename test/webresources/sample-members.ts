/** The members of an audience as the runs leave them: somebody for each outcome, and as many others as a test asks for. */
import { choices } from '../../webresources/schema.generated';
import type { FakeRow } from './fake-web-api';

const { mcs_memberstatus: status, mcs_outcome: outcome, mcs_persontype: personType, mcs_reason: reason } = choices;

export function addMembers(tables: Record<string, FakeRow[]>, others = 0): void {
  const audience = tables['mcs_audiences']?.find((row) => row['mcs_audienceid'] === 'a-partners') ?? {};
  Object.assign(audience, {
    mcs_reasoncounts: JSON.stringify({ agreed: 2 + others, 'said-no': 1, 'no-address': 1, 'address-refused': 1 }),
    mcs_resubscriberule: choices.mcs_resubscriberule['leave-out'],
  });
  const account = tables['mcs_accounts']?.[0] ?? {};
  account['mcs_datacentre'] = 'us1';
  tables['mcs_audiencemembers'] = [
    member('m-wilma', 'Wilma Flint', 'wilma@example.com', 'c-wilma', {
      mcs_memberstatus: status.unsubscribed,
      mcs_mailchimpchangedon: '2026-01-02T10:00:00Z',
      mcs_onlist: true,
      mcs_listchangedon: '2026-01-05T09:00:00Z',
      mcs_outcome: outcome['left-out'],
      mcs_reason: reason['said-no'],
      mcs_lastmailchimp: JSON.stringify({ status: 'unsubscribed', changedOn: '2026-01-02T10:00:00Z', by: 'person' }),
      mcs_consent: JSON.stringify({
        wasIn: true,
        no: { kind: 'unsubscribed', since: '2026-01-02T10:00:00Z', seenOn: '2026-01-03T08:00:00Z' },
      }),
      mcs_tags: '; VIP; Press;',
      mcs_webid: '123456',
      _mcs_lastrunid_value: 'r-donors',
      createdon: '2025-12-01T08:00:00Z',
    }),
    member('m-barney', 'Barney Stone', 'barney@example.com', 'c-barney', { mcs_onlist: true }),
    member('m-hidden', 'Carla Diaz', 'carla@example.com', 'c-carla', { mcs_onlist: true }),
    member('m-noaddress', 'Fred Quarry', 'Fred Quarry', 'c-fred', {
      mcs_memberstatus: status.absent,
      mcs_onlist: true,
      mcs_outcome: outcome['left-out'],
      mcs_reason: reason['no-address'],
    }),
    {
      ...member('m-stranger', '', 'stranger@example', null, {
        mcs_outcome: outcome.attention,
        mcs_reason: reason['address-refused'],
      }),
    },
    ...Array.from({ length: others }, (_, index) =>
      member(`m-${index}`, `Person ${index}`, `person-${String(index).padStart(6, '0')}@example.com`, `c-${index}`, {
        mcs_onlist: true,
      }),
    ),
  ];
  tables['contacts'] = [
    contact('c-wilma', 'Wilma Flint', 'wilma@example.com'),
    contact('c-wilma-2', 'Wilma Flint-Stone', 'wilma@example.com'),
    contact('c-barney', 'Barney Stone', 'barney@example.com'),
    contact('c-fred', 'Fred Quarry', null),
    ...Array.from({ length: others }, (_, index) => contact(`c-${index}`, `Person ${index}`, null)),
  ];
  tables['leads'] = [];
}

function member(id: string, name: string, row: string, contactId: string | null, more: FakeRow): FakeRow {
  return {
    mcs_audiencememberid: id,
    mcs_name: row,
    mcs_personname: name === '' ? null : name,
    _mcs_audienceid_value: 'a-partners',
    mcs_personid: contactId,
    mcs_persontype: contactId === null ? null : personType.contact,
    _mcs_contactid_value: contactId,
    mcs_memberstatus: status.subscribed,
    mcs_mailchimpchangedon: '2026-01-01T09:00:00Z',
    mcs_onlist: false,
    mcs_outcome: outcome['in-sync'],
    mcs_reason: reason.agreed,
    ...more,
  };
}

const contact = (contactid: string, fullname: string, emailaddress1: string | null): FakeRow => ({
  contactid,
  fullname,
  emailaddress1,
});
