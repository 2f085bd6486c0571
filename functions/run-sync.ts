/** Works on one slice of a run, and asks for the next one when there is more to do. */

import { app, type InvocationContext } from '@azure/functions';
import { z } from 'zod';

import { defaultNames } from '../connector/storage/connect';
import { sendRun } from '../connector/sync/requests/request-run';
import { runSlice } from '../connector/sync/run-slice';
import { servicesOfRun } from './services';

/** Well inside the five minutes that a Consumption plan allows. */
const sliceMinutes = 4;
/** Seconds until somebody else's run on the same account is looked at again. */
const whileBusySeconds = 15;

const runMessage = z.object({ runId: z.guid() });

export async function runSync(message: unknown, context: InvocationContext): Promise<void> {
  const { runId } = runMessage.parse(message);
  const services = servicesOfRun();
  const until = new Date(services.now().getTime() + sliceMinutes * 60_000);
  const end = await runSlice(services, runId, { until });
  context.log(`run ${runId}: ${end.kind}`);
  if (end.kind === 'continue') await sendRun(services, runId);
  if (end.kind === 'busy') await sendRun(services, runId, whileBusySeconds);
}

app.storageQueue('run-sync', { queueName: defaultNames.queue, connection: 'AzureWebJobsStorage', handler: runSync });
