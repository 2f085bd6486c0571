/** Every minute: audiences that are due, and runs whose message was lost. */

import { app, type InvocationContext, type Timer } from '@azure/functions';

import { scheduleDueRuns } from '../connector/sync/requests/schedule';
import { currentServices } from './services';

export async function schedule(_timer: Timer, context: InvocationContext): Promise<void> {
  const { created, sentAgain } = await scheduleDueRuns(currentServices());
  if (created + sentAgain > 0) context.log(`${created} runs are due, ${sentAgain} were sent again`);
}

app.timer('schedule', { schedule: '0 * * * * *', handler: schedule });
