/** Audiences, which the API calls lists. https://mailchimp.com/developer/marketing/api/lists/ */

import { apiUrl } from '../account';
import { audienceBody } from '../audience-body';
import { bulkShape, writeInBulk } from '../bulk-members';
import { audienceOf, bodyOf, type Answer, type Call, type Route } from '../call';
import { collection, like } from '../examples';
import { links } from '../links';
import { narrowMemberBody } from '../member-body';
import { pickFields } from '../pick-fields';
import type { Json } from '../request-body';

export const listRoutes: Route[] = [
  { method: 'GET', path: '/lists', handle: readLists },
  {
    method: 'GET',
    path: '/lists/{list_id}',
    handle: (call) => {
      const body = audienceBody(
        call.service,
        call.account,
        audienceOf(call),
        call.query.flag('include_total_contacts'),
      );
      return { status: 200, body: pickFields(call.query, exampleAudience(body))(body) };
    },
  },
  { method: 'POST', path: '/lists/{list_id}', handle: writeMembers },
];

function readLists({ service, account, query }: Call): Answer {
  const { count, offset } = query.page();
  const since = query.instant('since_date_created');
  const before = query.instant('before_date_created');
  const address = query.text('email');
  const descending = query.word('sort_dir', ['ASC', 'DESC']) === 'DESC';
  const sorted = query.word('sort_field', ['date_created']) !== undefined;
  // No campaign was ever sent from here and no shop is connected.
  const none = query.instant('since_campaign_last_sent') !== undefined || query.flag('has_ecommerce_store');
  query.instant('before_campaign_last_sent');
  const found = [...account.audiences.values()].filter(
    (audience) =>
      !none &&
      (since === undefined || audience.dateCreated > since) &&
      (before === undefined || audience.dateCreated < before) &&
      (address === undefined || audience.byAddress(address) !== undefined),
  );
  if (sorted) found.sort((one, other) => one.dateCreated - other.dateCreated);
  if (descending) found.reverse();
  const withTotal = query.flag('include_total_contacts');
  const body: Json = {
    lists: found.slice(offset, offset + count).map((audience) => audienceBody(service, account, audience, withTotal)),
    total_items: found.length,
    constraints: { may_create: false, max_instances: 100, current_total_instances: account.audiences.size },
    _links: links(apiUrl(account, '/lists'), apiUrl(account, '/')),
  };
  const [first] = account.audiences.values();
  const item = first === undefined ? {} : exampleAudience(audienceBody(service, account, first, true));
  const example = collection('lists', item, {
    constraints: { may_create: true, max_instances: 0, current_total_instances: 0 },
  });
  return { status: 200, body: pickFields(query, example)(body) };
}

function exampleAudience(body: Json): Json {
  return like({ ...body, stats: { ...Object(body['stats']), total_contacts: 0 } });
}

function writeMembers(call: Call): Answer {
  const { service, account, query } = call;
  const audience = audienceOf(call);
  const body = bodyOf(call, bulkShape);
  const context = { service, audience, skipMergeValidation: query.flag('skip_merge_validation') };
  const { created, updated, errors } = writeInBulk(context, body, query.flag('skip_duplicate_check'));
  return {
    status: 200,
    body: {
      new_members: created.map((member) => narrowMemberBody(account, audience, member, 'with tags')),
      updated_members: updated.map((member) => narrowMemberBody(account, audience, member, 'with tags')),
      errors,
      total_created: created.length,
      total_updated: updated.length,
      error_count: errors.length,
      _links: links(apiUrl(account, `/lists/${audience.id}`), apiUrl(account, '/lists')),
    },
  };
}
