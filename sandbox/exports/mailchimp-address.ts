/** An address as Mailchimp exports it, one text whose parts are separated by two spaces, as the parts of an address field. */
export function readAddress(text: string): Record<string, string> {
  const parts = text.split(/ {2,}/).map((part) => part.trim());
  const country = parts.length > 4 && /^[A-Z]{2}$/.test(parts.at(-1) ?? '') ? parts.pop() : undefined;
  if (parts.length < 4) return { addr1: parts.join(' '), city: '', state: '', zip: '' };
  const [city = '', state = '', zip = ''] = parts.slice(-3);
  const [addr1 = '', ...addr2] = parts.slice(0, -3);
  return { addr1, addr2: addr2.join(' '), city, state, zip, ...(country === undefined ? {} : { country }) };
}
