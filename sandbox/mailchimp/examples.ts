/** Answers with every property that may appear, so that `fields` can be told from typing errors. */

import type { Json } from './request-body';

/** An empty object takes any path below it. */
const anything: Json = {};

const link: Json = { rel: '', href: '', method: '', targetSchema: '', schema: '' };

export const narrowMember: Json = {
  id: '',
  email_address: '',
  unique_email_id: '',
  email_type: '',
  status: '',
  merge_fields: anything,
  interests: anything,
  stats: { avg_open_rate: 0, avg_click_rate: 0 },
  ip_signup: '',
  timestamp_signup: '',
  ip_opt: '',
  timestamp_opt: '',
  member_rating: 0,
  last_changed: '',
  language: '',
  vip: false,
  email_client: '',
  location: { latitude: 0, longitude: 0, gmtoff: 0, dstoff: 0, country_code: '', timezone: '' },
  last_note: { note_id: 0, created_at: '', created_by: '', note: '' },
  tags_count: 0,
  tags: [{ id: 0, name: '' }],
  list_id: '',
  _links: [link],
};

export const member: Json = {
  ...narrowMember,
  contact_id: '',
  full_name: '',
  web_id: 0,
  consents_to_one_to_one_messaging: true,
  unsubscribe_reason: '',
  source: '',
  stats: {
    avg_open_rate: 0,
    avg_click_rate: 0,
    ecommerce_data: { total_revenue: 0, number_of_orders: 0, currency_code: '' },
  },
  location: { latitude: 0, longitude: 0, gmtoff: 0, dstoff: 0, country_code: '', timezone: '', region: '' },
  marketing_permissions: [{ marketing_permission_id: '', text: '', enabled: false }],
};

export function collection(name: string, item: Json, more: Json = {}): Json {
  return { [name]: [item], ...more, total_items: 0, _links: [link] };
}

/** The shape of an answer that always has all of its properties. */
export function like(body: Json): Json {
  return { ...body, _links: [link] };
}
