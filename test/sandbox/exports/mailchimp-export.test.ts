import { strToU8, zipSync } from 'fflate';
import { readMailchimpExport } from '../../../sandbox/exports/mailchimp-export';
import { writtenFile } from './written-file';

const subscribedFile = 'subscribed_email_audience_export_1a2b3c4d5e.csv';
const header = 'Email Address,First Name,Phone Number,LAST_CHANGED,TAGS';

function read(name: string, ...lines: string[]) {
  return readMailchimpExport([writtenFile(name, lines.join('\r\n'))]);
}

test.each([
  [subscribedFile, 'subscribed'],
  ['subscribed_members_export_1a2b3c.csv', 'subscribed'],
  ['unsubscribed_email_audience_export_1a2b3c4d5e (1).csv', 'unsubscribed'],
  ['unsubscribed_members_export_1a2b3c.csv', 'unsubscribed'],
  ['cleaned_email_audience_export_1a2b3c4d5e.csv', 'cleaned'],
  ['nonsubscribed_email_audience_export_1a2b3c4d5e.csv', 'transactional'],
  ['pending_email_audience_export_1a2b3c4d5e.csv', 'pending'],
  ['archived_email_audience_export_1a2b3c4d5e.csv', 'archived'],
])('%s holds %s members', async (name, status) => {
  const { members } = await read(name, header, 'wilma@flintstone.example,Wilma,,2026-01-01 09:00:00,');
  expect(members).toMatchObject([{ status }]);
});

test('a member has its fields, tags and times', async () => {
  const { members, mergeFields } = await read(
    'unsubscribed_email_audience_export_1a2b3c4d5e.csv',
    '\uFEFFLast Name,Email Address,Address,Phone Number,Birthday,Favourite Shop,CONFIRM_TIME,LAST_CHANGED,TAGS,UNSUB_TIME,UNSUB_REASON',
    String.raw`Flintstone,Wilma.F@Flintstone.example,Cave 1  Bedrock  BR  70777  US,'+49 30 1,02/29,"Quarry, left",2025-12-01 08:00:00,2026-01-02 10:00:00,"""VIP"",""Fair, hall 3"",""Says """"yes"""" """,2026-01-02 10:00:00,N/A (Unsubscribed by an admin)`,
  );
  expect(members).toEqual([
    {
      email_address: 'Wilma.F@Flintstone.example',
      status: 'unsubscribed',
      merge_fields: {
        LNAME: 'Flintstone',
        ADDRESS: { addr1: 'Cave 1', addr2: '', city: 'Bedrock', state: 'BR', zip: '70777', country: 'US' },
        PHONE: '+49 30 1',
        BIRTHDAY: '02/29',
        FAVOURITES: 'Quarry, left',
      },
      tags: ['VIP', 'Fair, hall 3', 'Says "yes"'],
      timestamp_opt: '2025-12-01T08:00:00Z',
      last_changed: '2026-01-02T10:00:00Z',
      unsubscribed_by: 'admin',
      unsubscribe_reason: 'N/A (Unsubscribed by an admin)',
    },
  ]);
  expect(mergeFields.map(({ tag, name }) => [tag, name])).toContainEqual(['FAVOURITES', 'Favourite Shop']);
});

test('a field of addresses under another label is found, and its semicolons are understood', async () => {
  const { members } = await read(subscribedFile, 'Ihre Adresse;First Name;LAST_CHANGED', 'pat@granite.example;Pat;');
  expect(members).toMatchObject([{ email_address: 'pat@granite.example', merge_fields: { FNAME: 'Pat' } }]);
});

test('rows without an address are counted, and of two rows for one address the later counts', async () => {
  const { members, skipped } = await read(
    subscribedFile,
    header,
    ',Nobody,,,',
    'a@b.example,New,,2026-01-02 00:00:00,',
    'A@b.example,Old,,2026-01-01 00:00:00,',
  );
  expect(skipped).toBe(1);
  expect(members.map((member) => member.merge_fields)).toEqual([{ FNAME: 'New' }]);
});

test('the zip that Mailchimp gives can be named as it is', async () => {
  const zip = zipSync({
    [subscribedFile]: strToU8(`${header}\na@b.example,,,,`),
    'cleaned_email_audience_export_1a2b3c4d5e.csv': strToU8(`${header}\nc@b.example,,,,`),
  });
  const { members } = await readMailchimpExport([writtenFile('audience_export_1a2b3c4d5e.zip', zip)]);
  expect(members.map(({ status }) => status)).toEqual(['subscribed', 'cleaned']);
});

test.each([
  ['people.csv', `${header}\na@b.example,,,,`, 'people.csv does not say in its name which status its members have'],
  [subscribedFile, 'Email,Name\na@b.example,A', 'is not a Mailchimp audience export'],
  [subscribedFile, 'Name,LAST_CHANGED\nA,', 'has no column "Email Address"'],
  [subscribedFile, '', 'is empty: export it again'],
  [subscribedFile, 'hello', 'is not a CSV file'],
  ['x.xlsx', zipSync({ '[Content_Types].xml': strToU8('<x/>') }), 'x.xlsx is an Excel workbook that cannot be read'],
  ['x.zip', zipSync({ 'read.me': strToU8('x') }), 'x.zip holds no CSV file'],
  ['x.zip', 'PK and nothing more', 'x.zip looks like a zip file but cannot be opened'],
])('%s that is no export is refused with one sentence', async (name, content, sentence) => {
  await expect(readMailchimpExport([writtenFile(name, content)])).rejects.toThrow(sentence);
});

test('a file that is not there is named', async () => {
  await expect(readMailchimpExport(['/nowhere/subscribed.csv'])).rejects.toThrow(
    'The file /nowhere/subscribed.csv cannot be read: check its name.',
  );
});
