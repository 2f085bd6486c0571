/** Telemetry never holds an e-mail address, not even by mistake: what looks like one is taken out on the way. */

import type { Properties } from './port';

export function withoutAddresses(properties: Properties | undefined): Properties {
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value]),
  );
}

export interface DescribedError {
  name: string;
  message: string;
  stack: string | undefined;
}

export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { name: 'Error', message: clean(String(error)), stack: undefined };
  return { name: error.name, message: clean(error.message), stack: error.stack && clean(error.stack) };
}

function clean(text: string): string {
  return text.replace(/[^\s"'<>()]+@[^\s"'<>()]+\.[^\s"'<>():]+/g, '[address]');
}
