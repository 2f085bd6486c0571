/** Dataverse says that a Sync Run was created: queue it. */

import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { z } from 'zod';

import { queueRequestedRun } from '../connector/sync/requests/request-run';
import { currentServices, currentSettings } from './services';
import { refuseStranger } from './verify-caller';

const context = z.looseObject({ PrimaryEntityName: z.literal('mcs_syncrun'), PrimaryEntityId: z.guid() });

export async function syncRequested(request: HttpRequest): Promise<HttpResponseInit> {
  const refusal = refuseStranger(request, currentSettings().webhooks.dataverseSecrets);
  if (refusal) return refusal;
  const message = context.safeParse(await request.json().catch(() => null));
  if (!message.success) return { status: 400, jsonBody: { error: 'This is not the creation of a Sync Run.' } };
  await queueRequestedRun(currentServices(), message.data.PrimaryEntityId.toLowerCase());
  return { status: 202 };
}

app.http('sync-requested', { methods: ['POST'], authLevel: 'function', handler: syncRequested });
