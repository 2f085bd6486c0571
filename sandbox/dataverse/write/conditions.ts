import { duplicateId, missingRow, versionMismatch } from '../errors';
import { etag } from '../query/write-row';
import type { Row } from '../store/row';

/** `If-Match` and `If-None-Match` of a write. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/perform-conditional-operations-using-web-api */
export function checkConditions(
  headers: Readonly<Record<string, string>>,
  table: string,
  row: Row | undefined,
  id: string,
): void {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (match !== undefined && row === undefined) throw missingRow(table, id);
  if (match !== undefined && match !== '*' && row !== undefined && match.trim() !== etag(row)) throw versionMismatch();
  if (noneMatch === '*' && row !== undefined) throw duplicateId();
}
