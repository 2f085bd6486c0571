/** The interests of a category. https://mailchimp.com/developer/marketing/api/interests/ */

import { apiUrl, type Account } from '../account';
import type { Audience } from '../audience';
import { audienceOf, bodyOf, type Answer, type Call, type Route } from '../call';
import { collection, like } from '../examples';
import { addInterest, interestsOf, removeInterest, type Interest, type InterestCategory } from '../interest';
import { links } from '../links';
import { pickFields } from '../pick-fields';
import { invalidSentence, notFound } from '../problem';
import { numberOf, textOf, type Json, type Shape } from '../request-body';
import { categoryOf } from './interest-categories';

const path = '/lists/{list_id}/interest-categories/{interest_category_id}/interests';
const one = `${path}/{interest_id}`;

export const interestRoutes: Route[] = [
  { method: 'GET', path, handle: readInterests },
  {
    method: 'POST',
    path,
    handle: (call) => {
      const audience = audienceOf(call);
      const category = categoryOf(call, audience);
      const interest = addInterest(audience, category, detailsOf(call, audience, category, null));
      return { status: 200, body: interestBody(call.account, audience, interest) };
    },
  },
  {
    method: 'GET',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      const body = interestBody(call.account, audience, interestOf(call, audience));
      return { status: 200, body: pickFields(call.query, like(body))(body) };
    },
  },
  {
    method: 'PATCH',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      const interest = interestOf(call, audience);
      const details = detailsOf(call, audience, categoryOf(call, audience), interest);
      interest.name = details.name;
      interest.displayOrder = details.displayOrder ?? interest.displayOrder;
      audience.changed();
      return { status: 200, body: interestBody(call.account, audience, interest) };
    },
  },
  {
    method: 'DELETE',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      removeInterest(audience, interestOf(call, audience));
      return { status: 204 };
    },
  },
];

function interestOf(call: Call, audience: Audience): Interest {
  const category = categoryOf(call, audience);
  const interest = audience.interests.get(call.names['interest_id'] ?? '');
  if (interest === undefined || interest.categoryId !== category.id) throw notFound();
  return interest;
}

const shape: Shape = { required: ['name'], properties: { name: 'string', display_order: 'number' } };
const mostInterests = 60;

function detailsOf(call: Call, audience: Audience, category: InterestCategory, known: Interest | null) {
  const body = bodyOf(call, shape);
  const name = (textOf(body, 'name') ?? '').trim();
  if (name === '') throw invalidSentence('Please enter a name for the group.');
  const others = interestsOf(audience, category).filter((interest) => interest !== known);
  if (others.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
    throw invalidSentence(`Cannot add "${name}" because it already exists on the list.`);
  }
  // https://mailchimp.com/help/getting-started-with-groups/
  if (known === null && audience.interests.size >= mostInterests) {
    throw invalidSentence(`You can have at most ${mostInterests} groups in an audience.`);
  }
  return { name, displayOrder: numberOf(body, 'display_order') };
}

function readInterests(call: Call): Answer {
  const { account, query } = call;
  const audience = audienceOf(call);
  const category = categoryOf(call, audience);
  const { count, offset } = query.page();
  const found = interestsOf(audience, category);
  const parent = `/lists/${audience.id}/interest-categories/${category.id}`;
  const item = { id: '', category_id: '', list_id: '', name: '', display_order: 0, subscriber_count: '' };
  return {
    status: 200,
    body: pickFields(
      query,
      collection('interests', like(item), { list_id: '', category_id: '' }),
    )({
      interests: found.slice(offset, offset + count).map((interest) => interestBody(account, audience, interest)),
      list_id: audience.id,
      category_id: category.id,
      total_items: found.length,
      _links: links(apiUrl(account, `${parent}/interests`), apiUrl(account, parent)),
    }),
  };
}

function interestBody(account: Account, audience: Audience, interest: Interest): Json {
  const parent = `/lists/${audience.id}/interest-categories/${interest.categoryId}/interests`;
  let subscribers = 0;
  for (const { status, interests } of audience.members.values()) {
    if (status === 'subscribed' && interests.has(interest.id)) subscribers += 1;
  }
  return {
    category_id: interest.categoryId,
    list_id: audience.id,
    id: interest.id,
    name: interest.name,
    subscriber_count: String(subscribers),
    display_order: interest.displayOrder,
    _links: links(apiUrl(account, `${parent}/${interest.id}`), apiUrl(account, parent)),
  };
}
