import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../../sandbox/project-folder';
import { sampleSeed } from '../../../sandbox/seeds/sample';
import { parseSeed, readSeed } from '../../../sandbox/seeds/seed';

function file(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'seed-')), 'seed.json');
  writeFileSync(path, content);
  return path;
}

test('an empty seed file is a seed without anybody', () => {
  expect(readSeed(file('{}'))).toMatchObject({ mailchimp: { accounts: [] }, dataverse: { contacts: [] }, history: [] });
});

const audience = (member: object) => ({
  mailchimp: {
    accounts: [{ id: 'x', name: 'X', key: 'k-us1', audiences: [{ id: 'a', name: 'A', members: [member] }] }],
  },
});

test.each([
  [{ mailchimp: { accounts: {} } }, 'mailchimp.accounts: '],
  [audience({ email_address: 'a@b', status: 'subscribd' }), 'mailchimp.accounts[0].audiences[0].members[0].status: '],
  [audience({ email_address: 'nobody', status: 'pending' }), 'members[0].email_address: must be an e-mail address.'],
  [
    audience({ email_address: 'a@b', status: 'pending', last_changed: 'soon' }),
    'must be a time like 2026-01-05T09:00:00Z',
  ],
  [audience({ email_address: 'a@b', status: 'pending', emial: '' }), 'Unrecognized key: "emial"'],
  [
    { dataverse: { lists: [{ listname: 'L', createdfromcode: 3 }] } },
    'must be 1 (accounts), 2 (contacts) or 4 (leads)',
  ],
  [
    { dataverse: { lists: [{ listname: 'L', createdfromcode: 2, members: ['a@b'] }] } },
    'lists[0].members[0]: must be {',
  ],
  [
    { history: [{ at: '2026-01-04T15:00:00Z', crm: 'remove', list: 'None', email: 'a@b' }] },
    'history[0].list: there is no list "None" in dataverse.lists.',
  ],
  [
    { mailchimp: { acounts: [] }, clok: '' },
    'is wrong, mailchimp: Unrecognized key: "acounts"; Unrecognized key: "clok"; mailchimp.accounts: Invalid input: expected array, received undefined.',
  ],
  [
    { dataverse: { lists: [{ listname: 'L', createdfromcode: 4, members: [{ email: 'a@b' }] }] } },
    'dataverse.lists[0].members[0]: there is no lead with the address a@b to put on the list.',
  ],
  [{ history: [{ at: '2026-01-04T15:00:00Z', email: 'a@b' }] }, 'history[0]: must say "at", "email", and either'],
])('a mistake is named with its place: %j', (seed, sentence) => {
  const path = file(JSON.stringify(seed));
  expect(() => readSeed(path)).toThrow(`The seed file ${path} is wrong, `);
  expect(() => readSeed(path)).toThrow(sentence);
});

test('a file that is missing or no JSON is named', () => {
  expect(() => readSeed('/nowhere/seed.json')).toThrow(
    'The seed file /nowhere/seed.json cannot be read: check its name.',
  );
  expect(() => readSeed(file('{'))).toThrow('is not JSON');
});

test.each(['contact', 'lead'] as const)(
  'the sample of %ss is the five people, and a list of each kind that cannot be tied',
  (type) => {
    const seed = sampleSeed(type);
    expect(() => parseSeed(JSON.parse(JSON.stringify(seed)), 'sample')).not.toThrow();
    const newsletter = seed.mailchimp.accounts[0]?.audiences[0];
    expect(newsletter?.members.map((member) => member.merge_fields?.['FNAME'])).toEqual([
      'Wilma',
      'Barney',
      'Fred',
      'Pebbles',
    ]);
    const people = type === 'contact' ? seed.dataverse.contacts : seed.dataverse.leads;
    expect(people.map(({ firstname }) => firstname)).toEqual(['Wilma', 'Barney', 'Fred', 'Betty']);
    expect(seed.dataverse.contacts.length + seed.dataverse.leads.length).toBe(4);
    expect(seed.dataverse.lists[0]?.createdfromcode).toBe(type === 'contact' ? 2 : 4);
    expect(seed.history).toMatchObject([{ mailchimp: 'unsubscribe' }, { crm: 'remove' }]);
  },
);

test('the example of the documentation is a seed', () => {
  const page = readFileSync(join(projectFolder, 'README.md'), 'utf8');
  const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  expect(parseSeed(JSON.parse(example), 'example').history).toHaveLength(2);
});
