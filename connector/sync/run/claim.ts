/** Decides whether this process may work on a run now: the request is allowed, the tie can be synced, and nobody else works on the account. */

import type { AccountRow, AudienceRow, MarketingList, RunRow } from '../../dataverse/port';
import { ServiceError } from '../../service-error';
import type { Lease } from '../../storage/port';
import { withProposed } from './propose';
import type { Services } from './services';
import { isStillStarting } from './start-of-tie';
import { refuseListNeverStarted, refuseListOfAnotherAudience } from './tied-list';
import { wishOf, type Wish } from './wish';

export interface Claim {
  run: RunRow;
  account: AccountRow;
  /** As it stands, or as a preview proposes it. */
  audience: AudienceRow;
  list: MarketingList;
  lease: Lease;
  /** What the run is asked to do. */
  wish: Wish;
  /** The tie was Ready to start: a person has seen the numbers and pressed Start. */
  firstRun: boolean;
  me: { userId: string; organizationId: string };
}

export type ClaimResult =
  | ({ kind: 'claimed' } & Claim)
  /** Nothing to do: finished, cancelled or gone. */
  | { kind: 'over' }
  /** Somebody else works on the account; `sameRun` when it is this very run. */
  | { kind: 'busy'; sameRun: boolean };

interface Holder {
  runId: string;
}

export const isOver = (run: RunRow): boolean => run.status !== 'requested' && run.status !== 'in-progress';

export async function claim(services: Services, run: RunRow): Promise<ClaimResult> {
  if (isOver(run)) return { kind: 'over' };
  const me = await services.crm.me();
  const wish = wishOf(run);
  const { audience: saved, account } = await audienceOf(services, run);
  const audience = withProposed(saved, wish);
  refuseCopiedEnvironment(account, me.organizationId);
  const list = await tiedList(services, audience);
  if (run.mode === 'sync' || run.mode === 'full') await refuseListNeverStarted(services, saved);
  const firstRun = refuseWhatTheTieForbids(run, audience) || (await isStillStarting(services, audience.id, run));
  await refuseWithoutRights(services, run, audience, list);

  const lease = await holdAccount(services, account.mailchimpAccountId, run.id);
  if (lease.kind === 'busy') return lease;
  return { kind: 'claimed', run, account, audience, list, lease: lease.lease, wish, firstRun, me };
}

/** One run at a time for everything that one Mailchimp account allows: its ten connections are shared by all audiences. */
export async function holdAccount(
  services: Services,
  mailchimpAccountId: string,
  runId: string,
): Promise<{ kind: 'held'; lease: Lease } | { kind: 'busy'; sameRun: boolean }> {
  const name = `account-${mailchimpAccountId}`;
  const lease = await services.storage.leases.acquire(name);
  if (lease) {
    try {
      await services.storage.documents.write(`holders/${name}.json`, { runId } satisfies Holder);
    } catch (error) {
      // It would be renewed for ever, with nobody left to give it back.
      await lease.release();
      throw error;
    }
    return { kind: 'held', lease };
  }
  const holder = await services.storage.documents.read<Holder>(`holders/${name}.json`);
  return { kind: 'busy', sameRun: holder?.runId === runId };
}

export async function audienceOf(
  services: Services,
  run: RunRow,
): Promise<{ audience: AudienceRow; account: AccountRow }> {
  const audience = run.audienceId ? await services.crm.audience(run.audienceId) : null;
  if (!audience)
    throw refused('The audience of this run does not exist any more. Choose "Get audiences from Mailchimp".');
  const account = (await services.crm.accounts()).find((one) => one.id === audience.accountId);
  if (!account) {
    throw refused(`${audience.name} belongs to no Mailchimp account. Choose "Get audiences from Mailchimp".`);
  }
  return { audience, account };
}

