/** Webhooks of an audience. https://mailchimp.com/developer/marketing/api/list-webhooks/ */

import { createHash, randomBytes } from 'node:crypto';
import { apiUrl, type Account } from '../account';
import type { Audience } from '../audience';
import { audienceOf, bodyOf, type Answer, type Call, type Route } from '../call';
import { links } from '../links';
import { probeWebhook } from '../probe-webhook';
import { invalid, notFound } from '../problem';
import { isJson, textOf, type Json, type Shape } from '../request-body';
import { webhookEvents, webhookSources, type Webhook } from '../webhook';

const path = '/lists/{list_id}/webhooks';

export const webhookRoutes: Route[] = [
  { method: 'GET', path, handle: readWebhooks },
  { method: 'POST', path, before: tryAddress, handle: addWebhook },
  {
    method: 'GET',
    path: `${path}/{webhook_id}`,
    handle: (call) => {
      const audience = audienceOf(call);
      return { status: 200, body: webhookBody(call.account, audience, webhookOf(call, audience)) };
    },
  },
  { method: 'PATCH', path: `${path}/{webhook_id}`, before: tryAddress, handle: changeWebhook },
  {
    method: 'DELETE',
    path: `${path}/{webhook_id}`,
    handle: (call) => {
      const audience = audienceOf(call);
      audience.webhooks.delete(webhookOf(call, audience).id);
      audience.changed();
      return { status: 204 };
    },
  },
];

const flags = (names: readonly string[]): Shape => ({
  required: [],
  properties: Object.fromEntries(names.map((name) => [name, 'boolean'])),
});
const shape: Shape = {
  required: [],
  properties: { url: 'string', events: { shape: flags(webhookEvents) }, sources: { shape: flags(webhookSources) } },
};
const createShape: Shape = { ...shape, required: ['url'] };

/** Everything that can be refused is refused before the address is called. */
async function tryAddress(call: Call): Promise<void> {
  const url = checkedUrl(call);
  if (url !== undefined) await probeWebhook(call.service, url);
}

function checkedUrl(call: Call): string | undefined {
  const audience = audienceOf(call);
  const known = call.names['webhook_id'] === undefined ? null : webhookOf(call, audience);
  const url = textOf(bodyOf(call, known === null ? createShape : shape), 'url');
  if (url === undefined || url === known?.url) return undefined;
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) throw invalid({ field: 'url', message: 'Invalid URL' });
  // Addresses that differ in their query alone count as one: https://github.com/mailchimp/mailchimp-client-lib-codegen/issues/11
  const place = placeOf(url);
  for (const other of audience.webhooks.values()) {
    if (other !== known && placeOf(other.url) === place) {
      throw invalid({ field: 'url', message: "Sorry, you can't set up multiple WebHooks for one URL" });
    }
  }
  return url;
}

function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function addWebhook(call: Call): Answer {
  const { account, service } = call;
  const audience = audienceOf(call);
  const url = checkedUrl(call) ?? '';
  const body = bodyOf(call, createShape);
  const secret = service.switches.signWebhooks ? randomBytes(32).toString('hex') : null;
  const webhook: Webhook = {
    id: createHash('md5').update(`webhook ${audience.id} ${audience.nextId()}`).digest('hex').slice(0, 10),
    url,
    events: chosen(webhookEvents, body['events'], null),
    sources: chosen(webhookSources, body['sources'], null),
    secret,
    disabled: false,
  };
  audience.webhooks.set(webhook.id, webhook);
  audience.changed();
  // Told here and never again.
  const signing = secret === null ? {} : { signing_secret: secret, signing_enabled: true };
  return { status: 200, body: { ...webhookBody(account, audience, webhook), ...signing } };
}

function changeWebhook(call: Call): Answer {
  const audience = audienceOf(call);
  const webhook = webhookOf(call, audience);
  webhook.url = checkedUrl(call) ?? webhook.url;
  const body = bodyOf(call, shape);
  webhook.events = chosen(webhookEvents, body['events'], webhook.events);
  webhook.sources = chosen(webhookSources, body['sources'], webhook.sources);
  audience.changed();
  return { status: 200, body: webhookBody(call.account, audience, webhook) };
}

/** What is not named stays as it was. The defaults of a new webhook are not documented: nothing is on unless somebody says so. */
function chosen<Name extends string>(
  names: readonly Name[],
  given: unknown,
  before: Record<Name, boolean> | null,
): Record<Name, boolean> {
  const entries = names.map((name) => [name, (isJson(given) ? given[name] : undefined) ?? before?.[name] ?? false]);
  return Object.fromEntries(entries);
}

function readWebhooks(call: Call): Answer {
  const { account } = call;
  const audience = audienceOf(call);
  const webhooks = [...audience.webhooks.values()].map((webhook) => webhookBody(account, audience, webhook));
  const parent = `/lists/${audience.id}`;
  return {
    status: 200,
    body: {
      webhooks,
      list_id: audience.id,
      total_items: webhooks.length,
      _links: links(apiUrl(account, `${parent}/webhooks`), apiUrl(account, parent)),
    },
  };
}

function webhookOf(call: Call, audience: Audience): Webhook {
  const webhook = audience.webhooks.get(call.names['webhook_id'] ?? '');
  if (webhook === undefined) throw notFound();
  return webhook;
}

function webhookBody(account: Account, audience: Audience, { id, url, events, sources }: Webhook): Json {
  const parent = `/lists/${audience.id}/webhooks`;
  return {
    id,
    url,
    events,
    sources,
    list_id: audience.id,
    _links: links(apiUrl(account, `${parent}/${id}`), apiUrl(account, parent)),
  };
}
