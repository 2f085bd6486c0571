/**
 * Takes messages from a storage queue and gives them to the function, with the host's rules: so many at once, again after a
 * while when it throws, and to `<queue>-poison` after the last try.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#poison-messages
 */
import type { DequeuedMessageItem, QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { RpcTypedData } from './core-stand-in';
import type { QueueSettings } from './host-settings';

export interface QueuePump {
  /** Looks at once rather than after the polling pause. */
  wake(): void;
  close(): Promise<void>;
}

export type HandleMessage = (data: RpcTypedData, triggerMetadata: Record<string, RpcTypedData>) => Promise<unknown>;

/** Much shorter than the real host's: the queue is on this machine and somebody is looking. */
const POLLING_PAUSE = 200;
/** As long as a function may run: nobody else sees a message meanwhile. */
const WORKING_SECONDS = 600;

export async function startQueuePump(
  service: QueueServiceClient,
  queueName: string,
  settings: QueueSettings,
  handle: HandleMessage,
  report: (sentence: string) => void,
): Promise<QueuePump> {
  const queue = service.getQueueClient(queueName);
  await queue.createIfNotExists();
  const underWay = new Set<Promise<void>>();
  const ending = new AbortController();
  let wake: () => void = () => {};

  const pump = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const room = underWay.size <= settings.newBatchThreshold ? settings.batchSize : 0;
      const messages = room > 0 ? await receive(queue, room, report) : [];
      for (const message of messages) {
        const work: Promise<void> = process(message).finally(() => {
          underWay.delete(work);
          wake();
        });
        underWay.add(work);
      }
      if (messages.length === 0 && !ending.signal.aborted) {
        await new Promise<void>((resolve) => {
          const pause = setTimeout(resolve, POLLING_PAUSE);
          wake = () => {
            clearTimeout(pause);
            resolve();
          };
        });
      }
    }
  };

  const process = async (message: DequeuedMessageItem): Promise<void> => {
    try {
      await handle(dataOf(message, settings), metadataOf(message));
      await queue.deleteMessage(message.messageId, message.popReceipt);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      report(
        `Try ${message.dequeueCount} of ${settings.maxDequeueCount} with a message of ${queueName} failed: ${reason}`,
      );
      await giveBack(message).catch((cause: unknown) =>
        report(`The message could not be given back: ${String(cause)}`),
      );
    }
  };

  const giveBack = async (message: DequeuedMessageItem): Promise<void> => {
    if (message.dequeueCount < settings.maxDequeueCount) {
      await queue.updateMessage(message.messageId, message.popReceipt, message.messageText, settings.visibilityTimeout);
      return;
    }
    const poison = service.getQueueClient(`${queueName}-poison`);
    await poison.createIfNotExists();
    await poison.sendMessage(message.messageText, { messageTimeToLive: -1 });
    await queue.deleteMessage(message.messageId, message.popReceipt);
  };

  const running = pump();
  return {
    wake: () => wake(),
    close: async () => {
      ending.abort();
      wake();
      await running;
      await Promise.all(underWay);
    },
  };
}

async function receive(
  queue: QueueClient,
  numberOfMessages: number,
  report: (sentence: string) => void,
): Promise<DequeuedMessageItem[]> {
  try {
    const answer = await queue.receiveMessages({ numberOfMessages, visibilityTimeout: WORKING_SECONDS });
    return answer.receivedMessageItems;
  } catch (error) {
    report(`The queue ${queue.name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

function dataOf(message: DequeuedMessageItem, settings: QueueSettings): RpcTypedData {
  const text =
    settings.messageEncoding === 'base64'
      ? Buffer.from(message.messageText, 'base64').toString('utf8')
      : message.messageText;
  // A text that is no JSON reaches the function as it is.
  return { string: text };
}

function metadataOf(message: DequeuedMessageItem): Record<string, RpcTypedData> {
  return {
    Id: { string: message.messageId },
    DequeueCount: { json: String(message.dequeueCount) },
    InsertionTime: { json: JSON.stringify(message.insertedOn) },
    ExpirationTime: { json: JSON.stringify(message.expiresOn) },
    NextVisibleTime: { json: JSON.stringify(message.nextVisibleOn) },
    PopReceipt: { string: message.popReceipt },
  };
}
