/** An audience and a list that agree about so many people, and ways to disturb them and to ask for runs as a person does. */

import { choices } from '../../../connector/dataverse/schema.generated';
import type { RunRow } from '../../../connector/dataverse/port';
import { runSlice } from '../../../connector/sync/run-slice';
import type { MailchimpStatus } from '../../../connector/reconcile/situation';
import { startWorld, type World } from '../../world';

export const steady = {
  listId: '0be00000-0000-4000-8000-0000000000f1',
  listName: 'Subscribers',
  audience: 'Steady',
  mailchimpId: '57eadee001',
} as const;

export const person = (index: number) => ({
  first: `First ${index}`,
  last: `Last ${index}`,
  email: `person.${index}@steady.example`,
});
const people = (size: number) => Array.from({ length: size }, (_, index) => person(index));

export async function startSteady(size: number, terms: { synced?: boolean } = {}): Promise<World> {
  const world = await startWorld();
  world.clock.set(new Date('2026-03-01T08:00:00Z'));
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'steady',
          name: 'Steady Ltd',
          key: 'stand-in-us1',
          audiences: [
            {
              id: steady.mailchimpId,
              name: steady.audience,
              members: people(size).map(({ first, last, email }) => ({
                email_address: email,
                status: 'subscribed',
                merge_fields: { FNAME: first, LNAME: last },
                timestamp_opt: '2026-01-01T09:00:00Z',
                last_changed: '2026-01-01T09:00:00Z',
              })),
            },
          ],
        },
      ],
    },
    dataverse: {
      contacts: people(size).map(({ first, last, email }) => ({
        firstname: first,
        lastname: last,
        emailaddress1: email,
        createdon: '2025-01-01T09:00:00Z',
      })),
      lists: [
        {
          listid: steady.listId,
          listname: steady.listName,
          createdfromcode: 2,
          members: people(size).map(({ email }) => ({ email, addedOn: '2026-01-01T09:00:00Z' })),
        },
      ],
    },
  });
  await world.tie(steady.audience, steady.listName);
  if (terms.synced === false) return world;
  await world.sync(steady.audience);
  world.clock.advance(25 * 60 * 60);
  return world;
}

export async function contactIds(world: World, indexes: number[]): Promise<string[]> {
  const rows = await world.get<{ contactid: string; emailaddress1: string }>(
    'contacts?$select=contactid,emailaddress1',
  );
  const byAddress = new Map(rows.map((row) => [row.emailaddress1, row.contactid]));
  return indexes.map((index) => byAddress.get(person(index).email) ?? '');
}

export async function changeList(world: World, message: 'Add' | 'Remove', indexes: number[]): Promise<void> {
  await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/${message}ListMembersList`, {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: steady.listId },
    Members: (await contactIds(world, indexes)).map((contactid) => ({
      '@odata.type': 'Microsoft.Dynamics.CRM.contact',
      contactid,
    })),
  });
}

export async function play(world: World, index: number, deed: object): Promise<void> {
  await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
    audience: steady.audience,
    email: person(index).email,
    ...deed,
  });
}

export const statusOf = async (world: World, index: number): Promise<MailchimpStatus | null> =>
  (await world.services.mailchimp('MAILCHIMP_API_KEY').member(steady.mailchimpId, person(index).email))?.status ?? null;

export async function onList(world: World): Promise<Set<string>> {
  const rows = await world.get<{ _entityid_value: string }>(
    `listmembers?$select=_entityid_value&$filter=_listid_value eq ${steady.listId}`,
  );
  return new Set(rows.map((row) => row._entityid_value));
}

export const isOnList = async (world: World, index: number): Promise<boolean> =>
  (await onList(world)).has((await contactIds(world, [index]))[0] ?? '');

/** A run row as the page writes it, by Alex Admin, carried out to its end. */
export async function ask(
  world: World,
  mode: keyof typeof choices.mcs_runmode,
  proposed: unknown,
  terms: { audience?: string; begin?: boolean; more?: Record<string, unknown> } = {},
): Promise<RunRow> {
  const { id } = await world.audience(terms.audience ?? steady.audience);
  const created = await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/mcs_syncruns`, {
    mcs_name: `A ${mode}`,
    mcs_mode: choices.mcs_runmode[mode],
    mcs_trigger: choices.mcs_runtrigger.person,
    'mcs_audienceid@odata.bind': `/mcs_audiences(${id})`,
    mcs_proposedsettings: typeof proposed === 'string' ? proposed : JSON.stringify(proposed),
    ...terms.more,
  });
  const runId = /\(([0-9a-f-]{36})\)/.exec(created.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
  if (terms.begin !== false) await runSlice(world.services, runId, { until: new Date(Date.now() + 60_000) });
  return runOf(world, runId);
}

export async function runOf(world: World, runId: string): Promise<RunRow> {
  const run = await world.services.crm.run(runId);
  if (!run) throw new Error(`no run ${runId}`);
  return run;
}

export async function lastRun(world: World): Promise<RunRow> {
  const [run] = await world.services.crm.runsOf((await world.audience(steady.audience)).id, 1);
  if (!run) throw new Error('no run');
  return run;
}

/** The text of the run's files whose names begin so. */
export async function notesOf(world: World, runId: string, name: string): Promise<string[]> {
  const { crm } = world.services;
  const notes = (await crm.notes(runId)).filter(({ filename }) => filename.startsWith(name));
  return Promise.all(notes.map(async ({ id }) => (await crm.noteBody(id)).toString('utf8')));
}
