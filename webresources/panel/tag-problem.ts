/** Why a tag cannot be given; null where it can. */
import { tables } from '../schema.generated';
import { textOfTags } from '../tags';
import { t } from '../texts/texts';

export function tagProblem(tag: string, present: readonly string[]): string | null {
  if (tag.includes(';')) return t('panel.tags.semicolon');
  if (tag.length > longestTag) return t('panel.tags.tooLong', { count: longestTag });
  if (present.some((one) => one.toLowerCase() === tag.toLowerCase())) return t('panel.tags.present', { tag });
  const written = textOfTags([...present, tag]) ?? '';
  if (written.length > tables.mcs_audiencemember.columns.mcs_tags.maxLength) return t('panel.tags.tooMany');
  return null;
}

/** https://mailchimp.com/help/getting-started-tags/ */
const longestTag = 100;
