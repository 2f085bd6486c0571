/** The account itself: https://mailchimp.com/developer/marketing/api/root/ */

import { apiUrl } from '../account';
import type { Call, Route } from '../call';
import { like } from '../examples';
import { writeInstant } from '../instant';
import { links } from '../links';
import { pickFields } from '../pick-fields';
import type { Json } from '../request-body';

export const accountRoutes: Route[] = [
  {
    method: 'GET',
    path: '/ping',
    handle: () => ({ status: 200, body: { health_status: "Everything's Chimpy!" } }),
  },
  {
    method: 'GET',
    path: '/',
    handle: (call) => {
      const body = accountBody(call);
      return { status: 200, body: pickFields(call.query, like(body))(body) };
    },
  },
];

function accountBody({ account, service }: Call): Json {
  let subscribers = 0;
  for (const audience of account.audiences.values()) {
    for (const member of audience.members.values()) if (member.status === 'subscribed') subscribers += 1;
  }
  return {
    account_id: account.id,
    login_id: `${account.id.slice(0, 8)}-login`,
    account_name: account.name,
    email: 'owner@contoso.example',
    first_name: 'Alex',
    last_name: 'Admin',
    username: 'contoso-owner',
    avatar_url: '',
    role: 'owner',
    member_since: '2020-01-01T00:00:00+00:00',
    pricing_plan_type: 'monthly',
    first_payment: '',
    account_timezone: 'UTC',
    account_industry: '',
    contact: { company: account.name, addr1: '', addr2: '', city: '', state: '', zip: '', country: '' },
    pro_enabled: false,
    last_login: writeInstant(service.now()),
    total_subscribers: subscribers,
    industry_stats: { open_rate: 0, bounce_rate: 0, click_rate: 0 },
    _links: links(apiUrl(account, '/'), apiUrl(account, '/')),
  };
}
