/** One history on the stage: its audiences, lists and people, and the hands that people lay on both sides. */

import { choices } from '../../connector/dataverse/schema.generated';
import type { MemberRow } from '../../connector/dataverse/port';
import type { Member } from '../../connector/mailchimp/port';
import type { History, Label } from './history';
import { Model, type Person } from './model';
import type { Stage } from './stage';

export interface Place {
  audienceId: string;
  audienceName: string;
  /** Mailchimp's id of the audience. */
  mailchimpId: string;
  listId: string;
  /** Another list, to which the audience may be tied instead. */
  otherListId: string;
  /** Lists that a tag and an interest are tied to. */
  further: Partial<Record<Label, string>>;
  interestId: string | null;
}

/** A contact or a lead. */
export interface PersonRecord {
  id: string;
  firstname: string | null;
  lastname: string | null;
  telephone1: string | null;
  emailaddress1: string | null;
  statecode: number;
  donotbulkemail: boolean;
  donotemail: boolean;
  merged: boolean;
}

/** What people are in Dynamics 365. */
const kinds = {
  contact: { type: 'contact', set: 'contacts', id: 'contactid', memberCode: 2, inactive: [1, 2] },
  lead: { type: 'lead', set: 'leads', id: 'leadid', memberCode: 4, inactive: [2, 4] },
} as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

export interface Scene {
  stage: Stage;
  model: Model;
  history: History;
  places: Place[];
  /** What happened, in words. */
  story: string[];
  kind: Kind;
  records(): Promise<PersonRecord[]>;
  recordOf(person: Person): Promise<PersonRecord | null>;
  onList(where: number): Promise<Set<string>>;
  membersOfList(listId: string): Promise<Set<string>>;
  rowsOf(where: number): Promise<MemberRow[]>;
  memberOf(person: Person, where: number): Promise<Member | null>;
  /** Archived ones included. */
  members(where: number): Promise<Member[]>;
  tell(sentence: string): void;
}

const namesOfZoe = {
  record: { firstname: 'Zoe', lastname: 'Stays' },
  member: { merge_fields: { FNAME: 'Zoe', LNAME: 'Stays' } },
};
const longAgo = {
  record: { createdon: '2025-01-01T09:00:00Z' },
  member: { timestamp_opt: '2026-01-01T09:00:00Z', last_changed: '2026-01-01T09:00:00Z' },
};
const start = Date.parse('2026-03-01T08:00:00Z');

