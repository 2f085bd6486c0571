/** The tags of a member stand in one column as `; Press; VIP;`, so that a view can filter by one of them. */
import { tables } from '../schema.generated';
import { t } from '../texts/texts';

export function tagsInText(text: string | null): string[] {
  return (text ?? '')
    .split(';')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

export const textOfTags = (tags: readonly string[]): string | null =>
  tags.length === 0 ? null : `; ${tags.join('; ')};`;

/** https://mailchimp.com/help/getting-started-tags/ */
export const longestTag = 100;

/** Why a tag cannot be given; null where it can. */
export function tagProblem(tag: string, present: readonly string[]): string | null {
  if (tag.includes(';')) return t('panel.tags.semicolon');
  if (tag.length > longestTag) return t('panel.tags.tooLong', { count: longestTag });
  if (present.some((one) => one.toLowerCase() === tag.toLowerCase())) return t('panel.tags.present', { tag });
  const written = textOfTags([...present, tag]) ?? '';
  if (written.length > tables.mcs_audiencemember.columns.mcs_tags.maxLength) return t('panel.tags.tooMany');
  return null;
}
