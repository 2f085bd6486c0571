/** An audience that is in sync with its list, and what people do on either side to tags, interests and further lists. */

import { startWorld, type World } from '../../world';

export const audienceName = 'Labelled';
export const mailchimpId = '1abe11ed01';
export const lists = {
  main: '0be00000-0000-4000-8000-0000000001f1',
  guests: '0be00000-0000-4000-8000-0000000001f2',
  press: '0be00000-0000-4000-8000-0000000001f3',
  leads: '0be00000-0000-4000-8000-0000000001f4',
};
export const listNames: Record<keyof typeof lists, string> = {
  main: 'Subscribers',
  guests: 'Guests',
  press: 'Journalists',
  leads: 'Prospects',
};

export const addressOf = (index: number) => `person.${index}@labels.example`;

export interface LabelledSeed {
  size: number;
  tags?: (index: number) => string[];
  interests?: (index: number) => string[];
  categories?: { title: string; interests: string[] }[];
  /** People who are contacts and nothing else, numbered from `size` on. */
  strangers?: number;
  /** Who is on a further list from the beginning. */
  guests?: number[];
  press?: number[];
  columns?: Record<string, unknown>;
}

export interface LabelledWorld extends World {
  run(full?: boolean): ReturnType<World['sync']>;
  play(index: number, deed: object): Promise<void>;
  /** The text of tags as somebody types it on the row of an audience member. */
  editTags(index: number, text: string | null): Promise<void>;
  textOf(index: number): Promise<string | null>;
  reasonOf(index: number): Promise<number | null>;
  tagsInMailchimp(index: number): Promise<string[]>;
  hasInterest(index: number, name: string): Promise<boolean>;
  statusOf(index: number): Promise<string | null>;
  onList(list: keyof typeof lists): Promise<number[]>;
  putOn(list: keyof typeof lists, ...indexes: number[]): Promise<void>;
  takeOff(list: keyof typeof lists, ...indexes: number[]): Promise<void>;
  /** Without any event, as after an outage. */
  takeOffUnseen(list: keyof typeof lists, ...indexes: number[]): Promise<void>;
  merge(survivor: number, other: number): Promise<void>;
  /** Ties a tag or interest to a further list, as its form does. */
  tieLabel(
    table: 'mcs_tag' | 'mcs_interest',
    name: string,
    list: keyof typeof lists | null,
    newcomers?: boolean,
  ): Promise<void>;
  sentenceOf(table: 'mcs_tag' | 'mcs_interest', name: string): Promise<string | null>;
  patch(path: string, columns: Record<string, unknown>): Promise<void>;
}

