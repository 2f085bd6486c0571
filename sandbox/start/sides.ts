/** What both services say about the people of one audience and its list, read over their own interfaces. */
import { z } from 'zod';
import type { WebApi } from '../crm/web-api';
import { optionOf, type Choices } from '../solution-file';
import type { PersonType } from '../seeds/sample';

export interface MailchimpMember {
  status: string;
  name: string;
  /** When the member joined or left. */
  since: string;
}

export interface CrmPerson {
  id: string;
  personType: PersonType;
  name: string;
}

export interface Sides {
  /** By address in lower case. */
  mailchimp: Map<string, MailchimpMember>;
  /** Everybody in Dynamics 365, by address in lower case. */
  people: Map<string, CrmPerson>;
  /** Address in lower case -> when the person was added. */
  onList: Map<string, string>;
}

export interface Places {
  crm: WebApi;
  mailchimpUrl: string;
  mailchimpKey: string;
  /** Mailchimp's id of the audience. */
  mailchimpList: string;
  marketingList: string;
  personType: PersonType;
}

export async function readSides(places: Places): Promise<Sides> {
  const mailchimp = await readMembers(places);
  return { mailchimp, ...(await readList(places, mailchimp)) };
}

const memberPage = z.object({
  members: z.array(
    z.object({
      email_address: z.string(),
      status: z.string(),
      full_name: z.string().nullish(),
      timestamp_opt: z.string().nullish(),
      last_changed: z.string().nullish(),
    }),
  ),
  total_items: z.number(),
});

/** Archived members stand in no list unless they are asked for. */
async function readMembers(places: Places): Promise<Map<string, MailchimpMember>> {
  const members = new Map<string, MailchimpMember>();
  for (const filter of ['', '&status=archived']) {
    let total = 1;
    for (let offset = 0; offset < total; offset += 1000) {
      const page = await readMemberPage(places, `count=1000&offset=${offset}${filter}`);
      for (const {
        email_address: email,
        status,
        full_name: name,
        timestamp_opt: joined,
        last_changed: changed,
      } of page.members) {
        const since = (status === 'subscribed' ? joined || changed : changed) ?? '';
        members.set(email.toLowerCase(), { status, name: name ?? '', since });
      }
      total = page.total_items;
    }
  }
  return members;
}

async function readMemberPage({ mailchimpUrl, mailchimpKey, mailchimpList }: Places, query: string) {
  const fields = ['email_address', 'status', 'full_name', 'timestamp_opt', 'last_changed'].map(
    (name) => `members.${name}`,
  );
  const answer = await fetch(
    `${mailchimpUrl}/3.0/lists/${mailchimpList}/members?${query}&fields=${fields.join(',')},total_items`,
    { headers: { authorization: `Basic ${Buffer.from(`sandbox:${mailchimpKey}`).toString('base64')}` } },
  );
  if (!answer.ok) throw new Error(`Mailchimp answered ${answer.status} when asked for its members.`);
  return memberPage.parse(await answer.json());
}

async function readList({ crm, marketingList, personType }: Places, mailchimp: ReadonlyMap<string, unknown>) {
  const people = new Map<string, CrmPerson>();
  const addressOf = new Map<string, string>();
  // The list's own type last: where an address belongs to both, that record is the one that counts.
  for (const type of personType === 'contact' ? (['lead', 'contact'] as const) : (['contact', 'lead'] as const)) {
    for (const row of await crm.rows(`${type}s?$select=${type}id,fullname,emailaddress1,emailaddress2,emailaddress3`)) {
      const addresses = [row['emailaddress1'], row['emailaddress2'], row['emailaddress3']].flatMap((address) =>
        typeof address === 'string' && address !== '' ? [address.toLowerCase()] : [],
      );
      // Somebody with several addresses is told under the one that Mailchimp knows.
      const address = addresses.find((known) => mailchimp.has(known)) ?? addresses[0];
      if (address === undefined) continue;
      const id = String(row[`${type}id`]);
      const name = typeof row['fullname'] === 'string' ? row['fullname'] : '';
      for (const one of addresses) people.set(one, { id, personType: type, name });
      addressOf.set(id, address);
    }
  }
  const onList = new Map<string, string>();
  const rows = await crm.rows(
    `listmembers?$select=_entityid_value,createdon&$filter=_listid_value eq ${marketingList}`,
  );
  for (const row of rows) {
    const address = addressOf.get(String(row['_entityid_value']));
    if (address !== undefined) onList.set(address, String(row['createdon']));
  }
  return { people, onList };
}

/** When people were taken off the list, by the person's id: what the function stored when it happened. */
export async function readRemovals(crm: WebApi, choices: Choices, marketingList: string): Promise<Map<string, string>> {
  const rows = await crm.rows(
    `mcs_listevents?$select=mcs_personid,mcs_eventkind,mcs_occurredon&$filter=_mcs_marketinglistid_value eq ${marketingList}&$orderby=mcs_occurredon asc`,
  );
  const removals = new Map<string, string>();
  for (const row of rows) {
    if (optionOf(choices, 'mcs_eventkind', row['mcs_eventkind'])?.code !== 'removed') continue;
    removals.set(String(row['mcs_personid']).toLowerCase(), String(row['mcs_occurredon']));
  }
  return removals;
}

/** Why each member is as it is, by address in lower case: the sentence of the member row's reason. */
export async function readReasons(crm: WebApi, choices: Choices, audienceId: string): Promise<Map<string, string>> {
  const rows = await crm.rows(
    `mcs_audiencemembers?$select=mcs_name,mcs_reason&$filter=_mcs_audienceid_value eq ${audienceId}`,
  );
  return new Map(
    rows.map((row) => [
      String(row['mcs_name']).toLowerCase(),
      optionOf(choices, 'mcs_reason', row['mcs_reason'])?.sentence ?? '',
    ]),
  );
}
