/** The functions of this process against both stand-ins, called with requests as the Functions runtime hands them over. */

import { HttpRequest, type HttpRequestInit, type HttpResponseInit } from '@azure/functions';

import { choices } from '../../connector/dataverse/schema.generated';
import { startWorld, type World } from '../world';

export const dataverseSecret = 'secret of Dataverse';
export const mailchimpSettings = ['new setting', 'old setting'] as const;

export interface FunctionsApp {
  world: World;
  audienceId: string;
  /** Requested since the last time it was asked; they are over then. */
  requestedRuns(): Promise<{ audienceId: string | null; trigger: string }[]>;
  close(): Promise<void>;
}

export const contacts = {
  wilma: '22222222-0000-4000-8000-000000000001',
  fred: '22222222-0000-4000-8000-000000000002',
};

/** A running tie of an audience with a list on which Wilma is and Fred is not. */
export async function startFunctionsApp(): Promise<FunctionsApp> {
  const world = await startWorld();
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'contoso00000000000000001',
          name: 'Contoso Ltd',
          key: 'stand-in-us1',
          audiences: [{ id: 'a1b2c3d4e5', name: 'Newsletter', date_created: '2025-01-01T00:00:00Z' }],
        },
      ],
    },
    dataverse: {
      contacts: [
        { contactid: contacts.wilma, firstname: 'Wilma', emailaddress1: 'wilma@example.com' },
        { contactid: contacts.fred, firstname: 'Fred', emailaddress1: 'fred@example.com' },
      ],
      lists: [{ listname: 'Readers', createdfromcode: 2, members: [{ id: contacts.wilma }] }],
    },
  });
  await world.tie('Newsletter', 'Readers', { mcs_tiestate: choices.mcs_tiestate.running });
  Object.assign(process.env, world.env, {
    PUBLIC_URL: 'http://127.0.0.1:7071',
    DATAVERSE_WEBHOOK_SECRET: dataverseSecret,
    MAILCHIMP_WEBHOOK_SECRET: mailchimpSettings.join(','),
  });
  return {
    world,
    audienceId: (await world.audience('Newsletter')).id,
    requestedRuns: async () => {
      const runs = await world.services.crm.openRuns();
      for (const { id } of runs) await world.services.crm.changeRun(id, { status: 'completed' });
      return runs.map(({ audienceId, trigger }) => ({ audienceId, trigger }));
    },
    close: () => world.close(),
  };
}

/** What is answered, with everything that could tell two answers apart. */
export async function call(
  handler: (request: HttpRequest) => Promise<HttpResponseInit>,
  init: HttpRequestInit,
): Promise<HttpResponseInit> {
  return handler(new HttpRequest({ method: 'POST', url: 'http://127.0.0.1:7071/api/function', ...init }));
}
