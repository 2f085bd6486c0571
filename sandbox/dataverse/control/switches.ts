import { z } from 'zod';

/**
 * What no source establishes about the live service, each with the setting that is likelier as default, and what a rehearsal wants to
 * turn: delay and limits.
 */
const switchesSchema = z.strictObject({
  /** Adding a member who is on the list already. */
  addExistingMember: z.enum(['ignore', 'error']).default('ignore'),
  removeOnLockedList: z.enum(['allowed', 'refused']).default('allowed'),
  /** Removing somebody who is not on the list by RemoveListMembersList. */
  removeNonMember: z.enum(['error', 'silent']).default('error'),
  /** HTTP status of the list messages' own errors. */
  listErrorStatus: z.int().min(400).max(599).default(400),
  changeTrackingOnListMember: z.boolean().default(false),
  /** Which events lists raise: the short names, or also RemoveListMembers and Create and Delete of listmember. */
  listMessages: z.enum(['short', 'extended']).default('short'),
  memberIdsShape: z.enum(['strings', 'typed']).default('strings'),
  /** Two additions of one person at the same time. */
  concurrentAdds: z.enum(['none', 'duplicates']).default('none'),
  mostMembersPerCall: z.int().positive().nullable().default(null),
  /** Longest address of a GET outside a batch. */
  longestUrl: z.int().positive().default(16_384),
  /** Lengths that an organization has changed, by `table.column`. */
  columnLengths: z.record(z.string(), z.int().positive()).default({}),
  /** What Merge does with columns in which only the subordinate has something: Microsoft says they are filled, users that they are not. */
  mergeCarries: z.enum(['blanks', 'update-content']).default('blanks'),
  inactiveContactsReadOnly: z.boolean().default(false),
  /** Bytes of a note's file in base64. */
  maxUploadFileSize: z.int().positive().default(5_242_880),
  /** How far the clock of this service alone is ahead (or, below zero, behind). */
  clockOffsetSeconds: z.number().default(0),
  latencyMs: z.number().min(0).default(0),
  /** Off: an environment without Dynamics 365 Sales, so without marketing lists and leads. */
  marketingLists: z.boolean().default(true),
  /** Imports of solutions do not end before this is switched off again. */
  holdImports: z.boolean().default(false),
  /** Imports of solutions fail with this sentence after they were taken in. */
  importFailure: z.string().min(1).nullable().default(null),
  /** `this-machine`: webhooks lead here, at any port. `standard-ports`: anywhere, at ports 80 and 443 as the service demands, and nothing is sent. */
  webhookAddresses: z.enum(['this-machine', 'standard-ports']).default('this-machine'),
  /** Service protection per user. https://learn.microsoft.com/power-apps/developer/data-platform/api-limits */
  requestsPerWindow: z.int().positive().default(6000),
  /** Time that the requests of a window may take together. */
  executionSecondsPerWindow: z.number().positive().default(1200),
  windowSeconds: z.number().positive().default(300),
  concurrentRequests: z.int().positive().default(52),
  retryAfterSeconds: z.int().min(0).default(2),
  /** Header x-ms-dop-hint: how many requests at a time the service recommends. */
  degreeOfParallelism: z.int().positive().default(8),
});

export type Switches = z.infer<typeof switchesSchema>;

export const defaultSwitches = (): Switches => switchesSchema.parse({});

/** The switches with some of them set anew; throws with a sentence when one is unknown or out of range. */
export function changeSwitches(switches: Switches, changes: unknown): void {
  const given = z.record(z.string(), z.unknown()).parse(changes);
  Object.assign(switches, switchesSchema.parse({ ...switches, ...given }));
}
