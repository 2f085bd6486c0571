import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Call, Environment, Reply } from '../environment';
import { now, rowsOf, serviceRoot } from '../environment';
import { DataverseError, badQuery, invalidArgument, missingRow, notImplemented } from '../errors';
import { json, noContent } from '../http/reply';
import { requireMiscellaneous } from '../privileges';
import type { Value } from '../store/row';
import type { JsonObject } from '../write/read-payload';
import { isObject, readJsonObject } from '../write/read-payload';
import { applySolution } from './apply-solution';
import { objection, requireNoImport } from './import-rules';
import { missingDependencies } from './missing-dependencies';
import type { SolutionContent } from './read-solution';
import { readSolution } from './read-solution';

/** StageSolution: reads the file and says what is wrong with it, changing nothing. https://learn.microsoft.com/power-platform/alm/solution-async */
export function stageSolution(call: Call): Reply {
  requireMiscellaneous(call.caller, 'prvImportCustomization');
  const solution = readFile(readJsonObject('StageSolution', call.body));
  const id = randomUUID();
  call.env.staged.set(id, solution);
  const missing = missingDependencies(call.env, solution);
  const refused = objection(call.env, solution);
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.StageSolutionResponse`,
    StageSolutionResults: {
      StageSolutionUploadId: id,
      StageSolutionStatus: missing.length === 0 && refused === null ? 'Passed' : 'Failed',
      SolutionValidationResults:
        refused === null
          ? []
          : [{ SolutionValidationResultType: 'Error', Message: refused, ErrorCode: -2147188706, AdditionalInfo: '' }],
      MissingDependencies: missing.map((sentence) => ({ RequiredComponentSchemaName: sentence })),
      SolutionDetails: {
        SolutionUniqueName: solution.uniqueName,
        SolutionFriendlyName: solution.friendlyName,
        SolutionVersion: solution.version,
        IsManaged: solution.managed,
      },
    },
  });
}

/** ImportSolutionAsync: answers at once; the job's row says how it ended. */
export const importSolution = (call: Call): Reply => startImport(call, 'ImportSolutionAsync', 'update');

/** StageAndUpgradeAsync takes the file itself. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/stageandupgradeasync */
export const stageAndUpgrade = (call: Call): Reply => startImport(call, 'StageAndUpgradeAsync', 'upgrade');

export function publishAll(call: Call): Reply {
  requireMiscellaneous(call.caller, 'prvPublishCustomization');
  requireNoImport(call.env, 'PublishAll');
  return noContent();
}

function startImport(call: Call, message: string, way: 'update' | 'upgrade'): Reply {
  requireMiscellaneous(call.caller, 'prvImportCustomization');
  const payload = readJsonObject(message, call.body);
  for (const name of ['OverwriteUnmanagedCustomizations', 'PublishWorkflows']) {
    if (typeof payload[name] !== 'boolean') throw invalidArgument(`Required field '${name}' is missing`);
  }
  if (payload['HoldingSolution'] === true) throw notImplemented('holding solutions');
  const solution = way === 'upgrade' ? readFile(payload) : solutionOf(call, payload);
  requireNoImport(call.env, 'Import');
  const operationId = randomUUID();
  const given = payload['ImportJobId'];
  const jobId = typeof given === 'string' ? given.toLowerCase() : randomUUID();
  const by = { table: 'systemuser', id: call.caller.user.id };
  const started = { createdon: now(call.env), modifiedon: now(call.env), createdby: by, startedon: now(call.env) };
  call.env.store.put(call.env.model.table('asyncoperation'), operationId, {
    ...started,
    name: `Import ${solution.uniqueName}`,
    operationtype: 203,
    statecode: 0,
    statuscode: 0,
    ownerid: by,
    correlationid: call.correlationId,
  });
  call.env.store.put(call.env.model.table('importjob'), jobId, {
    ...started,
    name: 'Customizations',
    solutionname: solution.uniqueName,
    progress: 0,
  });
  call.env.importing = true;
  call.env.background.run(importLater(call.env, solution, way, operationId, jobId));
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.${message}Response`,
    ImportJobKey: jobId,
    AsyncOperationId: operationId,
  });
}

/** What an import said, as XML. */
export function retrieveImportResults(call: Call, parameters: string): Reply {
  const [, id] = /^ImportJobId=([0-9a-f-]{36})$/i.exec(parameters.trim()) ?? [];
  if (id === undefined) throw badQuery('RetrieveFormattedImportJobResults needs the parameter ImportJobId.');
  const job = rowsOf(call.env, 'importjob').get(id.toLowerCase());
  if (job === undefined) throw missingRow('importjob', id);
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.RetrieveFormattedImportJobResultsResponse`,
    FormattedResults: job.values['data'] ?? '',
  });
}

/** The import itself; answers what went wrong, or null. */
export function runImport(env: Environment, solution: SolutionContent, way: 'update' | 'upgrade'): string | null {
  try {
    env.store.atomically(() => applySolution(env, solution, way));
    env.store.commit();
    return null;
  } catch (error) {
    env.store.commit();
    return error instanceof Error ? error.message : String(error);
  }
}

async function importLater(
  env: Environment,
  solution: SolutionContent,
  way: 'update' | 'upgrade',
  operationId: string,
  jobId: string,
): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  while (env.switches.holdImports) await delay(5, undefined, { ref: false });
  const problem = env.switches.importFailure ?? runImport(env, solution, way);
  env.importing = false;
  const done = { completedon: now(env), modifiedon: now(env) };
  amend(env, 'importjob', jobId, { ...done, progress: 100, data: resultXml(solution, problem) });
  amend(env, 'asyncoperation', operationId, {
    ...done,
    statecode: 3,
    statuscode: problem === null ? 30 : 31,
    message: problem,
    friendlymessage: problem,
    errorcode: problem === null ? 0 : -2147160062,
  });
  env.store.commit();
}

function amend(env: Environment, tableName: string, id: string, values: Record<string, Value>): void {
  const table = env.model.table(tableName);
  const row = rowsOf(env, table).get(id);
  if (row !== undefined) env.store.put(table, id, { ...row.values, ...values });
}

const resultXml = (solution: SolutionContent, problem: string | null): string =>
  `<importexportxml succeeded="${problem === null ? 'true' : 'false'}"><solutionManifests><solutionManifest><UniqueName>${escape(solution.uniqueName)}</UniqueName><result result="${problem === null ? 'success' : 'failure'}" errortext="${escape(problem ?? '')}" /></solutionManifest></solutionManifests></importexportxml>`;

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function solutionOf(call: Call, payload: JsonObject): SolutionContent {
  const parameters = payload['SolutionParameters'];
  const uploadId = isObject(parameters) ? parameters['StageSolutionUploadId'] : undefined;
  if (uploadId === undefined) return readFile(payload);
  const staged = typeof uploadId === 'string' ? call.env.staged.get(uploadId.toLowerCase()) : undefined;
  if (staged === undefined)
    throw invalidArgument(`There is no staged solution with the id ${JSON.stringify(uploadId)}.`);
  return staged;
}

function readFile(payload: JsonObject): SolutionContent {
  const file = payload['CustomizationFile'];
  if (typeof file !== 'string' || file === '') throw invalidArgument("Required field 'CustomizationFile' is missing");
  try {
    return readSolution(Buffer.from(file, 'base64'));
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new DataverseError(400, '0x80048060', `The solution file is invalid. ${detail}`);
  }
}
