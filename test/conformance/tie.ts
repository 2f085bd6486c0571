/**
 * One audience tied to one marketing list, its people told in a few words, and what becomes of them. Both sides are the stand-ins,
 * reached over HTTP. Waits between two attempts are not waited.
 */

import { createHash } from 'node:crypto';

import { connectDataverse, createDataversePace } from '../../connector/dataverse/connect';
import type { AudienceRow, MemberRow } from '../../connector/dataverse/port';
import type { choices } from '../../connector/dataverse/schema.generated';
import { connectMailchimp, createMailchimpPace } from '../../connector/mailchimp/connect';
import type { MailchimpAccount, Member } from '../../connector/mailchimp/port';
import { readSettings } from '../../connector/settings';
import { connect } from '../../connector/sync/connect';
import { runSlice } from '../../connector/sync/run-slice';
import { sliceUntilPlanned } from '../connector/sync/slices';
import type { Services } from '../../connector/sync/run/services';
import { startWorld, type World, type WorldOptions } from '../world';

export const yesterday = '2026-02-27T09:00:00Z';
export const today = '2026-02-28T09:00:00Z';
/** When the first run begins. */
const firstRunAt = '2026-03-01T09:00:00Z';

type Status = Exclude<MemberRow['status'], 'absent'>;

export interface PersonStory {
  /** Columns of the contact; null: nobody in Dynamics 365 has the address. */
  contact?: Record<string, unknown> | null;
  list?: { on: string } | { removed: string };
  /** One per address, in Mailchimp. */
  members?: {
    status: Status;
    at: string;
    by?: 'person' | 'admin' | 'api';
    names?: Record<string, string>;
    tags?: string[];
  }[];
}

export type People = Record<string, PersonStory>;

export interface TieOptions extends WorldOptions {
  /** Further columns of the audience. */
  columns?: Record<string, unknown>;
  doubleOptIn?: boolean;
}

export interface Report {
  status: keyof typeof choices.mcs_runstatus;
  sentence: string;
  plan: Record<string, number>;
  people: Record<string, number>;
  /** What was written to each side. */
  writes: { mailchimp: number; dataverse: number };
  requests: { mailchimp: number; dataverse: number };
}

export const listId = '0be00000-0000-4000-8000-00000000c0f0';
export const audienceId = 'c0f0c0f0c0';
export const audienceName = 'Conformance';
export const listName = 'People';

export const addressOf = (key: string, index = 0): string =>
  `${key.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}${index === 0 ? '' : `.${index + 1}`}@conformance.example`;

/** Chosen by us, so that nobody has to be asked for. */
export const contactIdOf = (key: string): string => {
  const hash = createHash('md5').update(key).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};

export class Tie {
  /** What a run works with. */
  services: Services;

  private constructor(readonly world: World) {
    this.services = servicesOf(world);
  }

  static async start(people: People, options: TieOptions = {}): Promise<Tie> {
    const { columns = {}, doubleOptIn = false, ...world } = options;
    const tie = new Tie(await startWorld(world));
    try {
      await tie.prepare(people, columns, doubleOptIn);
    } catch (error) {
      await tie.close();
      throw error;
    }
    return tie;
  }

  private async prepare(people: People, columns: Record<string, unknown>, doubleOptIn: boolean): Promise<void> {
    this.world.clock.set(new Date(firstRunAt));
    await this.world.seed(seedOf(people, doubleOptIn));
    await this.world.tie(audienceName, listName, columns);
    await this.tellEvents(
      Object.entries(people).flatMap(([key, { list }]) =>
        list && 'removed' in list ? [{ key, at: list.removed }] : [],
      ),
    );
  }

  close(): Promise<void> {
    return this.world.close();
  }

  get mailchimp(): MailchimpAccount {
    return this.services.mailchimp('MAILCHIMP_API_KEY');
  }

  /** From the request to the end, in as many tries as a message of the queue has. */
  async sync(mode: 'sync' | 'full' | 'preview' = 'sync', services = this.services): Promise<Report> {
    const runId = await this.request(mode, services);
    await this.finish(runId, services);
    return this.report(runId);
  }

  async request(mode: 'sync' | 'full' | 'preview' = 'sync', services = this.services): Promise<string> {
    const { id, tieState } = await this.audience();
    const first = tieState === 'ready' && mode !== 'preview';
    return services.crm.createRun({
      audienceId: id,
      mode: first ? 'full' : mode,
      trigger: 'command',
      consentConfirmed: first,
      name: 'Sync',
    });
  }

