/** The merge fields of an audience: https://mailchimp.com/developer/marketing/api/list-merges/ */

import { z } from 'zod';
import { mergeTypes } from '../reconcile/field-kinds';
import { inAudience } from './audiences';
import type { MailchimpCaller } from './caller';
import { readAllPages } from './pages';
import type { MergeField } from './port';

const shape = z.object({
  tag: z.string(),
  name: z.string(),
  // A type that is not known here is read and written as text.
  type: z.enum(mergeTypes).catch('text'),
  required: z.boolean().optional(),
  options: z.object({ choices: z.array(z.string()).optional(), phone_format: z.string().optional() }).optional(),
});

const pageShape = z.object({ merge_fields: z.array(shape), total_items: z.number() });

export function readMergeFields(caller: MailchimpCaller, listId: string): Promise<MergeField[]> {
  const fields = [...Object.keys(shape.shape).map((property) => `merge_fields.${property}`), 'total_items'];
  return readAllPages(async (paging) => {
    const call = caller.call(pageShape, (client) =>
      client.lists.getListMergeFieldsWithHttpInfo(listId, { fields, ...paging }),
    );
    const { data } = await inAudience(caller, listId, call);
    return { items: data.merge_fields.map(toMergeField), total: data.total_items };
  });
}

export async function createMergeField(
  caller: MailchimpCaller,
  listId: string,
  { tag, name, type, choices }: Omit<MergeField, 'required'>,
): Promise<void> {
  const body = { tag, name, type, public: false, ...(choices.length > 0 ? { options: { choices } } : {}) };
  await inAudience(
    caller,
    listId,
    caller.call(shape, (client) => client.lists.addListMergeFieldWithHttpInfo(listId, body)),
  );
  caller.countWrites(1);
}

const toMergeField = ({ tag, name, type, required, options }: z.infer<typeof shape>): MergeField => ({
  tag,
  name,
  type,
  required: required ?? false,
  choices: options?.choices ?? [],
  americanPhone: options?.phone_format === 'US',
});
