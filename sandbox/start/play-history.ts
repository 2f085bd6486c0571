/** Plays what happened before the first sync, in order of time, through the front doors of both services. */
import type { WebApi } from '../crm/web-api';
import type { Seed, SeedEvent } from '../seeds/seed';
import { StandInRefusal, type Control } from './control';

export interface Stage {
  crm: WebApi;
  dataverse: Control;
  mailchimp: Control;
}

/** Begins with the place of the event in the seed. */
export class HistoryMistake extends Error {
  override readonly name = 'HistoryMistake';
}

/** Each event is over, its webhooks delivered, before the next one begins. Leaves the clock where the seed wants it. */
export async function playHistory(stage: Stage, seed: Seed): Promise<void> {
  const inOrder = [...seed.history].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  for (const event of inOrder) {
    await setClocks(stage, event.at);
    try {
      await play(stage, event);
    } catch (cause) {
      const said =
        cause instanceof StandInRefusal ? cause.said : cause instanceof Error ? cause.message : String(cause);
      throw new HistoryMistake(`history[${seed.history.indexOf(event)}]: ${said}`, { cause });
    }
    await stage.dataverse.idle();
    await stage.mailchimp.idle();
  }
  await setClocks(stage, seed.clock ?? null);
}

async function setClocks({ dataverse, mailchimp }: Stage, at: string | null): Promise<void> {
  await dataverse.setClock(at);
  await mailchimp.setClock(at);
}

async function play({ crm, mailchimp }: Stage, event: SeedEvent): Promise<void> {
  if ('mailchimp' in event) {
    const { mailchimp: action, ...rest } = event;
    await mailchimp.play({ ...rest, do: action });
    return;
  }
  const list = await findList(crm, event.list);
  const person = await findPerson(crm, list, event.email);
  await crm.post(event.crm === 'add' ? 'AddListMembersList' : 'RemoveListMembersList', {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: list.id },
    Members: [{ '@odata.type': `Microsoft.Dynamics.CRM.${list.personType}`, [`${list.personType}id`]: person }],
  });
}

interface MarketingList {
  id: string;
  personType: 'contact' | 'lead';
}

export async function findList(crm: WebApi, name: string): Promise<MarketingList> {
  const [row] = await crm.rows(`lists?$select=listid,createdfromcode&$filter=listname eq ${quoted(name)}`);
  if (!row) throw new Error(`Dynamics 365 has no marketing list "${name}".`);
  return { id: String(row['listid']), personType: row['createdfromcode'] === 4 ? 'lead' : 'contact' };
}

async function findPerson(crm: WebApi, { personType }: MarketingList, email: string): Promise<string> {
  const [row] = await crm.rows(`${personType}s?$select=${personType}id&$filter=emailaddress1 eq ${quoted(email)}`);
  if (!row) throw new Error(`Dynamics 365 has no ${personType} with the address ${email}.`);
  return String(row[`${personType}id`]);
}

function quoted(text: string): string {
  return encodeURIComponent(`'${text.replaceAll("'", "''")}'`);
}
