/** What the process of the functions tells the one that started it. */
import { z } from 'zod';

export const hostMessage = z.union([
  z.object({ listening: z.object({ port: z.int(), functions: z.array(z.string()) }) }),
  z.object({ failed: z.string() }),
]);

export type HostMessage = z.infer<typeof hostMessage>;
