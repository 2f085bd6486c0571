/**
 * Application Insights. Its package is two thirds of a cold start, so it is loaded when the first word is said and never where
 * no connection string is set. What is said before it is loaded waits for it.
 */

import type { TelemetryClient } from 'applicationinsights';
import { createConsoleTelemetry } from './console';
import type { Telemetry } from './port';
import { describeError, withoutAddresses } from './without-addresses';

type Load = (
  connectionString: string,
) => Promise<Pick<TelemetryClient, 'trackEvent' | 'trackMetric' | 'trackException' | 'flush'>>;

export function createApplicationInsights(connectionString: string, load: Load = loadClient): Telemetry {
  let client: ReturnType<Load> | undefined;
  let spoken: Promise<void> = Promise.resolve();
  const fallback = createConsoleTelemetry();

  function say(track: (client: Awaited<ReturnType<Load>>) => void, otherwise: (console: Telemetry) => void): void {
    client ??= load(connectionString);
    const loaded = client;
    const before = spoken;
    spoken = (async () => {
      await before;
      try {
        track(await loaded);
      } catch {
        // Telemetry that fails must not fail the run.
        otherwise(fallback);
      }
    })();
  }

  return {
    event: (name, properties) =>
      say(
        (client) => client.trackEvent({ name, properties: withoutAddresses(properties) }),
        (console) => console.event(name, properties),
      ),
    metric: (name, value, properties) =>
      say(
        (client) => client.trackMetric({ name, value, properties: withoutAddresses(properties) }),
        (console) => console.metric(name, value, properties),
      ),
    exception: (error, properties) =>
      say(
        (client) => client.trackException({ exception: cleaned(error), properties: withoutAddresses(properties) }),
        (console) => console.exception(error, properties),
      ),
    async flush() {
      await spoken;
      try {
        await (await client)?.flush();
      } catch {
        // What could not be sent was said on the console or is lost; the run goes on.
      }
    },
  };
}

async function loadClient(connectionString: string): Promise<TelemetryClient> {
  const { TelemetryClient } = await import('applicationinsights');
  return new TelemetryClient(connectionString);
}

function cleaned(error: unknown): Error {
  const { name, message, stack } = describeError(error);
  const exception = new Error(message);
  exception.name = name;
  if (stack !== undefined) exception.stack = stack;
  return exception;
}
