/** The tags of an audience, as Mailchimp has them. */

import type { DataverseContext } from './context';
import { saveDefinitions } from './definitions';

/** Answers how many rows were written. */
export function saveTags(
  context: DataverseContext,
  audienceId: string,
  tags: readonly { tagId: string; name: string; memberCount: number }[],
  me: string,
): Promise<number> {
  return saveDefinitions(
    context,
    { name: 'mcs_tag', key: 'mcs_mailchimptagid' },
    audienceId,
    tags.map(({ tagId, name, memberCount }) => ({
      key: tagId,
      columns: { mcs_name: name, mcs_membercount: memberCount },
    })),
    me,
  );
}