/** After the first run. */
export async function startLabelledWorld(seed: LabelledSeed): Promise<LabelledWorld> {
  const world = await startWorld();
  world.clock.set(new Date('2026-03-01T08:00:00Z'));
  const indexes = Array.from({ length: seed.size }, (_, index) => index);
  const everybody = Array.from({ length: seed.size + (seed.strangers ?? 0) }, (_, index) => index);
  const membersOf = (among: number[]) =>
    among.map((index) => ({ email: addressOf(index), addedOn: '2026-01-01T09:00:00Z' }));
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'labels',
          name: 'Labels Ltd',
          key: 'stand-in-us1',
          audiences: [
            {
              id: mailchimpId,
              name: audienceName,
              interest_categories: seed.categories ?? [],
              members: indexes.map((index) => ({
                email_address: addressOf(index),
                status: 'subscribed',
                merge_fields: { FNAME: 'Person', LNAME: `${index}` },
                tags: seed.tags?.(index) ?? [],
                interests: seed.interests?.(index) ?? [],
                timestamp_opt: '2026-01-01T09:00:00Z',
                last_changed: '2026-01-01T09:00:00Z',
              })),
            },
          ],
        },
      ],
    },
    dataverse: {
      contacts: everybody.map((index) => ({
        firstname: 'Person',
        lastname: `${index}`,
        emailaddress1: addressOf(index),
        createdon: '2025-01-01T09:00:00Z',
      })),
      lists: [
        { listid: lists.main, listname: listNames.main, createdfromcode: 2, members: membersOf(indexes) },
        { listid: lists.guests, listname: listNames.guests, createdfromcode: 2, members: membersOf(seed.guests ?? []) },
        { listid: lists.press, listname: listNames.press, createdfromcode: 2, members: membersOf(seed.press ?? []) },
        { listid: lists.leads, listname: listNames.leads, createdfromcode: 4, members: [] },
      ],
    },
  });
  await world.tie(audienceName, listNames.main, seed.columns ?? {});
  await world.sync(audienceName);
  world.clock.advance(24 * 60 * 60);

  const api = `${world.dataverseUrl}/api/data/v9.2`;
  const mailchimp = () => world.services.mailchimp('MAILCHIMP_API_KEY');
  const contacts = new Map(
    (await world.get<{ contactid: string; emailaddress1: string }>('contacts?$select=contactid,emailaddress1')).map(
      (contact) => [contact.emailaddress1, contact.contactid],
    ),
  );
  const contactOf = (index: number) => contacts.get(addressOf(index)) ?? '';
  const indexOf = new Map(everybody.map((index) => [contactOf(index), index]));
  const rowOf = async (index: number) =>
    (
      await world.get<{ mcs_audiencememberid: string; mcs_tags: string | null; mcs_reason: number }>(
        `mcs_audiencemembers?$select=mcs_audiencememberid,mcs_tags,mcs_reason&$filter=mcs_name eq '${addressOf(index)}'`,
      )
    )[0];
  const labelOf = async (table: 'mcs_tag' | 'mcs_interest', name: string) =>
    (
      await world.get<Record<string, string | null>>(
        `${table}s?$select=${table}id,mcs_statussentence&$filter=mcs_name eq '${name}'`,
      )
    )[0];
  const moveUnseen = async (action: string, list: keyof typeof lists, people: number[]) => {
    world.clock.advance(60);
    await world.send('POST', `${api}/${action}`, {
      List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: lists[list] },
      Members: people.map((index) => ({
        '@odata.type': 'Microsoft.Dynamics.CRM.contact',
        contactid: contactOf(index),
      })),
    });
  };
  const changeList = async (action: string, list: keyof typeof lists, people: number[]) => {
    await moveUnseen(action, list, people);
    // What the function marketing-list-changed stores.
    await world.services.crm.saveListEvents(
      people.map((index) => ({
        marketingListId: lists[list],
        personId: contactOf(index),
        personType: 'contact' as const,
        kind: action.startsWith('Add') ? ('added' as const) : ('removed' as const),
        occurredOn: world.clock.now().toISOString(),
        byUserId: contactOf(index),
        operationId: `0e000000-0000-4000-8000-${String(Math.floor(world.clock.now().getTime() / 1000)).padStart(12, '0')}`,
      })),
    );
  };
  return {
    ...world,
    run: async (full = false) => {
      world.clock.advance(60 * 60);
      return world.sync(audienceName, { full });
    },
    play: async (index, deed) => {
      world.clock.advance(60);
      await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
        audience: audienceName,
        email: addressOf(index),
        ...deed,
      });
    },
    editTags: async (index, text) => {
      world.clock.advance(60);
      const row = await rowOf(index);
      await world.send('PATCH', `${api}/mcs_audiencemembers(${row?.mcs_audiencememberid})`, { mcs_tags: text });
    },
    textOf: async (index) => (await rowOf(index))?.mcs_tags ?? null,
    reasonOf: async (index) => (await rowOf(index))?.mcs_reason ?? null,
    tagsInMailchimp: async (index) => {
      const member = await mailchimp().member(mailchimpId, addressOf(index));
      const tags = member ? await mailchimp().tagsOfMember(mailchimpId, member.id) : null;
      return (tags ?? []).toSorted();
    },
    hasInterest: async (index, name) => {
      const interest = (await mailchimp().interests(mailchimpId)).find((one) => one.name === name);
      const member = await mailchimp().member(mailchimpId, addressOf(index));
      return member?.interests?.[interest?.interestId ?? ''] ?? false;
    },
    statusOf: async (index) => (await mailchimp().member(mailchimpId, addressOf(index)))?.status ?? null,
    onList: async (list) => {
      const members = await world.get<{ _entityid_value: string }>(
        `listmembers?$select=_entityid_value&$filter=_listid_value eq ${lists[list]}`,
      );
      return members.map((member) => indexOf.get(member._entityid_value) ?? -1).toSorted((one, other) => one - other);
    },
    putOn: (list, ...people) => changeList('AddListMembersList', list, people),
    takeOff: (list, ...people) => changeList('RemoveListMembersList', list, people),
    takeOffUnseen: (list, ...people) => moveUnseen('RemoveListMembersList', list, people),
    merge: async (survivor, other) => {
      world.clock.advance(60);
      const entity = (index: number) => ({
        '@odata.type': 'Microsoft.Dynamics.CRM.contact',
        contactid: contactOf(index),
      });
      await world.send('POST', `${api}/Merge`, {
        Target: entity(survivor),
        Subordinate: entity(other),
        PerformParentingChecks: false,
      });
    },
    tieLabel: async (table, name, list, newcomers = false) => {
      const label = await labelOf(table, name);
      await world.send('PATCH', `${api}/${table}s(${label?.[`${table}id`]})`, {
        'mcs_marketinglistid@odata.bind': list === null ? null : `/lists(${lists[list]})`,
        mcs_subscribestrangers: newcomers,
      });
    },
    sentenceOf: async (table, name) => (await labelOf(table, name))?.['mcs_statussentence'] ?? null,
    patch: async (path, columns) => {
      await world.send('PATCH', `${api}/${path}`, columns);
    },
  };
}

/** A further full run finds nothing that is not in step. */
export async function expectRest(world: LabelledWorld): Promise<void> {
  const { mailchimp, dataverse, status } = await world.run(true);
  expect({ status, mailchimp: mailchimp.writes, dataverse: dataverse.writes }).toEqual({
    status: expect.stringMatching(/^completed/),
    mailchimp: 0,
    dataverse: 0,
  });
}
