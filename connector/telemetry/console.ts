/** One JSON line per event, metric or exception. */

import type { Properties, Telemetry } from './port';
import { describeError, withoutAddresses } from './without-addresses';

export function createConsoleTelemetry(
  write: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Telemetry {
  const log = (entry: object, properties: Properties | undefined) =>
    write(JSON.stringify({ ...entry, ...withoutAddresses(properties) }));
  return {
    event: (name, properties) => log({ event: name }, properties),
    metric: (name, value, properties) => log({ metric: name, value }, properties),
    exception: (error, properties) => log({ exception: describeError(error) }, properties),
    flush: () => Promise.resolve(),
  };
}
