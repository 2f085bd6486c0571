/** Groups of interests: no audience of the stand-in has any. https://mailchimp.com/developer/marketing/api/interest-categories/ */

import { apiUrl } from '../account';
import { audienceOf, type Route } from '../call';
import { collection } from '../examples';
import { links } from '../links';
import { pickFields } from '../pick-fields';
import { notFound } from '../problem';

const path = '/lists/{list_id}/interest-categories';

export const interestRoutes: Route[] = [
  {
    method: 'GET',
    path,
    handle: ({ account, query, ...call }) => {
      const audience = audienceOf({ account, query, ...call });
      query.page();
      const item = { id: '', list_id: '', title: '', display_order: 0, type: '' };
      return {
        status: 200,
        body: pickFields(
          query,
          collection('categories', item, { list_id: '' }),
        )({
          list_id: audience.id,
          categories: [],
          total_items: 0,
          _links: links(
            apiUrl(account, `/lists/${audience.id}/interest-categories`),
            apiUrl(account, `/lists/${audience.id}`),
          ),
        }),
      };
    },
  },
  ...['', '/interests'].map((below): Route => ({
    method: 'GET',
    path: `${path}/{interest_category_id}${below}`,
    handle: (call) => {
      audienceOf(call);
      throw notFound();
    },
  })),
];