  async finish(runId: string, services = this.services): Promise<void> {
    const later = new Date(services.now().getTime() + 24 * 60 * 60_000);
    for (let tries = 1; tries <= 6; tries += 1) {
      try {
        const { kind } = await runSlice(services, runId, { until: later });
        if (kind === 'finished' || kind === 'over') return;
      } catch (error) {
        if (tries === 6) throw error;
      }
    }
    throw new Error('The run did not come to an end.');
  }

  /** Reads and plans, and ends before anything is written. */
  async planOnly(runId: string): Promise<void> {
    await sliceUntilPlanned(this.services, runId);
  }

  async report(runId: string): Promise<Report> {
    const run = await this.services.crm.run(runId);
    const counts = Object(run?.counts ?? {});
    return {
      status: run?.status ?? 'requested',
      sentence: run?.sentence ?? '',
      plan: counts.plan ?? {},
      people: counts.people ?? {},
      writes: { mailchimp: counts.mailchimp?.writes ?? 0, dataverse: counts.dataverse?.writes ?? 0 },
      requests: { mailchimp: counts.mailchimp?.requests ?? 0, dataverse: counts.dataverse?.requests ?? 0 },
    };
  }

  async audience(): Promise<AudienceRow> {
    const found = (await this.services.crm.audiences()).find(({ name }) => name === audienceName);
    if (!found) throw new Error('The audience is gone.');
    return found;
  }

  async change(columns: Record<string, unknown>): Promise<void> {
    await this.dataverse('PATCH', `mcs_audiences(${(await this.audience()).id})`, columns);
  }

  /** Of every address in Mailchimp, archived ones included. */
  async members(): Promise<Map<string, Member>> {
    const found = new Map<string, Member>();
    for (const archived of [false, true]) {
      for await (const page of this.mailchimp.members(audienceId, { archived })) {
        for (const member of page.members) found.set(member.address, member);
      }
    }
    return found;
  }

  async statusOf(key: string, index = 0): Promise<MemberRow['status']> {
    return (await this.mailchimp.member(audienceId, addressOf(key, index)))?.status ?? 'absent';
  }

  /** Ids of everybody on the list. */
  async onList(): Promise<Set<string>> {
    const places = await this.world.get<{ _entityid_value: string }>(
      `listmembers?$select=_entityid_value&$filter=_listid_value eq ${listId}`,
    );
    return new Set(places.map((place) => place._entityid_value));
  }

  async isOnList(key: string): Promise<boolean> {
    return (await this.onList()).has(contactIdOf(key));
  }

  async rows(): Promise<MemberRow[]> {
    const rows: MemberRow[] = [];
    for await (const page of this.services.crm.memberRows((await this.audience()).id)) rows.push(...page);
    return rows;
  }

  async rowOf(key: string, index = 0): Promise<MemberRow | undefined> {
    return (await this.rows()).find((row) => row.address === addressOf(key, index));
  }

  /** What a person, or an administrator, does in Mailchimp. */
  async play(key: string, deed: Record<string, unknown>, index = 0): Promise<void> {
    await this.world.send('POST', `${this.world.mailchimpUrl}/_sandbox/play`, {
      audience: audienceId,
      email: addressOf(key, index),
      by: 'person',
      ...deed,
    });
  }

  async putOn(...keys: string[]): Promise<void> {
    await this.changePlaces('AddListMembersList', keys);
  }

  /** As the marketing-list plug-in tells it, or silently where its message was lost. */
  async takeOff(keys: string[], { told = true }: { told?: boolean } = {}): Promise<void> {
    await this.changePlaces('RemoveListMembersList', keys);
    if (told) await this.tellEvents(keys.map((key) => ({ key, at: this.world.clock.now().toISOString() })));
  }

  dataverse(method: string, path: string, body?: unknown): Promise<Response> {
    return this.world.send(method, `${this.world.dataverseUrl}/api/data/v9.2/${path}`, body);
  }

  createContact(key: string, columns: Record<string, unknown> = {}): Promise<Response> {
    return this.dataverse('POST', 'contacts', contactOf(key, columns));
  }

  changeContact(key: string, columns: Record<string, unknown>): Promise<Response> {
    return this.dataverse('PATCH', `contacts(${contactIdOf(key)})`, columns);
  }

  deleteContact(key: string): Promise<Response> {
    return this.dataverse('DELETE', `contacts(${contactIdOf(key)})`);
  }

  /** Of the next matching requests. */
  async fault(side: 'mailchimp' | 'dataverse', fault: Record<string, unknown>): Promise<void> {
    await this.world.send('POST', `${this.urlOf(side)}/_sandbox/faults`, fault);
  }

