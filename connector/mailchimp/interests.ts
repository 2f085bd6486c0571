/** Interests, which Mailchimp's pages call groups: https://mailchimp.com/developer/marketing/api/interest-categories/ */

import { z } from 'zod';
import { inAudience } from './audiences';
import type { MailchimpCaller } from './caller';
import { readAllPages } from './pages';
import type { InterestInfo } from './port';

const categoriesShape = z.object({
  categories: z.array(z.object({ id: z.string(), title: z.string() })),
  total_items: z.number(),
});

const interestsShape = z.object({
  // The count of subscribers is written as a text.
  interests: z.array(z.object({ id: z.string(), name: z.string(), subscriber_count: z.coerce.number().optional() })),
  total_items: z.number(),
});

export async function readInterests(caller: MailchimpCaller, listId: string): Promise<InterestInfo[]> {
  const categories = await readAllPages(async (paging) => {
    const fields = ['categories.id', 'categories.title', 'total_items'];
    const call = caller.call(categoriesShape, (client) =>
      client.lists.getListInterestCategoriesWithHttpInfo(listId, { fields, ...paging }),
    );
    const { data } = await inAudience(caller, listId, call);
    return { items: data.categories, total: data.total_items };
  });
  const found = await Promise.all(categories.map(({ id, title }) => readCategory(caller, listId, id, title)));
  return found.flat();
}

function readCategory(
  caller: MailchimpCaller,
  listId: string,
  categoryId: string,
  category: string,
): Promise<InterestInfo[]> {
  const fields = ['interests.id', 'interests.name', 'interests.subscriber_count', 'total_items'];
  return readAllPages(async (paging) => {
    const { data } = await caller.call(interestsShape, (client) =>
      client.lists.listInterestCategoryInterestsWithHttpInfo(listId, categoryId, { fields, ...paging }),
    );
    const items = data.interests.map(({ id, name, subscriber_count }) => ({
      interestId: id,
      category,
      name,
      memberCount: subscriber_count ?? 0,
    }));
    return { items, total: data.total_items };
  });
}
