/** Reads the members of a marketing list as exported from the list's own grid of members: by id, else by e-mail address. */
import { idColumnOf } from './people-export';
import { column, readTableFile } from './table-file';

export type ExportedListMember = { id: string } | { email: string };

/** Throws an Error with one sentence when the file says of nobody who it is. */
export function readListMembersExport(file: string): ExportedListMember[] {
  const table = readTableFile(file);
  const id = idColumnOf(table);
  const email = column(table, 'Email', 'E-mail', 'Email Address', 'E-Mail-Adresse', 'Email Address 1');
  if (id === undefined && email === undefined) {
    throw new Error(
      `${table.name} has neither a column with the records' ids nor a column "Email": open the members of the marketing list in Dynamics 365, export them again and save them as CSV.`,
    );
  }
  return table.rows.flatMap((row): ExportedListMember[] => {
    const guid = id === undefined ? '' : (row[id] ?? '');
    const address = email === undefined ? '' : (row[email] ?? '');
    if (guid !== '') return [{ id: guid.toLowerCase() }];
    return /^[^\s@]+@[^\s@]+$/.test(address) ? [{ email: address }] : [];
  });
}
