import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExportSeed } from '../../../sandbox/exports/export-seed';
import { projectFolder } from '../../../sandbox/project-folder';
import { makeSamples } from '../../../sandbox/samples/make-samples';

const folder = join(projectFolder, 'sandbox', 'samples');
const csvFiles = readdirSync(folder).filter((name) => name.endsWith('.csv'));
const mailchimp = csvFiles.filter((name) => name.includes('audience_export')).map((name) => join(folder, name));

test('the sample files are what their script makes, and small', () => {
  const again = mkdtempSync(join(tmpdir(), 'samples-'));
  makeSamples(again);
  expect(readdirSync(again).sort()).toEqual([...csvFiles].sort());
  for (const name of csvFiles)
    expect(readFileSync(join(folder, name)).equals(readFileSync(join(again, name)))).toBe(true);
  expect(csvFiles.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)).toBeLessThan(2_000_000);
});

test.each(['contact', 'lead'] as const)(
  'the sample files of %ss make a seed with some thousand people',
  async (personType) => {
    const { seed, remarks } = await readExportSeed({
      personType,
      mailchimp,
      people: join(folder, `${personType}s.csv`),
      listMembers: join(folder, `${personType}s-on-list.csv`),
    });
    const members = seed.mailchimp.accounts[0]?.audiences[0]?.members ?? [];
    const people = personType === 'contact' ? seed.dataverse.contacts : seed.dataverse.leads;
    const listed = seed.dataverse.lists[0]?.members ?? [];
    expect(members).toHaveLength(2400);
    expect(new Set(members.map(({ status }) => status)).size).toBe(4);
    expect(new Set(members.flatMap(({ tags }) => tags ?? [])).size).toBe(6);
    expect(people.length).toBe(personType === 'contact' ? 1600 : 533);
    expect(listed.length).toBe(personType === 'contact' ? 800 : 266);
    expect(remarks).toEqual([
      'The export does not say when people joined the list: every date of Mailchimp is taken as the later one.',
    ]);
  },
);

test('members of the list who are not among the people are said', async () => {
  const { remarks } = await readExportSeed({
    personType: 'contact',
    mailchimp,
    people: join(folder, 'contacts.csv'),
    listMembers: join(folder, 'leads-on-list.csv'),
  });
  expect(remarks).toEqual(['266 members of the list are not among the contacts of the export and were left out.']);
});
