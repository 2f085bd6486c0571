/**
 * Secrets of Mailchimp's webhooks. The one in an address is derived from a setting and the audience, so that it needs to be kept
 * nowhere; the one for signatures is told once by Mailchimp and kept encrypted.
 */

import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

export const secretInAddress = (setting: string, audienceId: string): string =>
  createHmac('sha256', setting).update(`mailchimp webhook of ${audienceId}`).digest('base64url');

/** Takes the same time whatever is given: hashes have equal lengths. */
export function isOneOf(given: string, expected: readonly string[]): boolean {
  let matches = 0;
  for (const text of expected) if (text !== '') matches += Number(timingSafeEqual(digest(given), digest(text)));
  return matches > 0;
}

export const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Base64. */
export interface Sealed {
  nonce: string;
  tag: string;
  text: string;
}

export function seal(setting: string, audienceId: string, secret: string): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(setting), nonce).setAAD(Buffer.from(audienceId));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return {
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    text: text.toString('base64'),
  };
}

/** Null where none of the settings opens it, for this audience. */
export function unseal(settings: readonly string[], audienceId: string, sealed: Sealed): string | null {
  const [nonce, tag, text] = [sealed.nonce, sealed.tag, sealed.text].map((part) => Buffer.from(part, 'base64'));
  if (!nonce || !tag || !text) return null;
  for (const setting of settings) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', keyOf(setting), nonce, { authTagLength: 16 })
        .setAAD(Buffer.from(audienceId))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch {
      // Sealed with another setting, or damaged.
    }
  }
  return null;
}

const keyOf = (setting: string) => Buffer.from(hkdfSync('sha256', setting, '', 'mailchimp signing secrets', 32));
