/** Decides whether a call comes from Mailchimp, before anything of it is read. */

import { createHmac } from 'node:crypto';

import type { Services } from '../run/services';
import { readRecord, signingSecretOf } from './webhook-record';
import { isOneOf, secretInAddress } from './webhook-secrets';

export interface Delivery {
  audienceId: string;
  /** From the address that was called. */
  secret: string;
  /** `t=<unix seconds>,v1=<hex>`; null where the call has none. */
  signature: string | null;
  body: Uint8Array;
}

export async function isFromMailchimp(services: Services, delivery: Delivery): Promise<boolean> {
  const { audienceId, secret, signature, body } = delivery;
  const expected = services.webhooks.mailchimpSecrets.map((setting) => secretInAddress(setting, audienceId));
  if (!isOneOf(secret, expected)) return false;
  const record = await readRecord(services, audienceId);
  if (!record) return true;
  const signing = signingSecretOf(services, audienceId, record);
  if (signing === 'lost') return false;
  return signing.secret === null || isSigned(signing.secret, signature, body, services.now());
}

const toleranceMs = 5 * 60_000;

/** https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/#securing-webhooks */
export function isSigned(secret: string, signature: string | null, body: Uint8Array, now: Date): boolean {
  const parts = (signature ?? '').split(',').map((part) => part.trim());
  const at = parts.find((part) => /^t=\d{1,12}$/.test(part))?.slice(2);
  if (at === undefined || Math.abs(now.getTime() - Number(at) * 1000) > toleranceMs) return false;
  const expected = createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex');
  return parts.some((part) => part.startsWith('v1=') && isOneOf(part.slice(3).toLowerCase(), [expected]));
}