export async function openScene(stage: Stage, history: History): Promise<Scene> {
  const number = stage.next();
  const domain = `c${number}.example`;
  const model = new Model(history.terms, history.people, domain);
  const kind = kinds[history.terms.type];
  stage.clock.set(new Date(start));
  stage.setAhead(history.terms.ahead);
  await stage.mailchimp('PATCH', 'switches', {
    archiveForgetsCompliance: history.terms.forgetful,
    personUnsubscribeReversible: history.terms.forgetful ? 'accepted' : 'refused',
  });
  await stage.mailchimp('DELETE', 'confirmations');

  // She stays on both sides whatever happens: a side that suddenly reads empty is followed by nobody.
  const zoe = guid(number, 99);
  const ids = history.people.map((_, index) => guid(number, index + 1));
  const hasLabels = history.terms.labels !== 'none';
  const labelsOfZoe = hasLabels ? { tags: ['VIP'], interests: ['Events'] } : {};
  const wheres = history.terms.audiences === 1 ? [0] : [0, 1];
  const places: Place[] = [];
  await stage.seed({
    mailchimp: {
      accounts: [
        {
          id: 'contoso00000000000000001',
          name: 'Contoso Ltd',
          key: 'stand-in-us1',
          audiences: wheres.map((where) => ({
            id: `${where}a${number.toString(16).padStart(8, '0')}`,
            name: `Audience ${number}.${where}`,
            double_optin: history.terms.doubleOptIn,
            interest_categories: hasLabels ? [{ title: 'Topics', interests: ['Events'] }] : [],
            members: [
              ...history.people.flatMap(({ member }, index) => firstMember(model, index, member[where] ?? 'absent')),
              {
                email_address: `zoe@${domain}`,
                status: 'subscribed',
                ...namesOfZoe.member,
                ...longAgo.member,
                ...labelsOfZoe,
              },
            ],
          })),
        },
      ],
    },
    dataverse: {
      [kind.set]: [
        ...history.people.flatMap(({ record }, index) => {
          const { name, addresses } = model.person(index);
          const names = { firstname: name, lastname: 'Old', emailaddress1: addresses[0] };
          return record ? [{ [kind.id]: ids[index], ...names, ...longAgo.record }] : [];
        }),
        { [kind.id]: zoe, ...namesOfZoe.record, emailaddress1: `zoe@${domain}`, ...longAgo.record },
      ],
      lists: wheres.flatMap((where) => [
        ...furtherLists(number, where).map(({ listid, listname }) => ({
          listid,
          listname,
          createdfromcode: kind.memberCode,
          members: [{ id: zoe, addedOn: '2026-01-01T09:00:00Z' }],
        })),
        {
          listid: guid(number, 200 + where),
          listname: `Other list ${number}.${where}`,
          createdfromcode: kind.memberCode,
          members: [
            { id: zoe, addedOn: '2026-01-01T09:00:00Z' },
            ...history.people.flatMap(({ record }, index) =>
              record && index % 2 === where ? [{ id: ids[index], addedOn: '2026-01-02T09:00:00Z' }] : [],
            ),
          ],
        },
        {
          listid: guid(number, 100 + where),
          listname: `List ${number}.${where}`,
          createdfromcode: kind.memberCode,
          members: [
            { id: zoe, addedOn: '2026-01-01T09:00:00Z' },
            ...history.people.flatMap(({ record, onList }, index) =>
              record && onList[where] ? [{ id: ids[index], addedOn: `2026-01-0${1 + (index % 3)}T09:00:00Z` }] : [],
            ),
          ],
        },
      ]),
    },
  });
  model.records.add(zoe);
  const story: string[] = [];
  for (const [index, { record, member, onList }] of history.people.entries()) {
    const person = model.person(index);
    if (record) {
      person.recordId = ids[index] ?? null;
      model.records.add(ids[index] ?? '');
    }
    for (const where of wheres) noteFirstNo(model, person, where, member[where] ?? 'absent');
    const where = wheres.map((one) => `${member[one]}${record && onList[one] ? ' and on the list' : ''}`).join('; ');
    story.push(`   ${person.name}: ${record ? `a ${kind.type}` : `no ${kind.type}`}, ${where}.`);
  }
  for (const where of wheres) {
    const name = `Audience ${number}.${where}`;
    const listId = guid(number, 100 + where);
    const audienceId = await stage.tie(name, listId, columnsOf(history));
    places.push({
      audienceId,
      audienceName: name,
      listId,
      otherListId: guid(number, 200 + where),
      ...(hasLabels
        ? await tieLabels(stage, { number, where, audienceId }, history)
        : { further: {}, interestId: null }),
      mailchimpId: `${where}a${number.toString(16).padStart(8, '0')}`,
    });
  }
  const mailchimp = () => stage.services.mailchimp('MAILCHIMP_API_KEY');

  const membersOfList = async (listId: string) => {
    const rows = await stage.rows<{ _entityid_value: string }>(
      `listmembers?$select=_entityid_value&$filter=_listid_value eq ${listId}`,
    );
    return new Set(rows.map(({ _entityid_value }) => _entityid_value));
  };
  const records = async () => {
    const select = `${kind.id},firstname,lastname,telephone1,emailaddress1,statecode,donotbulkemail,donotemail,merged`;
    const rows = await stage.rows<Omit<PersonRecord, 'id'> & Record<Kind['id'], string>>(
      `${kind.set}?$select=${select}&$filter=endswith(emailaddress1,'@${domain}')`,
    );
    return rows.map((row) => ({ ...row, id: row[kind.id] }));
  };
  return {
    stage,
    model,
    history,
    places,
    story,
    kind,
    records,
    recordOf: async (person) => {
      const own = (await records()).filter(
        ({ id, emailaddress1, merged }) =>
          !merged && (id === person.recordId || person.addresses.includes(emailaddress1?.toLowerCase() ?? '')),
      );
      const found = own.find(({ id }) => id === person.recordId) ?? own[0] ?? null;
      person.recordId = found?.id ?? null;
      return found;
    },
    onList: (where) => membersOfList(places[where]?.listId ?? ''),
    membersOfList,
    rowsOf: async (where) => {
      const rows: MemberRow[] = [];
      for await (const page of stage.services.crm.memberRows(places[where]?.audienceId ?? '')) rows.push(...page);
      return rows;
    },
    memberOf: async (person, where) => {
      for (const address of person.addresses) {
        const member = await mailchimp().member(places[where]?.mailchimpId ?? '', address);
        if (member) return member;
      }
      return null;
    },
    members: async (where) => {
      const found: Member[] = [];
      for (const archived of [false, true])
        for await (const page of mailchimp().members(places[where]?.mailchimpId ?? '', { archived }))
          found.push(...page.members);
      return found;
    },
    tell: (sentence) => void story.push(`${story.length - history.people.length + 1}. ${time(stage)} ${sentence}`),
  };
}

