/** Tags, interests and merge fields of audiences, so that they can be chosen in Manage before anything was synced. */

import type { Crm } from '../../dataverse/port';
import type { AudienceInfo, MailchimpAccount } from '../../mailchimp/port';
import { noteMergeFields } from '../fields/note-merge-fields';

export async function refreshLabels(
  crm: Crm,
  mailchimp: MailchimpAccount,
  existing: readonly AudienceInfo[],
): Promise<void> {
  const there = new Set(existing.map(({ listId }) => listId));
  for (const audience of await crm.audiences()) {
    const { id, listId, tieState } = audience;
    // The runs of a running tie keep its tags themselves: they have to see which one was given another name.
    if (!there.has(listId) || tieState === 'running') continue;
    await crm.saveTags(id, await mailchimp.tags(listId));
    await crm.saveInterests(id, await mailchimp.interests(listId));
    await noteMergeFields(crm, audience, await mailchimp.mergeFields(listId));
  }
}
