/** Which addresses Mailchimp takes. */

import { invalidSentence } from './problem';
import type { Switches } from './switches';

const wellFormed = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]{2,}$/;

const fakeDomains = new Set([
  'example.com',
  'gmial.com',
  'gmai.com',
  'gamil.com',
  'gnail.com',
  'hotmial.com',
  'hotnail.com',
  'yaho.com',
  'outlok.com',
]);

const roles = new Set(['abuse', 'admin', 'noc', 'no-reply', 'noreply', 'postmaster', 'root', 'spam', 'webmaster']);

export function checkAddress(address: string, switches: Switches): void {
  if (!isWellFormed(address)) throw invalidSentence('Please provide a valid email address.');
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const fake = fakeDomains.has(domain) || (local === 'test' && domain.startsWith('te'));
  if (fake && switches.fakeAddressRule === 'patterns') {
    throw invalidSentence(`${address} looks fake or invalid, please enter a real email address.`);
  }
  if (roles.has(local) && switches.roleAddressRule === 'refused') {
    throw invalidSentence(`${address} is a role address and cannot be imported.`);
  }
}

export function isWellFormed(address: string): boolean {
  return address.length <= 254 && wellFormed.test(address) && !address.includes('..');
}
