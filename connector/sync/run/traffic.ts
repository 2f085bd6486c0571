/** How many calls a slice made, from the counters of the two services that go on over the life of a process. */

import type { TrafficCount } from './run-state';

export interface TrafficMark {
  mailchimp: TrafficCount;
  dataverse: TrafficCount;
  at: Date;
}

export const noTraffic: TrafficCount = { requests: 0, writes: 0, peakConnections: 0 };

export function trafficSince(before: TrafficMark, now: TrafficMark) {
  return {
    mailchimp: difference(before.mailchimp, now.mailchimp),
    dataverse: difference(before.dataverse, now.dataverse),
    seconds: Math.max(0, (now.at.getTime() - before.at.getTime()) / 1000),
  };
}

export const addTraffic = (a: TrafficCount, b: TrafficCount): TrafficCount => ({
  requests: a.requests + b.requests,
  writes: a.writes + b.writes,
  peakConnections: Math.max(a.peakConnections, b.peakConnections),
});

const difference = (before: TrafficCount, now: TrafficCount): TrafficCount => ({
  requests: now.requests - before.requests,
  writes: now.writes - before.writes,
  peakConnections: now.peakConnections,
});
