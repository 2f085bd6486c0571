/** What a command works with. */

import { readSettings } from '../connector/settings';
import { connect } from '../connector/sync/connect';
import type { Services } from '../connector/sync/run/services';
import { createConsoleTelemetry } from '../connector/telemetry/console';

/** What operators read as JSON lines would stand between the sentences of a command, so it is written for `--verbose` only. */
export function servicesOf(verbose: boolean): Services {
  const settings = readSettings(process.env);
  const services = connect(settings);
  const unseen = !verbose && settings.telemetry.connectionString === null;
  return unseen ? { ...services, telemetry: createConsoleTelemetry(() => {}) } : services;
}
