/** A small office: people on a list who are subscribed, synced once, with words for what happens to them afterwards. */

import { choices, choiceLabels } from '../../../connector/dataverse/schema.generated';
import { startWorld, type World } from '../../world';

export interface Someone {
  first: string;
  email?: string;
  second?: string;
  /** In Mailchimp; absent: not there. */
  status?: 'subscribed' | 'unsubscribed' | 'pending' | 'cleaned';
  onList?: boolean;
  columns?: Record<string, unknown>;
}

export const emailOf = ({ first, email }: Pick<Someone, 'first' | 'email'>) =>
  email ?? `${first.toLowerCase()}@office.example`;

const listIds = ['0be00000-0000-4000-8000-00000000a001', '0be00000-0000-4000-8000-00000000a002'];
const audienceIds = ['0ff1ce0001', '0ff1ce0002'];

export interface Office {
  world: World;
  listId: string;
  /** Runs what changed, then checks by a full run that nothing is left to write. */
  settle(): Promise<Record<string, number>>;
  run(audience?: string, full?: boolean): ReturnType<World['sync']>;
  rest(audience?: string): Promise<void>;
  later(minutes?: number): void;
  contact(first: string): Promise<{ id: string } & Record<string, unknown>>;
  change(first: string, columns: Record<string, unknown>): Promise<void>;
  remove(first: string): Promise<void>;
  play(email: string, deed: Record<string, unknown>, audience?: string): Promise<void>;
  /** Status by address; absent ones are left out. */
  members(audience?: string): Promise<Record<string, string>>;
  onList(list?: number): Promise<string[]>;
  /** Reason codes by the address, or name, of the row. */
  reasons(audience?: string): Promise<Record<string, string>>;
  putOnList(first: string, list?: number): Promise<void>;
  takeOffList(first: string, list?: number): Promise<void>;
  merge(master: string, subordinate: string): Promise<void>;
}

interface OfficeOptions {
  audiences?: number;
  /** Of the audiences. */
  columns?: Record<string, unknown>;
  type?: 'contact' | 'lead';
}

export async function openOffice(
  people: Someone[],
  { audiences = 1, columns = {}, type = 'contact' }: OfficeOptions = {},
): Promise<Office> {
  const world = await startWorld();
  world.clock.set(new Date('2026-03-01T08:00:00Z'));
  const names = ['News', 'Offers'].slice(0, audiences);
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'office',
          name: 'Office Ltd',
          key: 'stand-in-us1',
          audiences: names.map((name, index) => ({
            id: audienceIds[index],
            name,
            members: people.flatMap((one) =>
              one.status === undefined
                ? []
                : [
                    {
                      email_address: emailOf(one),
                      status: one.status,
                      merge_fields: { FNAME: one.first, LNAME: 'Office' },
                      timestamp_opt: '2026-01-01T09:00:00Z',
                      last_changed: '2026-01-01T09:00:00Z',
                    },
                  ],
            ),
          })),
        },
      ],
    },
    dataverse: {
      [`${type}s`]: people.map((one) => ({
        firstname: one.first,
        lastname: 'Office',
        emailaddress1: emailOf(one),
        ...(one.second ? { emailaddress2: one.second } : {}),
        createdon: '2025-01-01T09:00:00Z',
        ...one.columns,
      })),
      lists: listIds.map((listid, index) => ({
        listid,
        listname: ['Readers', 'Buyers'][index],
        createdfromcode: type === 'lead' ? 4 : 2,
        members:
          index < audiences
            ? people.flatMap((one) =>
                one.onList === false ? [] : [{ email: emailOf(one), addedOn: '2026-01-01T09:00:00Z' }],
              )
            : [],
      })),
    },
  });
  for (const [index, name] of names.entries()) {
    await world.tie(name, ['Readers', 'Buyers'][index] ?? '', { mcs_limitpeople: 1_000, ...columns });
    await world.sync(name);
  }
  world.clock.advance(60 * 60);

  const api = `${world.dataverseUrl}/api/data/v9.2`;
  const contact: Office['contact'] = async (first) => {
    const [found] = await world.get(`${type}s?$filter=firstname eq '${first}'&$orderby=createdon desc`);
    if (!found) throw new Error(`no contact ${first}`);
    return { ...found, id: String(found[`${type}id`]) };
  };
  const place = async (action: string, first: string, list: number) => {
    const { id } = await contact(first);
    await world.send('POST', `${api}/${action}`, {
      List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listIds[list] },
      Members: [{ '@odata.type': `Microsoft.Dynamics.CRM.${type}`, [`${type}id`]: id }],
    });
  };
  const office: Office = {
    world,
    listId: listIds[0] ?? '',
    run: (audience = 'News', full = false) => world.sync(audience, { full }),
    later: (minutes = 60) => {
      world.clock.advance(minutes * 60);
    },
    async rest(audience = 'News') {
      office.later();
      const { mailchimp, dataverse } = await office.run(audience, true);
      expect({ mailchimp: mailchimp.writes, dataverse: dataverse.writes }).toEqual({ mailchimp: 0, dataverse: 0 });
      office.later();
    },
    async settle() {
      const report = await office.run();
      expect(report.status).not.toBe('failed');
      await office.rest();
      const { plan } = report.counts as { plan: Record<string, number> };
      return plan;
    },
    contact,
    async change(first, columns) {
      await world.send('PATCH', `${api}/${type}s(${(await contact(first)).id})`, columns);
    },
    async remove(first) {
      await world.send('DELETE', `${api}/${type}s(${(await contact(first)).id})`);
    },
    async play(email, deed, audience = 'News') {
      await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, { audience, email, by: 'person', ...deed });
    },
    async members(audience = 'News') {
      const { listId } = await world.audience(audience);
      const found: Record<string, string> = {};
      for (const archived of [false, true]) {
        for await (const page of world.services.mailchimp('MAILCHIMP_API_KEY').members(listId, { archived })) {
          for (const { address, status } of page.members) found[address] = status;
        }
      }
      return found;
    },
    async onList(list = 0) {
      const found = await world.get<{ firstname: string }>(
        `lists(${listIds[list]})/list${type}_association?$select=firstname&$orderby=firstname`,
      );
      return found.map(({ firstname }) => firstname);
    },
    async reasons(audience = 'News') {
      const { id } = await world.audience(audience);
      const rows = await world.get<{ mcs_name: string; mcs_reason: number }>(
        `mcs_audiencemembers?$select=mcs_name,mcs_reason&$filter=_mcs_audienceid_value eq ${id}`,
      );
      return Object.fromEntries(rows.map((row) => [row.mcs_name, reasonOf(row.mcs_reason)]));
    },
    putOnList: (first, list = 0) => place('AddListMembersList', first, list),
    takeOffList: (first, list = 0) => place('RemoveListMembersList', first, list),
    async merge(master, subordinate) {
      const entity = async (first: string) => ({
        '@odata.type': `Microsoft.Dynamics.CRM.${type}`,
        [`${type}id`]: (await contact(first)).id,
      });
      await world.send('POST', `${api}/Merge`, {
        Target: await entity(master),
        Subordinate: await entity(subordinate),
        PerformParentingChecks: false,
      });
    },
  };
  return office;
}

const reasonOf = (number: number): string =>
  Object.entries(choices.mcs_reason).find(([, value]) => value === number)?.[0] ??
  Object.keys(choiceLabels.mcs_reason)[0] ??
  '';
