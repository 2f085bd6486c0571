/** What the host reads from host.json; everything else there is the real host's business. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const hostFile = z.object({
  extensions: z
    .object({
      http: z.object({ routePrefix: z.string().default('api') }).prefault({}),
      queues: z
        .object({
          messageEncoding: z.enum(['base64', 'none']).default('base64'),
          batchSize: z.int().default(16),
          newBatchThreshold: z.int().default(8),
          maxDequeueCount: z.int().default(5),
          visibilityTimeout: z
            .string()
            .default('00:00:00')
            .transform((text) => seconds(text)),
        })
        .prefault({}),
    })
    .prefault({}),
});

export type HostSettings = z.infer<typeof hostFile>['extensions'];
export type QueueSettings = HostSettings['queues'];

export function readHostSettings(appFolder: string): HostSettings {
  return hostFile.parse(JSON.parse(readFileSync(join(appFolder, 'host.json'), 'utf8'))).extensions;
}

/** "hh:mm:ss" */
function seconds(text: string): number {
  const [hours = 0, minutes = 0, rest = 0] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
}

/** `%NAME%` in a queue name, route or schedule stands for a setting. */
export function resolveSettings(text: string, env: NodeJS.ProcessEnv): string {
  return text.replaceAll(/%([^%]+)%/g, (whole, name: string) => env[name] ?? whole);
}
