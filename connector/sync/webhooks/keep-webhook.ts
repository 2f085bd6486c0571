/**
 * Keeps one webhook per running tie at Mailchimp, registered as wanted, and takes it away where the tie has ended. Webhooks only
 * make things faster, so whatever goes wrong here is told to operators and stops nothing.
 */

import type { AccountRow, AudienceRow } from '../../dataverse/port';
import type { MailchimpAccount } from '../../mailchimp/port';
import { ServiceError } from '../../service-error';
import { mailchimpOf, type Services } from '../run/services';
import { forgetRecord, readRecord, signingSecretOf, writeRecord, type WebhookRecord } from './webhook-record';
import { digest, seal, secretInAddress } from './webhook-secrets';

const everyMs = 60 * 60_000;

/** Called every minute; each audience is looked at every hour, and at once when its tie or the settings have changed. */
export async function keepWebhooks(services: Services, audiences: readonly AudienceRow[]): Promise<void> {
  for (const audience of audiences) {
    const address = addressOf(services, audience.id);
    if (address === null) return;
    const record = await readRecord(services, audience.id);
    if (!isDue(audience, record, address, services.now())) continue;
    const account = (await services.crm.accounts()).find(({ id }) => id === audience.accountId);
    if (account) await keepWebhook(services, audience, account);
  }
}

function isDue({ tieState }: AudienceRow, record: WebhookRecord | null, address: string, now: Date): boolean {
  if (tieState !== 'running' && !(tieState === 'not-tied' && record)) return false;
  const fresh = tieState === 'running' ? fingerprint(address) : ended;
  return record?.address !== fresh || now.getTime() - Date.parse(record.checkedAt) >= everyMs;
}

/** Never throws. */
export async function keepWebhook(services: Services, audience: AudienceRow, account: AccountRow): Promise<void> {
  const address = addressOf(services, audience.id);
  if (address === null) return;
  try {
    // The copy of an environment must leave the original's webhooks alone.
    const { organizationId } = await services.crm.me();
    if (account.organizationId && account.organizationId !== organizationId) return;
    const lease = await services.storage.leases.acquire(`webhook-${audience.id}`);
    if (!lease) return;
    try {
      await (audience.tieState === 'not-tied' ? remove : ensure)(services, audience, account, address);
    } finally {
      await lease.release();
    }
  } catch (error) {
    services.telemetry.exception(error, { audience: audience.id });
  }
}

async function ensure(services: Services, audience: AudienceRow, account: AccountRow, address: string): Promise<void> {
  const record = await readRecord(services, audience.id);
  const checked = { address: fingerprint(address), checkedAt: services.now().toISOString() };
  try {
    const mailchimp = mailchimpOf(services, account);
    const ours = await ourWebhooks(services, mailchimp, audience, record);
    const legible = record !== null && signingSecretOf(services, audience.id, record) !== 'lost';
    const good = ours.find(
      ({ id, url, asWanted }) => legible && id === record.webhookId && url === address && asWanted,
    );
    // First, because Mailchimp takes an address only once.
    for (const { id } of ours) if (id !== good?.id) await mailchimp.removeWebhook(audience.listId, id);
    if (record && good) {
      await writeRecord(services, audience.id, { ...record, ...checked });
      await say(services, audience, present);
      return;
    }
    const { id, signingSecret } = await mailchimp.addWebhook(audience.listId, { url: address });
    const [setting = ''] = services.webhooks.mailchimpSecrets;
    const signing = signingSecret === null ? null : seal(setting, audience.id, signingSecret);
    await writeRecord(services, audience.id, { webhookId: id, signing, ...checked });
    await say(services, audience, present);
    services.telemetry.event('WebhookRegistered', { audience: audience.id, signed: signing !== null });
  } catch (error) {
    await writeRecord(services, audience.id, { ...(record ?? none), ...checked });
    const consequence = 'Its changes in Mailchimp are seen by the schedule alone until the next attempt.';
    tell(services, audience, error, consequence);
    await say(services, audience, `Not registered: ${sentenceOf(error)} ${consequence}`);
  }
}

const none = { webhookId: null, signing: null };

const present = 'Registered in Mailchimp and pointing here.';

/** For the person who looks at the audience. */
async function say({ crm }: Services, audience: AudienceRow, webhookState: string): Promise<void> {
  if (audience.webhookState !== webhookState) await crm.changeAudience(audience.id, { webhookState });
}

const sentenceOf = (error: unknown): string =>
  error instanceof ServiceError ? error.message : 'It could not be checked.';

async function remove(services: Services, audience: AudienceRow, account: AccountRow): Promise<void> {
  const record = await readRecord(services, audience.id);
  try {
    const mailchimp = mailchimpOf(services, account);
    const ours = await ourWebhooks(services, mailchimp, audience, record);
    for (const { id } of ours) await mailchimp.removeWebhook(audience.listId, id);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'not-found') {
      const checked = { address: ended, checkedAt: services.now().toISOString() };
      await writeRecord(services, audience.id, { ...(record ?? none), ...checked });
      tell(services, audience, error, 'Its webhook is still registered in Mailchimp; what it says is ignored.');
      return;
    }
  }
  await forgetRecord(services, audience.id);
  await say(services, audience, 'Not registered.');
}

/** Those that lead here, and the one that was registered last, wherever the service stood then. */
async function ourWebhooks(
  { webhooks }: Services,
  mailchimp: MailchimpAccount,
  { listId }: AudienceRow,
  record: WebhookRecord | null,
) {
  const here = `${webhooks.publicUrl}${path}/`;
  const all = await mailchimp.webhooks(listId);
  return all.filter(({ id, url }) => id === record?.webhookId || url.startsWith(here));
}

const path = '/api/mailchimp';

/** Null where Mailchimp cannot, or shall not, reach this service. */
function addressOf({ webhooks }: Services, audienceId: string): string | null {
  const { publicUrl, mailchimpSecrets } = webhooks;
  const [setting] = mailchimpSecrets;
  if (publicUrl === null || setting === undefined) return null;
  return `${publicUrl}${path}/${audienceId}/${secretInAddress(setting, audienceId)}`;
}

/** In place of a fingerprint, while a webhook could not yet be taken away. */
const ended = '';

const fingerprint = (address: string) => digest(address).toString('hex');

function tell({ telemetry }: Services, audience: AudienceRow, error: unknown, consequence: string): void {
  if (!(error instanceof ServiceError)) throw error;
  telemetry.event('WebhookNotKept', { audience: audience.id, sentence: `${error.message} ${consequence}` });
}
