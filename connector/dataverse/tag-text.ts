/** The tags of a member in one text column, so that a view can filter by `; VIP;`. */

export function textOfTags(tags: readonly string[], maxLength: number): string | null {
  let written = '';
  for (const tag of tags) {
    const name = tag.replaceAll(';', ',').trim();
    const longer = written === '' ? `; ${name};` : `${written} ${name};`;
    if (longer.length > maxLength) break;
    if (name !== '') written = longer;
  }
  return written === '' ? null : written;
}

export function tagsInText(text: string | null): string[] {
  return (text ?? '')
    .split(';')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
