/** Telemetry for operators: JSON lines on stderr, or Application Insights where a connection string is set. */

import { createApplicationInsights } from './application-insights';
import { createConsoleTelemetry } from './console';
import type { Telemetry } from './port';

export function connectTelemetry(settings: { connectionString: string | null }): Telemetry {
  return settings.connectionString === null
    ? createConsoleTelemetry()
    : createApplicationInsights(settings.connectionString);
}
