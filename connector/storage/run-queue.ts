/** Who is told to go on: ids alone, as plain JSON (host.json sets `messageEncoding` to none). */

import type { QueueClient } from '@azure/storage-queue';
import type { RunQueue } from './port';
import { statusOf } from './status-of';

export function createRunQueue(queue: () => Promise<QueueClient>, poison: () => Promise<QueueClient>): RunQueue {
  return {
    async send({ runId }, delaySeconds = 0) {
      const client = await queue();
      await client.sendMessage(JSON.stringify({ runId }), { visibilityTimeout: Math.round(delaySeconds) });
    },
    async poisonCount() {
      const client = await poison();
      try {
        return (await client.getProperties()).approximateMessagesCount ?? 0;
      } catch (error) {
        // Azure Functions makes the poison queue when the first message fails.
        if (statusOf(error) === 404) return 0;
        throw error;
      }
    },
  };
}
