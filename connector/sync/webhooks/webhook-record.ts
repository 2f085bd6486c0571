/** What is remembered of an audience's webhook between two looks at it. */

import type { Services } from '../run/services';
import { unseal, type Sealed } from './webhook-secrets';

export interface WebhookRecord {
  /** Null where none could be registered yet. */
  webhookId: string | null;
  /** Fingerprint of its address, which itself is a secret. */
  address: string;
  /** Null where Mailchimp does not sign. */
  signing: Sealed | null;
  checkedAt: string;
}

const path = (audienceId: string) => `webhooks/${audienceId}.json`;

export const readRecord = ({ storage }: Services, audienceId: string) =>
  storage.documents.read<WebhookRecord>(path(audienceId));

export const writeRecord = ({ storage }: Services, audienceId: string, record: WebhookRecord) =>
  storage.documents.write(path(audienceId), record);

export const forgetRecord = ({ storage }: Services, audienceId: string) =>
  storage.documents.removeAll(path(audienceId));

/** `lost` when there is one that cannot be read any more. */
export function signingSecretOf(
  { webhooks }: Services,
  audienceId: string,
  { signing }: WebhookRecord,
): { secret: string | null } | 'lost' {
  if (signing === null) return { secret: null };
  const secret = unseal(webhooks.mailchimpSecrets, audienceId, signing);
  return secret === null ? 'lost' : { secret };
}
