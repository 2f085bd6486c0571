/** Dataverse says that contacts or leads have changed in a way that may concern their audiences. */

import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { ZodError } from 'zod';

import { readPersonChange, type PersonChange } from '../connector/sync/webhooks/read-person-change';
import { hint } from './hint';
import { currentServices, currentSettings } from './services';
import { refuseStranger } from './verify-caller';

export async function personChanged(request: HttpRequest): Promise<HttpResponseInit> {
  const refusal = refuseStranger(request, currentSettings().webhooks.dataverseSecrets);
  if (refusal) return refusal;
  const message: unknown = await request.json().catch(() => null);
  let change: PersonChange | null;
  try {
    change = readPersonChange(message);
  } catch (error) {
    if (error instanceof ZodError)
      return { status: 400, jsonBody: { error: 'This is not a change of a contact or a lead.' } };
    throw error;
  }
  if (change && change.by !== (await currentServices().crm.me()).userId) {
    await hint({ of: 'people', type: change.type, personIds: change.personIds });
  }
  return { status: 202 };
}

app.http('person-changed', { methods: ['POST'], authLevel: 'function', handler: personChanged });
