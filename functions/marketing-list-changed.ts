/** Dataverse says that somebody joined or left a marketing list: store it, and let its audience sync soon. */

import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { ZodError } from 'zod';

import { storeListEvents } from '../connector/sync/webhooks/store-list-events';
import { hint } from './hint';
import { currentServices, currentSettings } from './services';
import { refuseStranger } from './verify-caller';

export async function marketingListChanged(request: HttpRequest): Promise<HttpResponseInit> {
  const refusal = refuseStranger(request, currentSettings().webhooks.dataverseSecrets);
  if (refusal) return refusal;
  const message: unknown = await request.json().catch(() => null);
  try {
    const { changedList } = await storeListEvents(currentServices(), message);
    if (changedList) await hint({ of: 'list', listId: changedList });
  } catch (error) {
    if (error instanceof ZodError)
      return { status: 400, jsonBody: { error: 'This is not a change of a marketing list.' } };
    throw error;
  }
  return { status: 202 };
}

app.http('marketing-list-changed', { methods: ['POST'], authLevel: 'function', handler: marketingListChanged });