  async repair(side: 'mailchimp' | 'dataverse'): Promise<void> {
    await this.world.send('DELETE', `${this.urlOf(side)}/_sandbox/faults`);
  }

  async switches(side: 'mailchimp' | 'dataverse', switches: Record<string, unknown>): Promise<void> {
    await this.world.send('PATCH', `${this.urlOf(side)}/_sandbox/switches`, switches);
  }

  async operations(side: 'mailchimp' | 'dataverse'): Promise<Record<string, number>> {
    const report: unknown = await (await this.world.send('GET', `${this.urlOf(side)}/_sandbox/traffic`)).json();
    return Object(report).byOperation;
  }

  later(seconds: number): void {
    this.world.clock.advance(seconds);
  }

  private urlOf(side: 'mailchimp' | 'dataverse'): string {
    return side === 'mailchimp' ? this.world.mailchimpUrl : this.world.dataverseUrl;
  }

  private async changePlaces(message: string, keys: string[]): Promise<void> {
    await this.dataverse('POST', message, {
      List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listId },
      Members: keys.map((key) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: contactIdOf(key) })),
    });
  }

  private async tellEvents(removals: { key: string; at: string }[]): Promise<void> {
    await this.services.crm.saveListEvents(
      removals.map(({ key, at }) => ({
        marketingListId: listId,
        personId: contactIdOf(key),
        personType: 'contact',
        kind: 'removed',
        occurredOn: at,
        byUserId: 'a0000000-0000-4000-8000-000000000002',
        operationId: contactIdOf(`${key} ${at}`),
      })),
    );
  }
}

/** Nobody waits between two attempts, and the time is that of the stand-ins. */
export function servicesOf(world: World, env: Record<string, string> = {}): Services {
  const settings = readSettings({ ...world.env, ...env });
  let slept = 0;
  const pacing = {
    sleep: (ms: number) => {
      slept += ms;
      return Promise.resolve();
    },
    now: () => slept,
    random: () => 0,
  };
  const accounts = new Map(
    settings.mailchimp.map(({ secretName, key, baseUrl }) => [
      secretName,
      connectMailchimp({
        apiKey: key,
        baseUrl,
        pace: createMailchimpPace(pacing),
        wait: () => Promise.resolve(),
      }),
    ]),
  );
  const services = connect(settings);
  return {
    ...services,
    crm: connectDataverse({ settings: settings.dataverse, pace: createDataversePace(pacing) }),
    mailchimp: (name) => accounts.get(name) ?? services.mailchimp(name),
    telemetry: { ...services.telemetry, event: () => {}, metric: () => {}, exception: () => {} },
    now: () => world.clock.now(),
  };
}

const contactOf = (key: string, columns: Record<string, unknown>) => ({
  contactid: contactIdOf(key),
  firstname: 'First',
  lastname: key,
  emailaddress1: addressOf(key),
  ...columns,
});

function seedOf(people: People, doubleOptIn: boolean) {
  const stories = Object.entries(people);
  return {
    mailchimp: {
      accounts: [
        {
          id: 'conformance0000000000001',
          name: 'Conformance Ltd',
          key: 'stand-in-us1',
          audiences: [
            {
              id: audienceId,
              name: audienceName,
              double_optin: doubleOptIn,
              members: stories.flatMap(([key, { members = [] }]) =>
                members.map(({ status, at, by, names, tags = [] }, index) => ({
                  email_address: addressOf(key, index),
                  status,
                  merge_fields: names ?? { FNAME: 'First', LNAME: key },
                  tags,
                  timestamp_opt: status === 'subscribed' ? at : '2026-01-01T09:00:00Z',
                  last_changed: at,
                  ...(by ? { unsubscribed_by: by } : {}),
                })),
              ),
            },
          ],
        },
      ],
    },
    dataverse: {
      contacts: stories.flatMap(([key, { contact = {}, members = [] }]) =>
        contact === null
          ? []
          : [
              {
                ...contactOf(key, members.length > 1 ? { emailaddress2: addressOf(key, 1) } : {}),
                createdon: '2025-06-01T09:00:00Z',
                ...contact,
              },
            ],
      ),
      lists: [
        {
          listid: listId,
          listname: listName,
          createdfromcode: 2,
          members: stories.flatMap(([key, { list }]) =>
            list && 'on' in list ? [{ id: contactIdOf(key), addedOn: list.on }] : [],
          ),
        },
      ],
    },
  };
}
