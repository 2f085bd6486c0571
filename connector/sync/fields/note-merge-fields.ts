/** Writes down on the audience which merge fields Mailchimp has, so that a mapping can be chosen, and a wrong one refused, without asking it. */

import type { AudienceRow, Crm } from '../../dataverse/port';
import { tables } from '../../dataverse/schema.generated';
import type { MergeField } from '../../mailchimp/port';

export async function noteMergeFields(
  crm: Pick<Crm, 'changeAudience'>,
  audience: Pick<AudienceRow, 'id' | 'mergeFields'>,
  mergeFields: readonly MergeField[],
): Promise<void> {
  const written = asText(mergeFields);
  if (written !== audience.mergeFields) await crm.changeAudience(audience.id, { mergeFields: written });
}

/** As many as fit; Mailchimp allows 80 at most. https://mailchimp.com/help/manage-audience-signup-form-fields/ */
function asText(mergeFields: readonly MergeField[]): string {
  const described = mergeFields
    .map(({ name, required, tag, type }) => ({ tag, name, type, required }))
    .sort((a, b) => a.tag.localeCompare(b.tag));
  const { maxLength } = tables.mcs_audience.columns.mcs_mergefields;
  while (JSON.stringify(described).length > maxLength) described.pop();
  return JSON.stringify(described);
}
