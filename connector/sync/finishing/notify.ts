/**
 * Tells the people concerned, in the app, that a run needs one of them: something waits for approval, it failed, or more people
 * than before need attention. Who asked for the run and who owns the marketing list are told, once per cause; where a team owns
 * the list, nobody of it is picked. Nothing here can fail a run.
 */

import { createHash } from 'node:crypto';

import type { AudienceRow, MarketingList, NewNotification, RunRow } from '../../dataverse/port';
import type { Services } from '../run/services';
import { isAside } from '../run/wish';

export interface RunEnd {
  status: 'needs-approval' | 'completed' | 'completed-with-issues' | 'failed';
  sentence: string;
  /** It says nothing about how the audience stands: only whoever asked for it is told. */
  aside?: boolean;
  /** People who need attention now. */
  attention?: number;
}

/** What has been told of an audience and still holds. */
interface Told {
  approval: string | null;
  error: string | null;
  attention: number;
}

const path = (audienceId: string) => `audiences/${audienceId}/told.json`;
const nothingTold: Told = { approval: null, error: null, attention: 0 };

type Message = Pick<NewNotification, 'about' | 'title' | 'body' | 'icon' | 'link' | 'seconds'>;

export async function notifyOfEnd(
  services: Services,
  of: { run: RunRow; audience: AudienceRow | null; list?: MarketingList },
  end: RunEnd,
): Promise<void> {
  try {
    await tell(services, of, end);
  } catch (error) {
    // Switched off, not installed, not allowed, or out of reach: the status says the same.
    services.telemetry.event('NotificationNotSent', { runId: of.run.id, cause: errorName(error) });
  }
}

const errorName = (error: unknown) => (error instanceof Error ? error.name : 'unknown');

async function tell(
  services: Services,
  of: { run: RunRow; audience: AudienceRow | null; list?: MarketingList },
  end: RunEnd,
): Promise<void> {
  const { run, audience } = of;
  if (run.mode === 'preview' || audience === null) return;
  const { documents } = services.storage;
  const asker = run.requestedBy === (await services.crm.me()).userId ? [] : [run.requestedBy];
  if (end.aside || isAside(run)) {
    if (end.status === 'failed') await sendAll(services, asker, [failed(run, audience, end.sentence)]);
    return;
  }
  const before = (await documents.read<Told>(path(audience.id))) ?? nothingTold;
  const now = toldAfter(before, end);
  const owners = async () => [...asker, ...(await ownerOf(services, of))];
  if (end.status === 'needs-approval') {
    // Who started the run by hand waits for its end, whatever was told before.
    const recipients = now.approval === before.approval ? asker : await owners();
    await sendAll(services, recipients, [needsApproval(run, audience, end.sentence)]);
  }
  if (end.status === 'failed' && now.error !== before.error) {
    await sendAll(services, await owners(), [failed(run, audience, end.sentence)]);
  }
  if (now.attention > before.attention) {
    await sendAll(services, await owners(), [needAttention(run, audience, now.attention)]);
  }
  if (JSON.stringify(now) !== JSON.stringify(before)) await documents.write(path(audience.id), now);
}

function toldAfter(before: Told, { status, sentence, attention }: RunEnd): Told {
  return {
    approval: status === 'needs-approval' ? causeOf(sentence) : status === 'failed' ? before.approval : null,
    error: status === 'failed' ? causeOf(sentence) : null,
    attention: attention ?? before.attention,
  };
}

/** The day until which it waits is another one with every run. */
const causeOf = (sentence: string): string =>
  createHash('sha256')
    .update(sentence.replace(/ Waits until .*$/, ''))
    .digest('hex')
    .slice(0, 16);

async function ownerOf(
  { crm }: Services,
  { audience, list }: { audience: AudienceRow | null; list?: MarketingList },
): Promise<string[]> {
  const listId = audience?.marketingListId ?? null;
  const owned = list ?? (listId === null ? null : await crm.marketingList(listId));
  return owned?.ownerType === 'systemuser' ? [owned.ownerId] : [];
}

async function sendAll(services: Services, userIds: readonly string[], messages: readonly Message[]): Promise<void> {
  const { userId: me } = await services.crm.me();
  for (const userId of new Set(userIds)) {
    if (userId === me) continue;
    for (const message of messages) {
      try {
        await services.crm.addNotification({ ...message, userId });
      } catch (error) {
        // Somebody who was disabled keeps nobody else from being told.
        services.telemetry.event('NotificationNotSent', { about: message.about, cause: errorName(error) });
      }
    }
  }
}

const daySeconds = 24 * 60 * 60;

const needsApproval = (run: RunRow, { name }: AudienceRow, sentence: string): Message => ({
  about: `approval ${run.id}`,
  title: titled(name, 'needs approval'),
  body: sentence,
  icon: 'warning',
  link: { title: 'Open the run', url: pageUrl({ page: 'run', run: run.id }) },
  seconds: 7 * daySeconds,
});

const failed = (run: RunRow, { name }: AudienceRow, sentence: string): Message => ({
  about: `error ${run.id}`,
  title: titled(name, 'could not be synced'),
  body: sentence,
  icon: 'failure',
  link: { title: 'Open the run', url: pageUrl({ page: 'run', run: run.id }) },
  seconds: 14 * daySeconds,
});

const needAttention = (run: RunRow, { id, name }: AudienceRow, attention: number): Message => ({
  about: `attention ${run.id}`,
  title: titled(
    name,
    `${attention.toLocaleString('en')} ${attention === 1 ? 'person needs' : 'people need'} attention`,
  ),
  body: 'The list of people says why, and what can be done.',
  icon: 'warning',
  link: { title: 'Show the people', url: pageUrl({ page: 'members', audience: id, outcome: 'attention' }) },
  seconds: 14 * daySeconds,
});

/** The name gives way, not what is said about it. */
const titled = (name: string, what: string): string => {
  const room = 100 - what.length - 2;
  return `${name.length > room ? `${name.slice(0, room - 1)}…` : name}: ${what}`;
};

/** https://learn.microsoft.com/power-apps/developer/model-driven-apps/open-forms-views-dialogs-reports-url */
const pageUrl = (data: Record<string, string>): string =>
  `?pagetype=webresource&webresourceName=mcs_/sync/index.html&data=${encodeURIComponent(new URLSearchParams(data).toString())}`;
