/** Writes down which tags and interests the audience has, how many members carry them, and how their ties stand. */

import type { MailchimpAccount } from '../../mailchimp/port';
import type { Services } from '../run/services';
import type { Labels } from './labels';

export type LabelsToSave = Pick<Labels, 'tags' | 'interests' | 'sentences'>;

/** `changed`: people were written since they were read, which moves the numbers of members. */
export async function saveLabels(
  { crm }: Pick<Services, 'crm'>,
  mailchimp: MailchimpAccount,
  audience: { id: string; listId: string },
  read: LabelsToSave,
  changed: boolean,
): Promise<void> {
  // First, because a tie that somebody set is counted only once its word is written.
  if (read.sentences.length > 0) await crm.saveLabelSentences(read.sentences);
  await crm.saveTags(audience.id, changed ? await mailchimp.tags(audience.listId) : read.tags);
  if (read.interests !== null) {
    await crm.saveInterests(audience.id, changed ? await mailchimp.interests(audience.listId) : read.interests);
  }
}
