/** One request with its answer, as it went over the wire, for checks against the API's own description. */

import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Exchange {
  method: string;
  /** Path and query, from /3.0 on. */
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: string;
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: string;
  /** The answer is a fault that a test ordered, not the service's own. */
  injected?: true;
}

/** Writes every exchange of this process to `mailchimp-<pid>.jsonl` in the folder that AUDIENCE_SYNC_EXCHANGES names, if it names one. */
export function recordExchange(exchange: Exchange): void {
  const folder = process.env['AUDIENCE_SYNC_EXCHANGES'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `mailchimp-${process.pid}.jsonl`), `${JSON.stringify(exchange)}\n`);
}
