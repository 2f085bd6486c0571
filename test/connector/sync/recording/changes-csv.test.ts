import { parse } from 'csv-parse/sync';
import fc from 'fast-check';

import type { ChangeLine } from '../../../../connector/sync/recording/change-lines';
import { changesCsv, harmless } from '../../../../connector/sync/recording/changes-csv';

const line = (person: string): ChangeLine => ({
  person,
  address: 'ana@example.com',
  side: 'Mailchimp',
  what: 'archived',
  from: 'Subscribed',
  to: 'Archived',
  reason: 'Because, "so".',
  type: 'contact',
  recordId: 'record-1',
  memberId: 'row-1',
});

const rowsOf = (csv: Buffer): string[][] => parse(csv, { bom: true, relax_column_count: false });

test.each(['=cmd|calc', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
  'a name that a spreadsheet would execute gets a leading apostrophe: %j',
  (name) => {
    expect(rowsOf(changesCsv([line(name)]))[1]?.[0]).toBe(`'${name}`);
  },
);

test('opens as it stands: byte order mark, CRLF, quotes where they are needed', () => {
  const text = changesCsv([line('Zoë')]).toString('utf8');
  expect(text).toBe(
    '\uFEFFPerson,Address,Side,What,From,To,Reason,Record type,Record,Member,Refused with\r\nZoë,ana@example.com,Mailchimp,archived,Subscribed,Archived,"Because, ""so"".",contact,record-1,row-1,\r\n',
  );
});

test('whatever is written comes back, and no cell begins as a formula does', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), (names) => {
      const rows = rowsOf(changesCsv(names.map(line))).slice(1);
      expect(rows.map(([name]) => name)).toEqual(names.map(harmless));
      for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('says in which words a service refused a change, as text that no spreadsheet executes', () => {
  const text = changesCsv([{ ...line('Zoë'), refusal: '=cmd() was refused' }]).toString('utf8');
  expect(text).toContain(",row-1,'=cmd() was refused\r\n");
});
