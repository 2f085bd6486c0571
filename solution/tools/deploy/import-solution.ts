/**
 * Brings the package into the environment: Dynamics 365 looks at it first, then imports it as a job of its own.
 * https://learn.microsoft.com/power-platform/alm/solution-async
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Refused, Sentence } from '../dataverse/refused';
import { literal, shaped, textOf, type WebApi } from '../dataverse/web-api';
import { attribute, descendants, parseXml, rootOf } from '../xml';
import type { Installed, Way } from './choose-way';
import type { Deployment } from './deployment';

export async function readInstalled(api: WebApi, uniqueName: string): Promise<(Installed & { id: string }) | null> {
  const [row] = await api.rows(
    `solutions?$select=solutionid,version,ismanaged&$filter=uniquename eq ${literal(uniqueName)}`,
  );
  return row
    ? { id: textOf(row, 'solutionid'), version: textOf(row, 'version'), managed: row['ismanaged'] === true }
    : null;
}

const found = z.record(z.string(), z.unknown());
const staged = z.object({
  StageSolutionResults: z.object({
    StageSolutionUploadId: z.string(),
    SolutionValidationResults: z.array(found).nullish(),
    MissingDependencies: z.array(found).nullish(),
  }),
});

export interface Judgement {
  uploadId: string;
  objections: string[];
  warnings: string[];
}

/** What Dynamics 365 says about the package without importing it. */
export async function judge({ api, package: { zip } }: Deployment): Promise<Judgement> {
  const file = { CustomizationFile: Buffer.from(zip).toString('base64') };
  const { StageSolutionResults: results } = shaped(staged, await api.post('StageSolution', file, { repeatable: true }));
  const validations = (results.SolutionValidationResults ?? []).map((one) => ({
    sentence: sentenceIn(one, ['Message', 'AdditionalInfo']),
    mild: /^(warning|info)/i.test(String(one['SolutionValidationResultType'])),
  }));
  const missing = (results.MissingDependencies ?? []).map(
    (one) => `Missing: ${sentenceIn(one, ['RequiredComponentDisplayName', 'RequiredComponentSchemaName'])}`,
  );
  return {
    uploadId: results.StageSolutionUploadId,
    objections: [...validations.filter(({ mild }) => !mild).map(({ sentence }) => sentence), ...missing],
    warnings: validations.filter(({ mild }) => mild).map(({ sentence }) => sentence),
  };
}

function sentenceIn(given: Record<string, unknown>, names: readonly string[]): string {
  const texts = names.map((name) => given[name]).filter((text) => typeof text === 'string' && text !== '');
  return texts.length > 0 ? texts.join(' ') : JSON.stringify(given);
}

const begun = z.object({ AsyncOperationId: z.string(), ImportJobKey: z.string().nullish() });

export async function importSolution(deployment: Deployment, way: Way, uploadId: string): Promise<void> {
  const { api, package: file, say } = deployment;
  const jobId = randomUUID();
  const order = { OverwriteUnmanagedCustomizations: false, PublishWorkflows: true, ImportJobId: jobId };
  say(`Importing version ${file.version}. This takes some minutes.`);
  // An update would leave behind what the new version does not have any more.
  const job =
    file.managed && way.kind === 'upgrade'
      ? await api.post('StageAndUpgradeAsync', {
          ...order,
          CustomizationFile: Buffer.from(file.zip).toString('base64'),
        })
      : await api.post('ImportSolutionAsync', {
          ...order,
          SolutionParameters: { StageSolutionUploadId: uploadId },
        });
  const { AsyncOperationId, ImportJobKey } = shaped(begun, job);
  await waitForJob(deployment, AsyncOperationId, ImportJobKey ?? jobId);
}

const operation = z.object({
  statecode: z.number(),
  statuscode: z.number(),
  message: z.string().nullish(),
  friendlymessage: z.string().nullish(),
});

const completed = 3;
const succeeded = 30;
/** Longer than any import takes. */
const patienceMs = 2 * 60 * 60_000;

async function waitForJob({ api, pollMs }: Deployment, operationId: string, jobId: string): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const row = shaped(
      operation,
      await api.get(`asyncoperations(${operationId})?$select=statecode,statuscode,message,friendlymessage`),
    );
    if (row.statecode === completed && row.statuscode === succeeded) return;
    if (row.statecode === completed) {
      const reasons = await reasonsOf(api, jobId);
      const said = row.friendlymessage ?? row.message ?? 'no reason was given';
      throw new Sentence(
        `The import failed: ${[...new Set([said, ...reasons])].map((one) => one.trim().replace(/\.$/, '')).join('. ')}. Remedy this and run the command again; what was installed before is as it was.`,
      );
    }
    if (Date.now() > until) {
      throw new Sentence('The import has not ended after two hours: look at Solutions > History in Power Apps.');
    }
    await pause(pollMs);
  }
}

/** What the import's own log says of components that failed. */
async function reasonsOf(api: WebApi, jobId: string): Promise<string[]> {
  const job = await api.find(`importjobs(${jobId})?$select=data`);
  const data = job?.['data'];
  if (typeof data !== 'string' || data === '') return [];
  const results = descendants(rootOf(parseXml(data, 'The import job'), 'The import job'), 'result');
  return results
    .filter((result) => attribute(result, 'result') === 'failure')
    .map((result) => attribute(result, 'errortext'))
    .filter((text) => text !== '');
}

/** Dynamics 365 does one import, publish or removal at a time. */
const busyCode = '0x80071151';

/** Answers `busy` after having waited for somebody else's import, so that the situation is looked at anew. */
export async function unlessBusy<T>(
  { say, pollMs }: Pick<Deployment, 'say' | 'pollMs'>,
  work: () => Promise<T>,
): Promise<T | 'busy'> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== busyCode) throw error;
    say('Another import is under way in this environment: waiting until it has ended.');
    await pause(pollMs * 5);
    return 'busy';
  }
}

/** Unmanaged components are seen by people only once they are published. */
export async function publish(deployment: Deployment): Promise<void> {
  deployment.say('Publishing.');
  for (let end: unknown = 'busy'; end === 'busy';) {
    end = await unlessBusy(deployment, () => deployment.api.post('PublishAllXml', {}, { repeatable: true }));
  }
}
