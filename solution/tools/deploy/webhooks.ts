/**
 * Which functions Dynamics 365 calls, and when. Address and secret differ in every environment and a secret is never exported, so
 * webhooks are registered by the Web API and are no part of the solution.
 * https://learn.microsoft.com/power-apps/developer/data-platform/register-web-hook
 */

import { createHash, scryptSync } from 'node:crypto';
import { textOf, type Row } from '../dataverse/web-api';
import type { Deployment, Difference } from './deployment';

export interface Webhook {
  /** Fixed, so that repeating never doubles it. */
  id: string;
  name: string;
  function: string;
  listens: { table: string; messages: RegExp }[];
}

export const webhooks: readonly Webhook[] = [
  {
    id: fixedId('webhook sync-requested'),
    name: 'Audience Sync: sync requested',
    function: 'sync-requested',
    listens: [{ table: 'mcs_syncrun', messages: /^Create$/ }],
  },
  {
    id: fixedId('webhook marketing-list-changed'),
    name: 'Audience Sync: marketing list changed',
    function: 'marketing-list-changed',
    // Their names differ between versions, so every message that adds or removes members is taken.
    listens: [{ table: 'list', messages: /^(Add|Remove).*Member/ }],
  },
  {
    id: fixedId('webhook person-changed'),
    name: 'Audience Sync: person changed',
    function: 'person-changed',
    listens: ['contact', 'lead'].map((table) => ({
      table,
      messages: /^(Update|Delete|Merge|QualifyLead|SetState|SetStateDynamicEntity)$/,
    })),
  },
];

/** An update of anything else is no news: it is polled. */
export const watchedColumns = 'emailaddress1,emailaddress2,emailaddress3,donotemail,donotbulkemail,statecode';

const httpHeader = 5;
const columns = 'serviceendpointid,name,url,contract,connectionmode,authtype,messageformat,isauthvalueset,description';

export async function inspectWebhooks(deployment: Deployment): Promise<Difference[]> {
  const mark = markOf(deployment);
  const differences = await Promise.all(webhooks.map((webhook) => inspectWebhook(deployment, webhook, mark)));
  return differences.flat();
}

async function inspectWebhook(deployment: Deployment, webhook: Webhook, mark: string): Promise<Difference[]> {
  const { api } = deployment;
  const wanted = endpointOf(deployment, webhook, mark);
  const row = await api.find(`serviceendpoints(${webhook.id})?$select=${columns}`);
  const sentences = row ? whatDiffers(row, wanted) : ['is not registered'];
  if (sentences.length === 0) return [];
  return [
    {
      found: `The webhook "${webhook.name}" ${sentences.join('; it ')}.`,
      done: `The webhook "${webhook.name}" leads to ${wanted['url']}.`,
      mend: () => api.upsert(`serviceendpoints(${webhook.id})`, { ...wanted, authvalue: authValue(deployment) }),
    },
  ];
}

const endpointOf = (deployment: Deployment, { name, function: path }: Webhook, mark: string) => ({
  name,
  url: `${deployment.publicUrl}/api/${path}`,
  contract: 8,
  connectionmode: 1,
  messageformat: 2,
  authtype: httpHeader,
  description: mark,
});

function whatDiffers(row: Row, wanted: ReturnType<typeof endpointOf>): string[] {
  const sentences: string[] = [];
  if (row['url'] !== wanted.url) sentences.push(`leads to ${textOf(row, 'url')} instead of ${wanted.url}`);
  const [there, here] = [readMark(row['description']), readMark(wanted.description)];
  if (row['isauthvalueset'] !== true || there?.secret !== here?.secret) {
    sentences.push('carries another secret than the settings say');
  }
  if (there?.version !== here?.version) sentences.push(`is marked for version ${there?.version ?? 'unknown'}`);
  const rest = (['name', 'contract', 'connectionmode', 'messageformat', 'authtype'] as const).filter(
    (column) => row[column] !== wanted[column],
  );
  if (rest.length > 0) sentences.push(`was changed by hand (${rest.join(', ')})`);
  return sentences;
}

/** The secret cannot be read back: a few digits of a slow digest tell whether it is still the same, and nothing else about it. */
function markOf({ package: { version }, publicUrl, secret, functionsKey }: Deployment): string {
  const digest = scryptSync(`${secret} ${functionsKey ?? ''}`, `Audience Sync ${publicUrl}`, 4, { N: 4096 });
  return `Registered by Audience Sync ${version}, secret ${digest.toString('hex')}.`;
}

function readMark(description: unknown): { version: string; secret: string } | null {
  const [, version, secret] =
    /^Registered by Audience Sync ([\d.]+), secret ([0-9a-f]+)\.$/.exec(String(description)) ?? [];
  return version === undefined || secret === undefined ? null : { version, secret };
}

/** Webhooks that somebody else has registered for our functions; they may have their reasons, so they are only told of. */
export async function remarksAboutWebhooks({ api }: Pick<Deployment, 'api'>): Promise<string[]> {
  const rows = await api.rows('serviceendpoints?$select=name,url&$filter=contract eq 8');
  const ours = new Set(webhooks.map(({ id }) => id));
  return rows
    .filter((row) => !ours.has(textOf(row, 'serviceendpointid')))
    .filter((row) => webhooks.some(({ function: path }) => String(row['url']).endsWith(`/api/${path}`)))
    .map(
      (row) =>
        `Another webhook, "${textOf(row, 'name')}", leads to ${textOf(row, 'url')}: remove it unless you know what it is for, because everything is told twice.`,
    );
}

/** The version up to which a deployment got as far as its webhooks; null where none did. */
export async function markedVersion({ api }: Pick<Deployment, 'api'>): Promise<string | null> {
  const row = await api.find(`serviceendpoints(${webhooks[0]?.id})?$select=description`);
  return readMark(row?.['description'])?.version ?? null;
}

/** With HttpHeader authentication Dynamics 365 sends each setting as a header; it takes no other form than this. */
function authValue({ secret, functionsKey }: Deployment): string {
  const headers = [
    ['x-audience-sync-secret', secret],
    ...(functionsKey === null ? [] : [['x-functions-key', functionsKey]]),
  ];
  const settings = headers.map(([name, value]) => `<setting name="${name}" value="${escapeXml(value ?? '')}" />`);
  return `<settings>${settings.join('')}</settings>`;
}

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function fixedId(text: string): string {
  const hex = createHash('sha256').update(`Audience Sync ${text}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
