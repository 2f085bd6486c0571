import { parse } from 'csv-parse/sync';

import { memberColumns } from '../../../connector/backup/member-columns';
import { asCsv } from '../../../connector/backup/table-file';
import type { MergeField } from '../../../connector/mailchimp/port';
import { startWorld, type World } from '../../world';
import { backedUp } from './backed-up';

const ownColumns =
  'MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS,EMAIL_TYPE';

describe('the files of a backup', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    const member = (name: string, status: string, more: object = {}) => ({
      email_address: `${name}@files.example`,
      status,
      merge_fields: { FNAME: name, PHONE: '+49 30 1' },
      timestamp_opt: '2026-01-01T09:00:00Z',
      last_changed: '2026-01-02T10:11:12Z',
      ...more,
    });
    await world.seed({
      mailchimp: {
        accounts: [
          {
            id: 'files',
            name: 'Files Ltd',
            key: 'stand-in-us1',
            audiences: [
              {
                id: 'f11e000001',
                name: 'Files',
                members: [
                  member('wilma', 'subscribed', { tags: ['VIP', 'Fair, hall 3', 'Says "yes"'] }),
                  member('barney', 'unsubscribed', { unsubscribed_by: 'admin' }),
                ],
              },
              { id: 'f11e000002', name: 'Empty', members: [] },
              { id: 'f11e000003', name: 'Mapped', members: [] },
            ],
          },
        ],
      },
      dataverse: {
        accounts: [{ accountid: 'b0000000-0000-4000-8000-000000000099', name: 'Slate, Rock & Gravel' }],
        contacts: [
          {
            contactid: 'b0000000-0000-4000-8000-000000000001',
            firstname: 'Wilma',
            lastname: 'Flintstone',
            emailaddress1: 'wilma@files.example',
            department: 'Quarry',
            'parentcustomerid_account@odata.bind': '/accounts(b0000000-0000-4000-8000-000000000099)',
          },
        ],
        lists: ['Files', 'Mapped'].map((listname) => ({
          listname,
          createdfromcode: 2,
          members: [{ email: 'wilma@files.example', addedOn: '2026-01-03T00:00:00Z' }],
        })),
      },
    });
    await world.tie('Files', 'Files');
  });
  afterAll(() => world.close());

  test('look like exports of Mailchimp: labels, then its own columns, one file per status', async () => {
    const { text } = await backedUp(world, 'Files');
    const [header, line] = text('subscribed_email_audience_export_').split('\r\n');
    expect(header).toBe(`Email Address,First Name,Last Name,Address,Phone Number,Birthday,${ownColumns}`);
    expect(line).toMatch(
      /^wilma@files\.example,wilma,,,'\+49 30 1,,2,,,2026-01-01 09:00:00,.*,2026-01-02 10:11:12,\d+,[0-9a-f]{10},,/,
    );
    expect(line).toContain('"""Says """"yes"""""",""Fair, hall 3"",""VIP"""');
    const [unsubscribed] = parse<Record<string, string>>(text('unsubscribed_email_audience_export_'), {
      columns: true,
    });
    expect(unsubscribed).toMatchObject({
      'Email Address': 'barney@files.example',
      UNSUB_TIME: '',
      UNSUB_REASON: 'N/A (Unsubscribed by admin)',
    });
  });

  test('look like exports of Dynamics 365: the id first, then display names, readable in Excel', async () => {
    const { text } = await backedUp(world, 'Files');
    expect(text('contacts.csv')).toMatch(
      /^\uFEFF\(Do Not Modify\) Contact,\(Do Not Modify\) Row Checksum,\(Do Not Modify\) Modified On,Full Name,First Name,Last Name,Email,/,
    );
    const [person] = parse<Record<string, string>>(text('contacts.csv'), { columns: true, bom: true });
    expect(person).toMatchObject({
      '(Do Not Modify) Contact': 'b0000000-0000-4000-8000-000000000001',
      'Full Name': 'Wilma Flintstone',
      'Do not allow Bulk Emails': 'Allow',
      Status: 'Active',
    });
    expect(parse(text('list-members.csv'), { columns: true, bom: true })).toEqual([
      expect.objectContaining({ Email: 'wilma@files.example', 'Added On': '2026-01-03T00:00:00Z' }),
    ]);
  });

  test('hold the columns that the audience maps, through a lookup as well', async () => {
    await world.tie('Mapped', 'Mapped');
    const { id } = await world.audience('Mapped');
    for (const [mcs_mergetag, mcs_column] of [
      ['DEPT', 'department'],
      ['COMPANY', 'parentcustomerid_account.name'],
      ['GONE', 'new_vanished'],
    ]) {
      await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/mcs_fieldmappings`, {
        mcs_name: mcs_mergetag,
        mcs_mergetag,
        mcs_column,
        'mcs_audienceid@odata.bind': `/mcs_audiences(${id})`,
      });
    }
    const { text } = await backedUp(world, 'Mapped');
    const [person] = parse<Record<string, string>>(text('contacts.csv'), { columns: true, bom: true });
    expect(person).toMatchObject({ department: 'Quarry', 'parentcustomerid_account.name': 'Slate, Rock & Gravel' });
    expect(person).not.toHaveProperty('new_vanished');
  });

  test('of an empty audience that is not tied are a file without rows', async () => {
    const { files } = await backedUp(world, 'Empty');
    expect(files.map(({ name, rows, holds }) => [name.split('_')[0], rows, holds])).toEqual([
      ['subscribed', 0, 'members'],
      ['fields', 5, 'fields'],
    ]);
  });
});

test('two fields of one label, or with the name of a column of Mailchimp, stay apart', () => {
  const field = (tag: string, name: string): MergeField => ({
    tag,
    name,
    type: 'text',
    required: false,
    choices: [],
    americanPhone: false,
  });
  const columns = memberColumns(
    [field('ONE', 'Shop'), field('TWO', 'shop'), field('THREE', 'TAGS'), field('FOUR', ' ')],
    [{ interestId: 'i', category: 'Email address', name: 'x' }],
  );
  const headings = columns.headings('subscribed');
  expect(headings.slice(1, 6)).toEqual(['Shop', 'shop (TWO)', 'TAGS (THREE)', '(FOUR)', 'Email address (interests)']);
  expect(new Set(headings.map((heading) => heading.toLowerCase())).size).toBe(headings.length);
});

test.each(['a\nb', 'a\rb', 'a\r\nb', 'a,b', 'a"b'])('%j is quoted, whatever reads the file', (cell) => {
  expect(asCsv([[cell, 'c']])).toBe(`"${cell.replaceAll('"', '""')}",c\r\n`);
});
