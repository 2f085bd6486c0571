/** Webhooks of an audience: https://mailchimp.com/developer/marketing/api/list-webhooks/ */

import { z } from 'zod';
import { ServiceError } from '../service-error';
import { inAudience } from './audiences';
import type { MailchimpCaller } from './caller';
import { MailchimpProblem } from './errors';
import type { NewWebhook, Webhook } from './port';

/** All are sent, because the defaults are not documented. Campaigns change no member. */
const events = { subscribe: true, unsubscribe: true, profile: true, cleaned: true, upemail: true, campaign: false };
/** What is written through the API is mostly our own. */
const sources = { user: true, admin: true, api: false };

const flags = z.record(z.string(), z.boolean()).optional();
const webhookShape = z.object({ id: z.string(), url: z.string(), events: flags, sources: flags });

export async function readWebhooks(caller: MailchimpCaller, listId: string): Promise<Webhook[]> {
  const call = caller.call(z.object({ webhooks: z.array(webhookShape) }), (client) =>
    client.lists.getListWebhooksWithHttpInfo(listId),
  );
  const { data } = await inAudience(caller, listId, call);
  return data.webhooks.map((webhook) => ({
    id: webhook.id,
    url: webhook.url,
    asWanted: agrees(events, webhook.events) && agrees(sources, webhook.sources),
  }));
}

const agrees = (wanted: Record<string, boolean>, there: Record<string, boolean> = {}) =>
  Object.entries(wanted).every(([name, on]) => (there[name] ?? false) === on);

// https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/#securing-webhooks
const addedShape = z.object({ id: z.string(), signing_secret: z.string().nullish() });

export async function addWebhook(caller: MailchimpCaller, listId: string, url: string): Promise<NewWebhook> {
  try {
    const call = caller.call(
      addedShape,
      (client) => client.lists.createListWebhookWithHttpInfo(listId, { url, events, sources }),
      // The secret is told once: a second try would find the address taken.
      { idempotent: false },
    );
    const { data } = await inAudience(caller, listId, call);
    return { id: data.id, signingSecret: data.signing_secret || null };
  } catch (error) {
    const why = error instanceof MailchimpProblem ? error.fields.find(({ field }) => field === 'url') : undefined;
    if (why === undefined) throw error;
    throw new ServiceError('refused', `Mailchimp does not accept the address of the webhook: ${why.message}`, {
      cause: error,
    });
  }
}

/** One that is gone already is as good. */
export async function removeWebhook(caller: MailchimpCaller, listId: string, id: string): Promise<void> {
  try {
    await caller.call(z.unknown(), (client) => client.lists.deleteListWebhookWithHttpInfo(listId, id));
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'not-found') throw error;
  }
}
