/** A table of refusals, each row tried against the stand-in. */
import { expect, test } from '@jest/globals';
import { errorOf } from './web-api';
import type { WebApi } from './web-api';

export interface Refusal {
  what: string;
  method: string;
  path: () => string;
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  code: string;
  message: string | RegExp;
}

export function tryRefusals(api: WebApi, refusals: Refusal[]): void {
  test.each(refusals)('$what', async ({ method, path, body, headers, status, code, message }) => {
    const sent: unknown = typeof body === 'function' ? body() : body;
    const answer = await api.send(method, path(), sent, headers);
    const error = errorOf(answer);
    expect([answer.status, error.code]).toEqual([status, code]);
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(answer.headers.get('odata-version')).toBe('4.0');
  });
}
