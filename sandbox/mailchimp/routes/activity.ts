/** What happened with a member. https://mailchimp.com/developer/marketing/api/list-member-activity/ */

import { apiUrl } from '../account';
import { audienceOf, memberOf, type Answer, type Call, type Route } from '../call';
import { collection } from '../examples';
import { writeInstant } from '../instant';
import { links } from '../links';
import type { ActivityRecord } from '../member';
import { memberPath } from '../member-body';
import { pickFields } from '../pick-fields';

const path = '/lists/{list_id}/members/{subscriber_hash}';

export const activityRoutes: Route[] = [
  { method: 'GET', path: `${path}/activity`, handle: readActivity },
  { method: 'GET', path: `${path}/activity-feed`, handle: readFeed },
];

/** The last 50 events, the latest first. */
function readActivity(call: Call): Answer {
  const audience = audienceOf(call);
  const member = memberOf(call, audience, 'any');
  const wanted = call.query.text('action')?.split(',');
  const found = member.activity.filter(({ action }) => wanted === undefined || wanted.includes(action)).reverse();
  const pick = pickFields(
    call.query,
    collection('activity', entry({ action: 'unsub', at: 0, by: 'api', reason: '' }), {
      email_id: '',
      contact_id: '',
      list_id: '',
    }),
  );
  const self = memberPath(audience, member);
  return {
    status: 200,
    body: pick({
      activity: found.slice(0, 50).map(entry),
      email_id: member.id,
      contact_id: member.contactId,
      list_id: audience.id,
      total_items: found.length,
      _links: links(apiUrl(call.account, `${self}/activity`), apiUrl(call.account, self)),
    }),
  };
}

function entry({ action, at, reason }: ActivityRecord): Record<string, unknown> {
  return {
    action,
    timestamp: writeInstant(at),
    url: action === 'click' ? reason : '',
    type: action === 'bounce' ? reason : '',
    campaign_id: '',
    title: '',
    parent_campaign: '',
  };
}

/** Tells an administrator's unsubscribe from the person's own. */
function readFeed(call: Call): Answer {
  const audience = audienceOf(call);
  const member = memberOf(call, audience, 'hash');
  const { count, offset } = call.query.page();
  const wanted = call.query.text('activity_filters')?.split(',');
  const feed = [...member.activity]
    .reverse()
    .map(feedItem)
    .filter((item) => item !== null)
    .filter((item) => wanted === undefined || wanted.some((word) => item.filters.includes(word)));
  const self = memberPath(audience, member);
  const pick = pickFields(call.query, { activity: {}, email_id: '', list_id: '', _links: {} });
  return {
    status: 200,
    body: pick({
      activity: feed.slice(offset, offset + count).map(({ body }) => body),
      email_id: member.id,
      list_id: audience.id,
      _links: links(apiUrl(call.account, `${self}/activity-feed`), apiUrl(call.account, self)),
    }),
  };
}

function feedItem({ action, at, by, reason }: ActivityRecord): { filters: string[]; body: object } | null {
  const created_at_timestamp = writeInstant(at);
  const campaign = { campaign_id: '', campaign_title: '' };
  switch (action) {
    case 'subscribe': {
      const signup_category = by === 'person' ? 'form' : by;
      const body = { activity_type: 'generic_signup', created_at_timestamp, signup_category };
      return { filters: ['signup', 'generic_signup'], body };
    }
    case 'unsub': {
      const told = { is_admin_unsubscribed: by !== 'person', unsubscribe_reason: reason };
      return { filters: ['unsub'], body: { activity_type: 'unsub', created_at_timestamp, ...campaign, ...told } };
    }
    case 'bounce': {
      const told = { bounce_type: reason, bounce_has_open_activity: false };
      return { filters: ['bounce'], body: { activity_type: 'bounce', created_at_timestamp, ...campaign, ...told } };
    }
    case 'open':
      return { filters: ['open'], body: { activity_type: 'open', created_at_timestamp, ...campaign } };
    case 'click': {
      const told = { link_clicked: reason };
      return { filters: ['click'], body: { activity_type: 'click', created_at_timestamp, ...campaign, ...told } };
    }
    case 'abuse':
      // The feed has no word for a complaint; the unsubscribe that comes with it stands there.
      return null;
    default:
      return action satisfies never;
  }
}
