/**
 * The whole product as `npm start` runs it, on a free port and before anybody has done anything in it: both stand-ins, storage,
 * the functions in a process of their own, and the CRM in the browser.
 */
import { startCrmShell } from '../../sandbox/crm/server';
import { sampleSeed, type PersonType } from '../../sandbox/seeds/sample';
import type { Seed } from '../../sandbox/seeds/seed';
import { startSandbox, type Sandbox } from '../../sandbox/start/sandbox';

export interface Product {
  /** Where the CRM stands. */
  url: string;
  sandbox: Sandbox;
  seed: Seed;
  /** Mailchimp leaves every request unanswered until it is let go. */
  holdMailchimp(): Promise<void>;
  letGo(): Promise<void>;
  /** What somebody does in Mailchimp. */
  inMailchimp(action: Record<string, string>): Promise<void>;
  /** What the functions wrote. */
  output(): string;
  close(): Promise<void>;
}

export async function startProduct(personType: PersonType = 'contact'): Promise<Product> {
  const seed = sampleSeed(personType);
  let output = '';
  const sandbox = await startSandbox({ seed, say: () => {}, onOutput: (text) => (output += text) });
  const shell = await startCrmShell({ dataverseUrl: sandbox.dataverseUrl });
  const ask = async (method: string, path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${sandbox.mailchimpUrl}/_sandbox/${path}`, { method, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  return {
    url: shell.url,
    sandbox,
    seed,
    // Half of the connector's patience.
    holdMailchimp: () => ask('PATCH', 'switches', { latencyMs: 55_000 }),
    letGo: () => ask('PATCH', 'switches', { latencyMs: 0 }),
    inMailchimp: (action) => ask('POST', 'play', action),
    output: () => output,
    close: async () => {
      await shell.close();
      await sandbox.close();
    },
  };
}
