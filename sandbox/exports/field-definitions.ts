/** Reads the file of a backup that says which merge field or interest category each column of the members' files is. */
import { z } from 'zod';
import type { SeedInterestCategory, SeedMergeField } from '../seeds/seed';
import type { TableFile } from './table-file';

export type ExportedField = { column: string } & ({ field: SeedMergeField } | { category: SeedInterestCategory });

export const isDefinitions = (table: TableFile) =>
  ['COLUMN', 'TAG', 'NAME', 'TYPE'].every((name) => table.columns.includes(name));

const options = z.record(z.string(), z.unknown());
const categoryOptions = z.object({ interests: z.array(z.string()).default([]) });

/** Throws an Error with one sentence when somebody has changed the file so that it cannot be understood. */
export function readDefinitions(table: TableFile): ExportedField[] {
  return table.rows.map((row) => {
    const { COLUMN: column = '', TAG: tag = '', NAME: name = '', TYPE: type = '' } = row;
    const isCategory = type === 'interests';
    const given = readJson(row['OPTIONS'] ?? '');
    const known = isCategory ? categoryOptions.safeParse(given) : options.safeParse(given);
    if (column === '' || name === '' || type === '' || (!isCategory && tag === '') || !known.success) {
      throw new Error(
        `${table.name} cannot be understood at "${column || name || tag}": use the file as it was written.`,
      );
    }
    if (isCategory) return { column, category: { title: name, interests: categoryOptions.parse(given).interests } };
    const required = row['REQUIRED'] === 'yes';
    return {
      column,
      field: { tag, name, type, required, ...(isEmpty(given) ? {} : { options: options.parse(given) }) },
    };
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return null;
  }
}

const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
