/** The interests of an audience, as Mailchimp has them. */

import type { DataverseContext } from './context';
import { saveDefinitions } from './definitions';
import { tables } from './schema.generated';

const { columns } = tables.mcs_interest;

/** Answers how many rows were written. */
export function saveInterests(
  context: DataverseContext,
  audienceId: string,
  interests: readonly { interestId: string; category: string; name: string; memberCount: number }[],
  me: string,
): Promise<number> {
  return saveDefinitions(
    context,
    { name: 'mcs_interest', key: 'mcs_mailchimpinterestid' },
    audienceId,
    interests.map(({ interestId, category, name, memberCount }) => ({
      key: interestId,
      columns: {
        mcs_name: name.slice(0, columns.mcs_name.maxLength),
        mcs_category: category.slice(0, columns.mcs_category.maxLength),
        mcs_membercount: memberCount,
      },
    })),
    me,
  );
}
