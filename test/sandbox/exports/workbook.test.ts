import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';

import { readListMembersExport } from '../../../sandbox/exports/list-members-export';
import { readMailchimpExport } from '../../../sandbox/exports/mailchimp-export';
import { readPeopleExport } from '../../../sandbox/exports/people-export';
import { workbook } from './workbook';
import { writtenFile } from './written-file';

const id = '5EED0000-0000-4000-8000-000000000001';
const hidden = ['(Do Not Modify) Contact', '(Do Not Modify) Row Checksum', '(Do Not Modify) Modified On'];
const modified = new Date('2025-10-15T08:30:00Z');

test('the static worksheet that Dynamics 365 gives is read as it is', async () => {
  const file = writtenFile(
    'Active Contacts 1-10-2026.xlsx',
    workbook(
      [
        [
          ...hidden,
          'Full Name',
          'First Name',
          'Last Name',
          'Email',
          'Business Phone',
          'Birthday',
          'Do not allow Bulk Emails',
        ],
        [
          id,
          'x=',
          modified,
          'Wilma & <Co>',
          'Wilma & <Co>',
          "'t Hooft",
          'w@b.example',
          4_930_123_456,
          null,
          'Do Not Allow',
        ],
        [id.replace(/1$/, '2'), 'y=', modified, null, null, 'Rubble', null, null, new Date('1980-02-29T00:00:00Z')],
      ],
      3,
    ),
  );
  expect(await readPeopleExport(file, 'contact')).toEqual({
    people: [
      {
        contactid: id.toLowerCase(),
        firstname: 'Wilma & <Co>',
        lastname: "'t Hooft",
        emailaddress1: 'w@b.example',
        telephone1: '4930123456',
        donotbulkemail: true,
        modifiedon: '2025-10-15T08:30:00Z',
      },
      {
        contactid: id.replace(/1$/, '2').toLowerCase(),
        lastname: 'Rubble',
        birthdate: '1980-02-29',
        modifiedon: '2025-10-15T08:30:00Z',
      },
    ],
    skipped: 0,
  });
});

test('the members of a list are read from a workbook', async () => {
  const file = writtenFile(
    'members.xlsx',
    workbook(
      [
        [...hidden, 'Full Name'],
        [id, 'x=', modified, 'Wilma'],
      ],
      3,
    ),
  );
  expect(await readListMembersExport(file)).toEqual([{ id: id.toLowerCase() }]);
});

test('an export of Mailchimp that was saved as a workbook keeps its status by its name, in a zip as well', async () => {
  const cells = [
    ['Email Address', 'First Name', 'Last Name', 'LAST_CHANGED', 'TAGS'],
    ['a@b.example', 'Ann', ' blanks ', '2026-01-01 09:00:00', '"VIP","Fair, hall 3"'],
  ];
  const name = 'unsubscribed_email_audience_export_1a2b3c4d5e.xlsx';
  const expected = {
    email_address: 'a@b.example',
    status: 'unsubscribed',
    merge_fields: { FNAME: 'Ann', LNAME: ' blanks ' },
    tags: ['VIP', 'Fair, hall 3'],
    last_changed: '2026-01-01T09:00:00Z',
  };
  expect((await readMailchimpExport([writtenFile(name, workbook(cells))])).members).toMatchObject([expected]);
  const zip = zipSync({ [name]: workbook(cells), [`__MACOSX/._${name}`]: strToU8('x') });
  expect((await readMailchimpExport([writtenFile('export.zip', zip)])).members).toMatchObject([expected]);
});

test('every name comes through a workbook as it is', async () => {
  const sign = fc.constantFrom('"', ',', ';', '\n', "'", '=', '<', '&', ' ', 'a', 'ß', '山', '😀', ']]>');
  const name = fc.array(sign, { minLength: 1, maxLength: 12 }).map((signs) => signs.join(''));
  await fc.assert(
    fc.asyncProperty(name, async (lastname) => {
      fc.pre(lastname.trim() !== '');
      const file = writtenFile(
        'contacts.xlsx',
        workbook([
          ['Last Name', 'Email'],
          [lastname, 'a@b.example'],
        ]),
      );
      expect((await readPeopleExport(file, 'contact')).people).toEqual([{ lastname, emailaddress1: 'a@b.example' }]);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['a workbook without anything', workbook([]), 'contacts.xlsx has nothing in its first sheet: export it again.'],
  [
    'a zip that only looks like one',
    zipSync({ '[Content_Types].xml': strToU8('<x/>') }),
    'contacts.xlsx is an Excel workbook that cannot be read: save it in Excel again, or as "CSV UTF-8".',
  ],
  [
    'a workbook without addresses',
    workbook([['Full Name'], ['Ann']]),
    'contacts.xlsx has no column "Email": add it to the view of contacts',
  ],
])('%s is refused with one sentence', async (_, content, sentence) => {
  await expect(readPeopleExport(writtenFile('contacts.xlsx', content), 'contact')).rejects.toThrow(sentence);
});

test('a file of Dynamics 365 is no export of Mailchimp', async () => {
  const file = writtenFile(
    'contacts.xlsx',
    workbook([
      [...hidden, 'Email'],
      [id, 'x=', modified, 'a@b.example'],
    ]),
  );
  await expect(readMailchimpExport([file])).rejects.toThrow(
    'contacts.xlsx is an export of Dynamics 365: name it with --contacts, --leads or --list-members.',
  );
});
