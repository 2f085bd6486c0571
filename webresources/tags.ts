/** The tags of a member stand in one column as `; Press; VIP;`, so that a view can filter by one of them. */
export function tagsInText(text: string | null): string[] {
  return (text ?? '')
    .split(';')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

export const textOfTags = (tags: readonly string[]): string | null =>
  tags.length === 0 ? null : `; ${tags.join('; ')};`;