/** A copied environment would sync the same audience twice, from two lists that drift apart. */
export function refuseCopiedEnvironment(account: AccountRow, organizationId: string): void {
  if (account.organizationId && account.organizationId !== organizationId) {
    throw refused(
      'This environment is a copy of another one that syncs the same Mailchimp account. Confirm which one owns the account; until then nothing is synced here.',
      'copied-environment',
    );
  }
}

async function tiedList(services: Services, audience: AudienceRow): Promise<MarketingList> {
  if (!audience.marketingListId || audience.tieState === 'not-tied') {
    throw refused(`${audience.name} is not tied to a marketing list. Open Manage and choose one.`);
  }
  const list = await services.crm.marketingList(audience.marketingListId);
  if (!list) {
    throw refused(
      `The marketing list of ${audience.name} does not exist any more, or the sync service may not see it. Open Manage and choose another one.`,
    );
  }
  const why = whyNotSyncable(list);
  if (why) throw refused(`The marketing list ${list.name} ${why}`);
  await refuseListOfAnotherAudience(services, audience, list);
  return list;
}

/** Why a list cannot be synced, as the rest of a sentence that begins with its name; null when it can. */
export function whyNotSyncable(list: MarketingList): string | null {
  if (list.memberType === 'account')
    return 'holds accounts. Account lists cannot be synced; choose a list of contacts or leads.';
  if (list.dynamic) return 'is dynamic: its members follow a query and cannot be added. Choose a static list.';
  if (!list.active) return 'is inactive. Activate it, then sync again.';
  if (list.locked) return 'is locked. Unlock it, then sync again.';
  return null;
}

function refuseWhatTheTieForbids(run: RunRow, audience: AudienceRow): boolean {
  // An undo pauses the audience itself.
  if (run.mode === 'undo') return false;
  if (audience.tieState === 'paused')
    throw refused(`${audience.name} is paused. Resume it in Manage, then sync again.`);
  if (audience.tieState !== 'ready' || run.mode === 'preview') return audience.tieState === 'ready';
  const byPerson = run.trigger === 'person' || run.trigger === 'command';
  if (run.mode === 'full' && byPerson) return true;
  throw refused(`${audience.name} is ready to start: look at the numbers in Manage, then press Start.`);
}

export async function refuseWithoutRights(
  services: Services,
  run: RunRow,
  audience: AudienceRow,
  list: MarketingList | null,
): Promise<void> {
  const why = await whyNotAllowed(services, run, audience, list);
  if (why !== null) throw refused(why, noRights);
}

const noRights = 'no-rights';

/** Such a request says nothing about the audience: whoever may not change it may not put it into error either. */
export const isForWantOfRights = (error: unknown): boolean => error instanceof ServiceError && error.code === noRights;

/** Whether a request may be told of the audience before its turn comes. */
export async function isAllowed(services: Services, run: RunRow): Promise<boolean> {
  const audience = run.audienceId ? await services.crm.audience(run.audienceId) : null;
  if (audience === null || run.requestedBy === (await services.crm.me()).userId) return true;
  const list = audience.marketingListId ? await services.crm.marketingList(audience.marketingListId) : null;
  return (await whyNotAllowed(services, run, audience, list)) === null;
}

/** Whoever asks must be able to do by hand what the run would do. The service's own runs were decided by its schedule. */
async function whyNotAllowed(
  services: Services,
  run: RunRow,
  audience: AudienceRow,
  list: MarketingList | null,
): Promise<string | null> {
  if (run.requestedBy === (await services.crm.me()).userId) return null;
  const [onAudience, onList] = await Promise.all([
    services.crm.mayWrite(run.requestedBy, 'mcs_audience', audience.id),
    list === null || services.crm.mayWrite(run.requestedBy, 'list', list.id),
  ]);
  if (onAudience && onList) return null;
  const what = onAudience ? `the marketing list ${list?.name ?? ''}` : `the audience ${audience.name}`;
  return `${run.requestedByName} may not change ${what}. Ask an administrator for the right to write it.`;
}

const refused = (sentence: string, code?: string) => new ServiceError('refused', sentence, code ? { code } : {});
