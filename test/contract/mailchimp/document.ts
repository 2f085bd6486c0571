/**
 * Mailchimp's own description of its API, when it lies beside the checkout (../shared/contract) or where MAILCHIMP_OPENAPI says.
 * A clone without it can run everything else; the tests that need it are skipped and say so.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type Json = Record<string, unknown>;

const file =
  process.env['MAILCHIMP_OPENAPI'] ?? resolve(join(__dirname, '../../../../shared/contract/mailchimp-openapi.json'));

export const contractIsHere = existsSync(file);

/** `test` when the description is here, otherwise a test that is visibly skipped. */
export const testWithContract = contractIsHere ? test : test.skip;

export function readDocument(): Json {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isJson(document)) throw new Error(`${file} is no OpenAPI document.`);
  return document;
}

export function sayWhenAbsent(): void {
  if (contractIsHere) return;
  process.stderr.write(
    `\n*** NOT CHECKED: Mailchimp's OpenAPI document is not at ${file}. No exchange is held against it in this run. ***\n\n`,
  );
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function jsonOf(value: unknown): Json {
  return isJson(value) ? value : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
