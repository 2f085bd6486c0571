/**
 * Mailchimp says that somebody changed. It is verified and then only a hint: the run reads the member itself. Every call that is
 * genuine gets the same answer. https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/
 */

import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';

import { isFromMailchimp } from '../connector/sync/webhooks/verify-delivery';
import { hint } from './hint';
import { currentServices } from './services';

const largestBody = 64 * 1024;

/** Of the six, `campaign` says nothing about members. */
const aboutMembers = new Set(['subscribe', 'unsubscribe', 'profile', 'upemail', 'cleaned']);

export async function mailchimpWebhook(request: HttpRequest): Promise<HttpResponseInit> {
  // At registration Mailchimp tries the address by a GET, or by an empty POST.
  if (request.method === 'GET') return { status: 200 };
  if (Number(request.headers.get('content-length') ?? 0) > largestBody) return { status: 413 };
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length === 0) return { status: 200 };
  if (body.length > largestBody) return { status: 413 };

  const audienceId = (request.params['audienceId'] ?? '').toLowerCase();
  const genuine = await isFromMailchimp(currentServices(), {
    audienceId,
    secret: request.params['secret'] ?? '',
    signature: request.headers.get('x-mailchimp-signature'),
    body,
  });
  // Never 410, which would end the webhook for good.
  if (!genuine) return { status: 401 };
  const type = request.headers.get('content-type') ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return { status: 415 };

  const event = new URLSearchParams(body.toString('utf8')).get('type') ?? '';
  if (aboutMembers.has(event)) await hint({ of: 'audience', audienceId });
  return { status: 200 };
}

app.http('mailchimp-webhook', {
  methods: ['GET', 'POST'],
  authLevel: 'anonymous',
  route: 'mailchimp/{audienceId}/{secret}',
  handler: mailchimpWebhook,
});
