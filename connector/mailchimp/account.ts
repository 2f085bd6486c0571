/** Who the key belongs to: https://mailchimp.com/developer/marketing/api/root/list-api-root-resources/ */

import { z } from 'zod';
import type { MailchimpCaller } from './caller';
import type { MailchimpAccountInfo } from './port';

const shape = z.object({ account_id: z.string(), account_name: z.string().optional() });

export async function readAccount(caller: MailchimpCaller): Promise<MailchimpAccountInfo> {
  const { data } = await caller.call(shape, (client) =>
    client.root.getRootWithHttpInfo({ fields: ['account_id', 'account_name'] }),
  );
  return { accountId: data.account_id, name: data.account_name ?? '' };
}
