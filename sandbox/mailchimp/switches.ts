/** What is not known for certain about the real service, and what a test wants to vary: one object that may be changed while the stand-in runs. */

export interface Switches {
  /** Milliseconds that every answer takes. */
  latencyMs: number;
  /** Simultaneous requests of one user before 429. */
  maxConnections: number;
  /** Whether `since_last_changed` includes the given second. */
  sinceInclusive: boolean;
  vipBumps: boolean;
  /** Whether a change of interests moves `last_changed`. */
  interestsBumpLastChanged: boolean;
  /** Whether an open or a click moves `last_changed`. */
  engagementBumpsLastChanged: boolean;
  languageBumps: boolean;
  /** Whether 429 carries Retry-After. */
  emitRetryAfter: boolean;
  /** Overload answers 403 without a JSON body instead of 429 with one. */
  bare403: boolean;
  /** What `subscribed` does to somebody who unsubscribed in person. */
  personUnsubscribeReversible: 'refused' | 'accepted' | 'ignored';
  /** Whether archiving wipes the memory of who unsubscribed. */
  archiveForgetsCompliance: boolean;
  /** Whether subscribing an archived member meets the limit on sign-ups. */
  archivedResubscribeThrottle: boolean;
  /** Whether "Member In Compliance State" carries a `type`. */
  typeOnComplianceError: boolean;
  /** What a change of nothing but the case of an address does. */
  emailCaseChange: 'accepted' | 'refused' | 'ignored';
  /** Whether archived members appear when no status is asked for. */
  listArchivedByDefault: boolean;
  /** What the bulk call does with an archived address when it may not update; not documented, and nobody has reported it. */
  bulkArchived: 'exists' | 'resubscribed';
  fakeAddressRule: 'patterns' | 'off';
  roleAddressRule: 'accepted' | 'refused';
  /** Language of the messages about merge fields. */
  localisedMessages: 'en' | 'de';
  /** What a write does with an interest that the audience does not have. */
  unknownInterests: 'refused' | 'ignored';
  /** Merge fields of one audience; the number depends on the plan. */
  maxMergeFields: number;
  /** Whether webhooks get a secret at registration and their deliveries a signature. */
  signWebhooks: boolean;
  /** How the address of a webhook is tried at registration. */
  webhookProbe: 'get' | 'empty-post' | 'none';
  webhookDeliveries: 'once' | 'doubled' | 'dropped';
  /** Order of two deliveries about one change. */
  webhookOrder: 'usual' | 'swapped';
  /** What becomes of a webhook that has not answered for 75 minutes. */
  unresponsiveWebhooks: 'kept' | 'dropped';
  /** Milliseconds that a batch spends in each of its states before the last; 0 has it finished at the next request. */
  batchLatencyMs: number;
  /** Limits of a batch that the documentation does not name: null for none. */
  maxBatchOperations: number | null;
  /** Bytes. */
  maxBatchPayload: number | null;
  /** Results per file in the archive of a batch. */
  batchResultsPerFile: number;
  /** Seconds for which the counts of an audience are served from memory. */
  statsCacheSeconds: number;
}

export function defaultSwitches(): Switches {
  return {
    latencyMs: 0,
    maxConnections: 10,
    sinceInclusive: false,
    vipBumps: true,
    interestsBumpLastChanged: true,
    engagementBumpsLastChanged: false,
    languageBumps: true,
    emitRetryAfter: false,
    bare403: false,
    personUnsubscribeReversible: 'refused',
    archiveForgetsCompliance: false,
    archivedResubscribeThrottle: false,
    typeOnComplianceError: false,
    emailCaseChange: 'accepted',
    listArchivedByDefault: false,
    bulkArchived: 'exists',
    fakeAddressRule: 'patterns',
    roleAddressRule: 'accepted',
    localisedMessages: 'en',
    unknownInterests: 'refused',
    maxMergeFields: 30,
    signWebhooks: true,
    webhookProbe: 'get',
    webhookDeliveries: 'once',
    webhookOrder: 'usual',
    unresponsiveWebhooks: 'kept',
    batchLatencyMs: 0,
    maxBatchOperations: null,
    maxBatchPayload: null,
    batchResultsPerFile: 250,
    statsCacheSeconds: 300,
  };
}
