/** A webhook of an audience: where it leads, and what it is told of. https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/ */

import type { Actor } from './member';

export const webhookEvents = ['subscribe', 'unsubscribe', 'profile', 'cleaned', 'upemail', 'campaign'] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export const webhookSources = ['user', 'admin', 'api'] as const;
export type WebhookSource = (typeof webhookSources)[number];

export interface Webhook {
  readonly id: string;
  url: string;
  events: Record<WebhookEvent, boolean>;
  sources: Record<WebhookSource, boolean>;
  /** Told once, when the webhook is created; null for a webhook whose deliveries are not signed. */
  readonly secret: string | null;
  /** It has answered 410 and is never called again. */
  disabled: boolean;
}

export function sourceOf(by: Actor): WebhookSource {
  return by === 'person' ? 'user' : by;
}

export function wants(webhook: Webhook, event: WebhookEvent, source: WebhookSource): boolean {
  return !webhook.disabled && webhook.events[event] && webhook.sources[source];
}
