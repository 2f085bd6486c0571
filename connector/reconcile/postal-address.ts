/**
 * A postal address: six columns in Dynamics 365, one object in Mailchimp, which has to be complete.
 * https://mailchimp.com/developer/marketing/docs/merge-fields/#add-merge-data-to-contacts
 */

import { fitCharacters, fitForMailchimp, sameText } from './field-text';

export const addressParts = ['addr1', 'addr2', 'city', 'state', 'zip', 'country'] as const;
export type AddressPart = (typeof addressParts)[number];

/** What follows `address1_` in the column of each part, and how long it is unless an environment says otherwise. */
export const partColumns: Readonly<Record<AddressPart, { suffix: string; length: number }>> = {
  addr1: { suffix: 'line1', length: 250 },
  addr2: { suffix: 'line2', length: 250 },
  city: { suffix: 'city', length: 80 },
  state: { suffix: 'stateorprovince', length: 50 },
  zip: { suffix: 'postalcode', length: 20 },
  country: { suffix: 'country', length: 80 },
};

export type PostalAddress = Record<AddressPart, string>;

/** One text for all six parts; empty where all of them are. */
export function textOfAddress(parts: Partial<PostalAddress>): string {
  const values = addressParts.map((part) => (parts[part] ?? '').trim());
  return values.every((value) => value === '') ? '' : JSON.stringify(values);
}

export function addressInText(text: string): PostalAddress | null {
  const values: unknown = readJson(text);
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) return null;
  const [addr1 = '', addr2 = '', city = '', state = '', zip = '', country = ''] = values;
  return { addr1, addr2, city, state, zip, country };
}

export function isComplete(address: PostalAddress): boolean {
  return address.addr1 !== '' && address.city !== '' && address.state !== '' && address.zip !== '';
}

export function forMailchimp(address: PostalAddress): Partial<PostalAddress> {
  const parts = addressParts.map((part) => [part, fitForMailchimp(address[part])] as const);
  return Object.fromEntries(parts.filter(([part, value]) => value !== '' || (part !== 'addr2' && part !== 'country')));
}

/** Mailchimp's addresses often have no country, which does not mean that the one in the column is wrong. */
export function columnsOfAddress(prefix: string, address: PostalAddress): Record<string, string | null> {
  const isEmpty = addressParts.every((part) => address[part] === '');
  return Object.fromEntries(
    addressParts.flatMap((part) => {
      const { suffix, length } = partColumns[part];
      const value = fitCharacters(address[part], length) || null;
      return part === 'country' && value === null && !isEmpty ? [] : [[`${prefix}_${suffix}`, value]];
    }),
  );
}

/** Mailchimp may fill in a country of its own, which is no change. */
export function sameAddress(one: PostalAddress, other: PostalAddress): boolean {
  return addressParts.every(
    (part) =>
      (part === 'country' && (one.country === '' || other.country === '')) ||
      sameText(one[part], other[part], partColumns[part].length),
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
