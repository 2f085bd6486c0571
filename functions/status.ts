/** How the service stands, for those who hold its own secret: 200 where all is well, 503 where something cannot be reached. */

import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';

import { version } from '../package.json';
import { reportStatus } from '../connector/sync/status-report';
import { isOneOf } from '../connector/sync/webhooks/webhook-secrets';
import { currentServices, currentSettings } from './services';
import { secretHeader } from './verify-caller';

export async function status(request: HttpRequest): Promise<HttpResponseInit> {
  const { statusSecrets } = currentSettings();
  if (!isOneOf(request.headers.get(secretHeader) ?? '', statusSecrets)) return { status: 401 };
  const report = await reportStatus(currentServices());
  return {
    status: report.well ? 200 : 503,
    jsonBody: { version, ...report },
    headers: { 'cache-control': 'no-store' },
  };
}

app.http('status', { methods: ['GET'], authLevel: 'function', handler: status });
