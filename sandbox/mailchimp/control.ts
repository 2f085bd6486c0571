/** The side of the stand-in that the real service has not: clock, switches, faults, counts, seeding and playing the other side. */

import { z } from 'zod';
import { faultOrder } from './faults';
import { play, playOrder } from './play';
import { mailchimpSeed, seed } from './seed';
import type { Service } from './service';
import { defaultSwitches, type Switches } from './switches';

export interface ControlAnswer {
  status: number;
  body: unknown;
}

/** `path` without /_sandbox. */
export async function control(
  service: Service,
  method: string,
  path: string,
  bodyText: string,
): Promise<ControlAnswer> {
  const order = orders[`${method} ${path}`];
  if (order === undefined) return { status: 404, body: { error: `There is no ${method} /_sandbox${path}.` } };
  try {
    const body: unknown = bodyText.trim() === '' ? {} : JSON.parse(bodyText);
    return { status: 200, body: await order(service, body) };
  } catch (error) {
    return { status: 400, body: { error: sentenceOf(error) } };
  }
}

const orders: Readonly<Record<string, (service: Service, body: unknown) => unknown>> = {
  'GET /clock': readClock,
  'PUT /clock': (service, body) => {
    const order = clockOrder.parse(body);
    if (order.now !== undefined) service.clock.set(order.now === null ? null : new Date(order.now));
    if (order.advanceSeconds !== undefined) service.clock.advance(order.advanceSeconds);
    service.deliveries.wake();
    return readClock(service);
  },
  'GET /switches': (service) => service.switches,
  'PATCH /switches': (service, body) => {
    // Zod's partial objects carry undefined for what was not named.
    for (const [name, value] of Object.entries(switchOrder.parse(body))) {
      if (value !== undefined) Object.assign(service.switches, { [name]: value });
    }
    return service.switches;
  },
  'DELETE /switches': (service) => Object.assign(service.switches, defaultSwitches()),
  'GET /traffic': (service) => service.traffic.report(),
  'DELETE /traffic': (service) => {
    service.traffic.reset();
    return service.traffic.report();
  },
  'POST /faults': (service, body) => {
    service.faults.order(faultOrder.parse(body));
    return {};
  },
  'DELETE /faults': (service) => {
    service.faults.clear();
    return {};
  },
  'POST /seed': (service, body) => {
    seed(service, seedOrder.parse(body));
    return {};
  },
  'POST /play': (service, body) => {
    play(service, playOrder.parse(body));
    return {};
  },
  /** Answers when no delivery is under way. */
  'GET /idle': async (service) => {
    await service.deliveries.settled();
    return { idle: true };
  },
  'GET /deliveries': (service) => ({ count: service.deliveries.all.length, deliveries: service.deliveries.all }),
  'DELETE /deliveries': (service) => {
    service.deliveries.clear();
    return {};
  },
  'GET /confirmations': (service) => ({ count: service.confirmations.length, confirmations: service.confirmations }),
  'DELETE /confirmations': (service) => {
    service.confirmations.length = 0;
    return {};
  },
};

function readClock(service: Service): { now: string } {
  return { now: service.clock.now().toISOString() };
}

const clockOrder = z.strictObject({
  now: z.iso.datetime({ offset: true }).nullable().optional(),
  advanceSeconds: z.number().optional(),
});

/** The whole seed file is taken as well as its part. */
const seedOrder = z.union([
  mailchimpSeed,
  z.looseObject({ mailchimp: mailchimpSeed }).transform(({ mailchimp }) => mailchimp),
]);

const switchOrder = z
  .strictObject({
    latencyMs: z.number().min(0),
    maxConnections: z.int().positive(),
    sinceInclusive: z.boolean(),
    vipBumps: z.boolean(),
    interestsBumpLastChanged: z.boolean(),
    engagementBumpsLastChanged: z.boolean(),
    languageBumps: z.boolean(),
    emitRetryAfter: z.boolean(),
    bare403: z.boolean(),
    personUnsubscribeReversible: z.enum(['refused', 'accepted', 'ignored']),
    archiveForgetsCompliance: z.boolean(),
    archivedResubscribeThrottle: z.boolean(),
    typeOnComplianceError: z.boolean(),
    emailCaseChange: z.enum(['accepted', 'refused', 'ignored']),
    listArchivedByDefault: z.boolean(),
    bulkArchived: z.enum(['exists', 'resubscribed']),
    fakeAddressRule: z.enum(['patterns', 'off']),
    roleAddressRule: z.enum(['accepted', 'refused']),
    localisedMessages: z.enum(['en', 'de']),
    unknownInterests: z.enum(['refused', 'ignored']),
    maxMergeFields: z.int().positive(),
    signWebhooks: z.boolean(),
    webhookProbe: z.enum(['get', 'empty-post', 'none']),
    webhookDeliveries: z.enum(['once', 'doubled', 'dropped']),
    webhookOrder: z.enum(['usual', 'swapped']),
    unresponsiveWebhooks: z.enum(['kept', 'dropped']),
    batchLatencyMs: z.number().min(0),
    maxBatchOperations: z.int().positive().nullable(),
    maxBatchPayload: z.int().positive().nullable(),
    batchResultsPerFile: z.int().positive(),
    statsCacheSeconds: z.number().min(0),
  } satisfies Record<keyof Switches, z.ZodType>)
  .partial();

function sentenceOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
