/** Reads the members of a marketing list as exported from the list's own grid of members: by id, else by e-mail address. */
import { idColumnOf, instantOf } from './people-export';
import { column, readTableFile } from './table-file';

/** When somebody joined the list stands in a backup only. */
export type ExportedListMember = ({ id: string } | { email: string }) & { addedOn?: string };

/** Throws an Error with one sentence when the file says of nobody who it is. */
export async function readListMembersExport(file: string): Promise<ExportedListMember[]> {
  const table = await readTableFile(file, (one) => column(one, 'Added On') !== undefined);
  const id = idColumnOf(table);
  const email = column(table, 'Email', 'E-mail', 'Email Address', 'E-Mail-Adresse', 'Email Address 1');
  const added = column(table, 'Added On');
  if (id === undefined && email === undefined) {
    throw new Error(
      `${table.name} has neither a column with the records' ids nor a column "Email": open the members of the marketing list in Dynamics 365, export them again and save them as CSV.`,
    );
  }
  return table.rows.flatMap((row): ExportedListMember[] => {
    const guid = id === undefined ? '' : (row[id] ?? '').trim();
    const address = email === undefined ? '' : (row[email] ?? '').trim();
    const time = added === undefined ? undefined : instantOf(row[added] ?? '');
    const addedOn = time === undefined ? {} : { addedOn: time };
    if (guid !== '') return [{ id: guid.toLowerCase(), ...addedOn }];
    return /^[^\s@]+@[^\s@]+$/.test(address) ? [{ email: address, ...addedOn }] : [];
  });
}
