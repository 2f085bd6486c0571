/** An address as Mailchimp exports it, one text whose parts are separated by two spaces, as the parts of an address field. */
export function readAddress(text: string): Record<string, string> {
  return readWhole(text) ?? readLoosely(text);
}

/** Empty parts leave their separators behind; the second line of the street and the country may be missing. */
function readWhole(text: string): Record<string, string> | undefined {
  const parts = text.split('  ').map((part) => part.trim());
  const hasCountry = parts.length === 6 || (parts.length === 5 && /^[A-Z]{2}$/.test(parts.at(-1) ?? ''));
  const country = hasCountry ? parts.pop() : undefined;
  if (parts.length !== 4 && parts.length !== 5) return undefined;
  const [city = '', state = '', zip = ''] = parts.slice(-3);
  const [addr1 = '', addr2 = ''] = parts.slice(0, -3);
  return { addr1, addr2, city, state, zip, ...(country === undefined ? {} : { country }) };
}

function readLoosely(text: string): Record<string, string> {
  const parts = text.split(/ {2,}/).map((part) => part.trim());
  const country = parts.length > 4 && /^[A-Z]{2}$/.test(parts.at(-1) ?? '') ? parts.pop() : undefined;
  if (parts.length < 4) return { addr1: parts.join(' '), city: '', state: '', zip: '' };
  const [city = '', state = '', zip = ''] = parts.slice(-3);
  const [addr1 = '', ...addr2] = parts.slice(0, -3);
  return { addr1, addr2: addr2.join(' '), city, state, zip, ...(country === undefined ? {} : { country }) };
}
