/**
 * What Dataverse posts to a webhook, as far as it is used. Ids and parameters come in several spellings, and above 256 KB the
 * parameters are missing. https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks
 */

import { z } from 'zod';

export const guid = z
  .string()
  .transform((text) => text.replaceAll(/[{}]/g, '').toLowerCase())
  .pipe(z.guid());

export const executionContext = z.looseObject({
  MessageName: z.string(),
  InitiatingUserId: guid,
  OperationId: guid,
  OperationCreatedOn: z.string(),
  PrimaryEntityName: z.string().optional(),
  PrimaryEntityId: guid.optional(),
  InputParameters: z.array(z.object({ key: z.string(), value: z.unknown() })).optional(),
});

export type ExecutionContext = z.infer<typeof executionContext>;

/** A guid as it stands, or of a typed object. */
export const anyId = z.union([guid, z.looseObject({ Id: guid }).transform((entity) => entity.Id)]);

/** Looks a parameter up under each of its names; null where none of them holds such a value. */
export function parameterReader({ InputParameters = [] }: ExecutionContext) {
  const parameters = new Map(InputParameters.map(({ key, value }) => [key, value]));
  return <T>(schema: z.ZodType<T>, ...keys: string[]): T | null => {
    for (const key of keys) {
      const parsed = schema.safeParse(parameters.get(key));
      if (parsed.success) return parsed.data;
    }
    return null;
  };
}
