/** Says that the process is up and which version it is; nothing about its settings, because anybody may ask. */

import { app, type HttpResponseInit } from '@azure/functions';

import { version } from '../package.json';

export function health(): HttpResponseInit {
  return { status: 200, jsonBody: { status: 'up', version }, headers: { 'cache-control': 'no-store' } };
}

app.http('health', { methods: ['GET'], authLevel: 'anonymous', handler: health });
