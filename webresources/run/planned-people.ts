/**
 * People whose record does not exist: a preview or a run that waits would create it, or Dataverse refused it. There is no
 * right to read that could be asked for, so their names are those of the file.
 */
import { keyOf } from '../frame/use-visible-people';
import type { ChangeLine } from './change-line';

/** Keys of the people, by which all their lines are known. */
export type PlannedPeople = ReadonlySet<string>;

export function plannedPeople(lines: readonly ChangeLine[], run: { isLook: boolean; waits: boolean }): PlannedPeople {
  const isPlanned = ({ state }: ChangeLine): boolean =>
    run.isLook || state === 'refused' || (state === 'waits' && run.waits);
  return new Set(
    lines.flatMap((line) =>
      line.record !== null && isPlanned(line) && createsRecord(line) ? [keyOf(line.record)] : [],
    ),
  );
}

/** Of somebody who waits, only the place on the list is a line; nobody without a record can have one. */
const createsRecord = ({ kind, record, side }: ChangeLine): boolean =>
  kind === 'created' || (kind === 'joined' && side === 'crm' && record?.type === 'member');

export const isPlanned = ({ record }: ChangeLine, planned: PlannedPeople): boolean =>
  record !== null && planned.has(keyOf(record));

/** Those whom a search finds, beside those whom Dataverse found. */
export function searchPlanned(lines: readonly ChangeLine[], planned: PlannedPeople, text: string): string[] {
  const part = text.trim().toLocaleLowerCase();
  return lines.flatMap((line) =>
    line.record !== null &&
    isPlanned(line, planned) &&
    `${line.person}\n${line.address}`.toLocaleLowerCase().includes(part)
      ? [keyOf(line.record)]
      : [],
  );
}
