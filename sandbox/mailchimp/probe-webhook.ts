/** Tries the address of a webhook as Mailchimp does when one is registered. */

import { invalid } from './problem';
import type { Service } from './service';

const patienceMs = 10_000;

/** Throws the refusal. */
export async function probeWebhook(service: Service, url: string): Promise<void> {
  const probe = service.switches.webhookProbe;
  if (probe === 'none') return;
  let status = 0;
  try {
    const answer = await fetch(url, {
      method: probe === 'get' ? 'GET' : 'POST',
      headers: { 'user-agent': 'MailChimp.com WebHook Validator' },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    await answer.arrayBuffer();
    status = answer.status;
  } catch {
    // No answer at all is told as the code 0.
  }
  if (status === 200) return;
  // The words that users of the service report: https://github.com/mailchimp/mailchimp-client-lib-codegen/issues/11
  const message = `We couldn't verify the URL is working. Please double check and try again. HTTP Code: ${status}`;
  throw invalid({ field: 'url', message });
}
