import type { Value } from './row';
import { isReference } from './row';

/**
 * What two equal values have in common. Text compares as SQL Server does under its default collation: case and trailing blanks do
 * not count.
 */
export function equalityKey(value: Value): string | null {
  if (value === null) return null;
  if (isReference(value)) return value.id;
  if (typeof value === 'string') return foldText(value);
  return String(value);
}

export const foldText = (text: string): string => text.toLowerCase().trimEnd();
