/**
 * Brings the packed solution into an environment the way a deployment does: stage, import, wait.
 * https://learn.microsoft.com/power-platform/alm/solution-async
 */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { WebApi } from '../crm/web-api';

const staged = z.object({ StageSolutionResults: z.object({ StageSolutionUploadId: z.string() }) });
const started = z.object({ AsyncOperationId: z.string() });
const operation = z.object({ statecode: z.number(), statuscode: z.number(), message: z.string().nullish() });

/** Throws an Error with what Dataverse says when it refuses. */
export async function importSolution(crm: WebApi, content: Buffer): Promise<void> {
  const stage = staged.parse(await crm.create('StageSolution', { CustomizationFile: content.toString('base64') }));
  const { AsyncOperationId } = started.parse(
    await crm.create('ImportSolutionAsync', {
      OverwriteUnmanagedCustomizations: false,
      PublishWorkflows: true,
      SolutionParameters: { StageSolutionUploadId: stage.StageSolutionResults.StageSolutionUploadId },
    }),
  );
  for (;;) {
    const row = await crm.get(`asyncoperations(${AsyncOperationId})?$select=statecode,statuscode,message`);
    const { statecode, statuscode, message } = operation.parse(row);
    if (statecode === 3 && statuscode === 30) return;
    if (statecode === 3) throw new Error(`The solution could not be imported: ${message ?? 'no reason was given'}`);
    await pause(20);
  }
}
