import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { readListMembersExport } from '../../../sandbox/exports/list-members-export';
import { readPeopleExport } from '../../../sandbox/exports/people-export';
import { writtenFile } from './written-file';

const id = '5EED0000-0000-4000-8000-000000000001';

test('contacts are read by the display names of their columns', async () => {
  const file = writtenFile(
    'contacts.csv',
    `(Do Not Modify) Contact,(Do Not Modify) Row Checksum,Full Name,First Name,Last Name,Email,Business Phone,Do not allow Bulk Emails\n` +
      `${id},x=,Wilma Flintstone,Wilma,Flintstone,wilma@flintstone.example,'030 1,Do Not Allow\n,,,,,,,Allow`,
  );
  expect(await readPeopleExport(file, 'contact')).toEqual({
    people: [
      {
        contactid: id.toLowerCase(),
        firstname: 'Wilma',
        lastname: 'Flintstone',
        emailaddress1: 'wilma@flintstone.example',
        telephone1: '030 1',
        donotbulkemail: true,
      },
    ],
    skipped: 1,
  });
});

test('leads without first and last name have them from the full name, and a topic', async () => {
  const file = writtenFile('leads.csv', `(Do Not Modify) Lead;Name;E-Mail\n${id};Ana de la Cruz;ana@b.example`);
  expect((await readPeopleExport(file, 'lead')).people).toEqual([
    {
      leadid: id.toLowerCase(),
      firstname: 'Ana de la',
      lastname: 'Cruz',
      emailaddress1: 'ana@b.example',
      subject: 'Ana de la Cruz',
    },
  ]);
});

test('a German export in the encoding of old Excel is read', async () => {
  const text = Buffer.from(`(Nicht ändern) Kontakt;Vorname;Nachname;E-Mail\n${id};Jörg;Weiß;joerg@b.example`, 'latin1');
  expect((await readPeopleExport(writtenFile('kontakte.csv', text), 'contact')).people).toMatchObject([
    { contactid: id.toLowerCase(), firstname: 'Jörg', lastname: 'Weiß' },
  ]);
});

test.each([
  ['(Do Not Modify) Contact,Full Name\nx,y', 'contacts.csv has no column "Email": add it to the view of contacts'],
  ['First Name,City\nx,y', 'contacts.csv has no column "Email" and "Last Name"'],
  ['(Do Not Modify) Lead,Full Name,Email\nx,y,z', 'contacts.csv is an export of leads: name it with --leads.'],
])('an export that lacks something says what: %s', async (content, sentence) => {
  await expect(readPeopleExport(writtenFile('contacts.csv', content), 'contact')).rejects.toThrow(sentence);
});

test('members of a list are read by id, else by address', async () => {
  expect(await readListMembersExport(writtenFile('m.csv', `(Do Not Modify) Contact,Email\n${id},a@b.example`))).toEqual(
    [{ id: id.toLowerCase() }],
  );
  expect(await readListMembersExport(writtenFile('m.csv', `Name,Email\nA,a@b.example\nB,`))).toEqual([
    { email: 'a@b.example' },
  ]);
  await expect(readListMembersExport(writtenFile('m.csv', `Name,City\nA,B`))).rejects.toThrow(
    'm.csv has neither a column with the records\' ids nor a column "Email"',
  );
});

test('every name comes through the file as it is', async () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== '');
  await fc.assert(
    fc.asyncProperty(name, fc.constantFrom(',', ';', '\t'), async (lastname, delimiter) => {
      const rows = [
        ['Last Name', 'Email'],
        [lastname, 'a@b.example'],
      ];
      const file = writtenFile('contacts.csv', stringify(rows, { delimiter, bom: true, quoted_string: true }));
      expect((await readPeopleExport(file, 'contact')).people).toEqual([{ lastname, emailaddress1: 'a@b.example' }]);
    }),
    { numRuns: 50 },
  );
});
