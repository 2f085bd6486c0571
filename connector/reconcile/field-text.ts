/** Texts as each side can hold them: columns count characters, Mailchimp counts bytes, and what a side had to cut is no change. */

/** https://mailchimp.com/developer/marketing/docs/merge-fields/ : a text field holds 255 bytes and is cut behind them. */
export const mailchimpBytes = 255;

/** Cut to a column's length as Dataverse counts it (UTF-16), never through a character that takes two units. */
export function fitCharacters(text: string, most: number): string {
  const trimmed = text.trim();
  if (trimmed.length <= most) return trimmed;
  let fitting = '';
  for (const character of trimmed) {
    if (fitting.length + character.length > most) break;
    fitting += character;
  }
  return fitting.trimEnd();
}

export function fitForMailchimp(text: string): string {
  const trimmed = text.trim();
  let bytes = 0;
  let fitting = '';
  for (const character of trimmed) {
    bytes += Buffer.byteLength(character, 'utf8');
    if (bytes > mailchimpBytes) break;
    fitting += character;
  }
  return fitting.trimEnd();
}

/** The same text, whichever way its accents are composed and whichever side had to cut it. */
export function sameText(one: string, other: string, columnLength: number): boolean {
  const [a, b] = [one.trim().normalize('NFC'), other.trim().normalize('NFC')];
  const isCut = (short: string, long: string) =>
    short !== '' &&
    short.length < long.length &&
    (short === fitCharacters(long, columnLength) || short === fitForMailchimp(long));
  return a === b || isCut(a, b) || isCut(b, a);
}
