/** Categories of interests, which people call groups. https://mailchimp.com/developer/marketing/api/interest-categories/ */

import { apiUrl, type Account } from '../account';
import type { Audience } from '../audience';
import { audienceOf, bodyOf, type Answer, type Call, type Route } from '../call';
import { collection, like } from '../examples';
import { addCategory, categoryTypes, removeCategory, type InterestCategory } from '../interest';
import { links } from '../links';
import { pickFields } from '../pick-fields';
import { invalidSentence, notFound } from '../problem';
import { numberOf, textOf, type Json, type Shape } from '../request-body';

const path = '/lists/{list_id}/interest-categories';
const one = `${path}/{interest_category_id}`;

export const interestCategoryRoutes: Route[] = [
  { method: 'GET', path, handle: readCategories },
  { method: 'POST', path, handle: createCategory },
  {
    method: 'GET',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      const body = categoryBody(call.account, audience, categoryOf(call, audience));
      return { status: 200, body: pickFields(call.query, like(body))(body) };
    },
  },
  { method: 'PATCH', path: one, handle: changeCategory },
  {
    method: 'DELETE',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      removeCategory(audience, categoryOf(call, audience));
      return { status: 204 };
    },
  },
];

export function categoryOf(call: Call, audience: Audience): InterestCategory {
  const category = audience.interestCategories.get(call.names['interest_category_id'] ?? '');
  if (category === undefined) throw notFound();
  return category;
}

const shape: Shape = {
  required: ['title', 'type'],
  properties: { title: 'string', type: categoryTypes, display_order: 'number' },
};

interface CategoryDetails {
  title: string;
  type: InterestCategory['type'];
  displayOrder: number | undefined;
}

function detailsOf(call: Call, audience: Audience, known: InterestCategory | null): CategoryDetails {
  const body = bodyOf(call, shape);
  const title = (textOf(body, 'title') ?? '').trim();
  if (title === '') throw invalidSentence('Please enter a name for the group category.');
  for (const other of audience.interestCategories.values()) {
    if (other !== known && other.title.toLowerCase() === title.toLowerCase()) {
      throw invalidSentence(`A group category named "${title}" already exists for this list.`);
    }
  }
  return {
    title,
    type: categoryTypes.find((type) => type === body['type']) ?? 'checkboxes',
    displayOrder: numberOf(body, 'display_order'),
  };
}

function createCategory(call: Call): Answer {
  const audience = audienceOf(call);
  const category = addCategory(audience, detailsOf(call, audience, null));
  return { status: 200, body: categoryBody(call.account, audience, category) };
}

function changeCategory(call: Call): Answer {
  const audience = audienceOf(call);
  const category = categoryOf(call, audience);
  const { title, type, displayOrder = category.displayOrder } = detailsOf(call, audience, category);
  Object.assign(category, { title, type, displayOrder });
  audience.changed();
  return { status: 200, body: categoryBody(call.account, audience, category) };
}

function readCategories(call: Call): Answer {
  const { account, query } = call;
  const audience = audienceOf(call);
  const { count, offset } = query.page();
  const type = query.word('type', categoryTypes);
  const found = [...audience.interestCategories.values()]
    .filter((category) => type === undefined || category.type === type)
    .sort((earlier, later) => earlier.displayOrder - later.displayOrder);
  const parent = `/lists/${audience.id}`;
  const item = { id: '', list_id: '', title: '', display_order: 0, type: '' };
  return {
    status: 200,
    body: pickFields(
      query,
      collection('categories', like(item), { list_id: '' }),
    )({
      list_id: audience.id,
      categories: found.slice(offset, offset + count).map((category) => categoryBody(account, audience, category)),
      total_items: found.length,
      _links: links(apiUrl(account, `${parent}/interest-categories`), apiUrl(account, parent)),
    }),
  };
}

function categoryBody(account: Account, audience: Audience, category: InterestCategory): Json {
  const parent = `/lists/${audience.id}/interest-categories`;
  return {
    list_id: audience.id,
    id: category.id,
    title: category.title,
    display_order: category.displayOrder,
    type: category.type,
    _links: links(apiUrl(account, `${parent}/${category.id}`), apiUrl(account, parent)),
  };
}
