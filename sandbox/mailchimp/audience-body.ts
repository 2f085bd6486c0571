/** How an audience reads. Its counts come from a cache, as at Mailchimp, so they lag behind what was just written. */

import { apiUrl, type Account } from './account';
import type { Audience } from './audience';
import { writeInstant, type Instant } from './instant';
import { links } from './links';
import type { Json } from './request-body';
import type { Service } from './service';

/** https://mailchimp.com/developer/marketing/api/lists/get-list-info/ */
export function audienceBody(service: Service, account: Account, audience: Audience, withTotal: boolean): Json {
  const counts = countsOf(service, audience);
  return {
    id: audience.id,
    web_id: audience.webId,
    name: audience.name,
    contact: {
      company: account.name,
      address1: '',
      address2: '',
      city: '',
      state: '',
      zip: '',
      country: '',
      phone: '',
    },
    permission_reminder: `You signed up for ${audience.name}.`,
    use_archive_bar: true,
    campaign_defaults: { from_name: account.name, from_email: 'owner@contoso.example', subject: '', language: 'en' },
    notify_on_subscribe: '',
    notify_on_unsubscribe: '',
    date_created: writeInstant(audience.dateCreated),
    list_rating: 0,
    email_type_option: false,
    subscribe_url_short: `http://eepurl.com/${audience.id}`,
    subscribe_url_long: `https://contoso.us1.list-manage.com/subscribe?u=${account.id}&id=${audience.id}`,
    beamer_address: `us1-${audience.id}@inbound.mailchimp.com`,
    visibility: 'prv',
    double_optin: audience.doubleOptin,
    has_welcome: false,
    marketing_permissions: false,
    modules: [],
    stats: {
      member_count: counts.subscribed,
      ...(withTotal ? { total_contacts: counts.total } : {}),
      unsubscribe_count: counts.unsubscribed,
      cleaned_count: counts.cleaned,
      member_count_since_send: counts.subscribed,
      unsubscribe_count_since_send: counts.unsubscribed,
      cleaned_count_since_send: counts.cleaned,
      campaign_count: 0,
      campaign_last_sent: '',
      merge_field_count: audience.mergeFields.length,
      avg_sub_rate: 0,
      avg_unsub_rate: 0,
      target_sub_rate: 0,
      open_rate: 0,
      click_rate: 0,
      last_sub_date: writeInstant(counts.lastSubscribed),
      last_unsub_date: writeInstant(counts.lastUnsubscribed),
    },
    _links: links(apiUrl(account, `/lists/${audience.id}`), apiUrl(account, '/lists')),
  };
}

interface Counts {
  at: Instant;
  subscribed: number;
  unsubscribed: number;
  cleaned: number;
  total: number;
  lastSubscribed: Instant | null;
  lastUnsubscribed: Instant | null;
}

const cache = new WeakMap<Audience, Counts>();

function countsOf(service: Service, audience: Audience): Counts {
  const now = service.now();
  const kept = cache.get(audience);
  if (kept !== undefined && Math.abs(now - kept.at) < service.switches.statsCacheSeconds) return kept;
  const counts: Counts = {
    at: now,
    subscribed: 0,
    unsubscribed: 0,
    cleaned: 0,
    total: 0,
    lastSubscribed: null,
    lastUnsubscribed: null,
  };
  for (const member of audience.members.values()) {
    if (member.status !== 'archived') counts.total += 1;
    if (member.status === 'cleaned') counts.cleaned += 1;
    if (member.status === 'subscribed') {
      counts.subscribed += 1;
      counts.lastSubscribed = Math.max(counts.lastSubscribed ?? 0, member.timestampOpt ?? 0);
    }
    if (member.status === 'unsubscribed') {
      counts.unsubscribed += 1;
      counts.lastUnsubscribed = Math.max(counts.lastUnsubscribed ?? 0, member.unsubscribedAt ?? 0);
    }
  }
  cache.set(audience, counts);
  return counts;
}