const time = (stage: Stage) => stage.clock.now().toISOString().slice(5, 16).replace('T', ' ');

function firstMember(model: Model, index: number, status: History['people'][number]['member'][number]) {
  if (status === 'absent') return [];
  const { name, addresses } = model.person(index);
  const day = `2026-01-0${1 + ((index + 1) % 3)}T09:00:00Z`;
  return [
    {
      email_address: addresses[0],
      status: status.startsWith('unsubscribed') ? 'unsubscribed' : status,
      ...(status.startsWith('unsubscribed') ? { unsubscribed_by: status === 'unsubscribed' ? 'person' : 'admin' } : {}),
      merge_fields: { FNAME: name, LNAME: 'Old' },
      timestamp_opt: day,
      last_changed: day,
    },
  ];
}

function noteFirstNo(model: Model, person: Person, where: number, status: History['people'][number]['member'][number]) {
  const place = where === 0 ? 0 : 1;
  const [address = ''] = person.addresses;
  if (status === 'unsubscribed') model.saysNo(person, place, address, 'unsubscribed');
  if (status === 'cleaned') model.saysNo(person, place, address, 'bounced');
  // Nobody knows what was before.
  if (status === 'archived' || status === 'unsubscribed by an administrator') person.standings[place].takenOut = true;
}

const columnsOf = ({ terms }: History): Record<string, unknown> => ({
  mcs_removalrule: choices.mcs_removalrule[terms.removal],
  mcs_direction: choices.mcs_direction[terms.direction],
  mcs_createpeople: terms.createPeople,
  mcs_resubscriberule: choices.mcs_resubscriberule[terms.resubscribe],
  mcs_optoutrule: choices.mcs_optoutrule[terms.optOut],
  mcs_newmemberrule: choices.mcs_newmemberrule[terms.newMembers],
  mcs_limitpercent: terms.guarded ? 0 : 100,
  mcs_limitpeople: terms.guarded ? 1 : 10_000,
  mcs_limitmost: terms.guarded ? 1 : 10_000,
});

const furtherLists = (number: number, where: number) =>
  (['VIP', 'Events'] as const).map((label, index) => ({
    label,
    listid: guid(number, 300 + 10 * index + where),
    listname: `${label} ${number}.${where}`,
  }));

/** The tag and the interest that Zoe has. */
async function tieLabels(
  stage: Stage,
  { number, where, audienceId }: { number: number; where: number; audienceId: string },
  { terms }: History,
): Promise<Pick<Place, 'further' | 'interestId'>> {
  const rows = (await stage.services.crm.labels(audienceId)).filter((row) => row.audienceId === audienceId);
  const further: Place['further'] = {};
  for (const { label, listid } of furtherLists(number, where)) {
    const row = rows.find(({ name }) => name === label);
    if (!row) throw new Error(`there is no ${label}`);
    await stage.crm('PATCH', `mcs_${row.kind}s(${row.id})`, {
      'mcs_marketinglistid@odata.bind': `/lists(${listid})`,
      mcs_subscribestrangers: terms.labels === 'subscribing',
    });
    further[label] = listid;
  }
  return { further, interestId: rows.find(({ kind }) => kind === 'interest')?.mailchimpId ?? null };
}

/** Different for every record of every history. */
const guid = (number: number, index: number) =>
  `${number.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
