/** How the service stands, for those who watch it: last run of each audience, what waits, what was given up, and who can be reached. */

import type { AudienceRow, RunRow } from '../dataverse/port';
import { ServiceError } from '../service-error';
import { withoutAddresses } from '../telemetry/without-addresses';
import type { Services } from './run/services';

export interface Reach {
  reachable: boolean;
  /** Why not, with what to do. */
  sentence?: string;
}

export interface StatusReport {
  /** Everything can be reached, and no message was given up. */
  well: boolean;
  at: string;
  dynamics365: Reach;
  /** By the name of the key's setting. */
  mailchimp: Record<string, Reach>;
  storage: Reach;
  backlog: { requested: number; inProgress: number; oldestMinutes: number };
  poison: number | null;
  audiences: AudienceReport[];
}

export interface AudienceReport {
  id: string;
  name: string;
  tie: AudienceRow['tieState'];
  status: AudienceRow['syncStatus'];
  lastSynced: string | null;
  nextCheck: string | null;
  lastRun: { id: string; mode: RunRow['mode']; status: RunRow['status']; at: string; sentence: string | null } | null;
}

export async function reportStatus(services: Services): Promise<StatusReport> {
  const [crm, queue, keys] = await Promise.all([
    reach(() => readRuns(services)),
    reach(() => services.storage.queue.poisonCount()),
    Promise.all(
      services.mailchimpKeys.map(async ({ secretName }) => {
        const { said } = await reach(() => services.mailchimp(secretName).account());
        return [secretName, said] as const;
      }),
    ),
  ]);
  const open = crm.value?.open ?? [];
  const ages = open.map(({ createdOn }) => (services.now().getTime() - Date.parse(createdOn)) / 60_000);
  const reaches = [crm.said, queue.said, ...keys.map(([, said]) => said)];
  return {
    well: reaches.every(({ reachable }) => reachable) && queue.value === 0,
    at: services.now().toISOString(),
    dynamics365: crm.said,
    mailchimp: Object.fromEntries(keys),
    storage: queue.said,
    backlog: {
      requested: open.filter(({ status }) => status === 'requested').length,
      inProgress: open.filter(({ status }) => status === 'in-progress').length,
      oldestMinutes: Math.max(0, Math.round(Math.max(0, ...ages))),
    },
    poison: queue.value ?? null,
    audiences: crm.value?.audiences ?? [],
  };
}

async function readRuns({ crm }: Services): Promise<{ open: RunRow[]; audiences: AudienceReport[] }> {
  const [open, audiences] = await Promise.all([crm.openRuns(), crm.audiences()]);
  const tied = audiences.filter(({ tieState }) => tieState !== 'not-tied');
  const reports = tied.map(async (audience): Promise<AudienceReport> => {
    const [run] = await crm.runsOf(audience.id, 1);
    const { id, tieState, syncStatus, lastSynced, nextCheck } = audience;
    return {
      id,
      name: clean(audience.name),
      tie: tieState,
      status: syncStatus,
      lastSynced,
      nextCheck,
      lastRun: run
        ? {
            id: run.id,
            mode: run.mode,
            status: run.status,
            at: run.modifiedOn,
            sentence: run.sentence === null ? null : clean(run.sentence),
          }
        : null,
    };
  });
  return { open, audiences: await Promise.all(reports) };
}

async function reach<T>(ask: () => Promise<T>): Promise<{ said: Reach; value?: T }> {
  try {
    return { said: { reachable: true }, value: await ask() };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { said: { reachable: false, sentence: clean(error.message) } };
  }
}

const clean = (text: string): string => String(withoutAddresses({ text })['text']);
