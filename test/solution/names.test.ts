import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reasons } from '../../connector/reconcile/reasons';
import { choiceLabels, choices, tables } from '../../connector/dataverse/schema.generated';
import { solutionCommand } from '../../solution/tools/cli';
import { generateNames } from '../../solution/tools/names/generate-names';
import { committedSolution, repository, withText } from './changed-solution';

const source = committedSolution();

test('the committed names are those of the solution, for the service and for the pages', () => {
  const expected = generateNames(source);
  for (const path of repository.generated) expect(readFileSync(path, 'utf8')).toBe(expected);
});

test('the order of the files does not matter', () => {
  expect(generateNames(new Map([...source].reverse()))).toBe(generateNames(source));
});

test('names say how a column is addressed', () => {
  expect(tables.mcs_audience).toMatchObject({ set: 'mcs_audiences', id: 'mcs_audienceid', name: 'mcs_name' });
  expect(tables.mcs_audience.columns.mcs_marketinglistid).toEqual({
    type: 'lookup',
    target: ['list'],
    bind: 'mcs_marketinglistid',
  });
  expect(tables.mcs_audience.columns.mcs_syncstatus).toEqual({ type: 'choice', choice: 'mcs_syncstatus' });
  expect(tables.mcs_audiencemember.columns.mcs_name).toEqual({ type: 'text', maxLength: 320 });
  expect(Object.keys(tables.list.columns)).toEqual(['mcs_audienceid', 'mcs_tagid']);
  expect(choices.mcs_syncstatus['needs-approval']).toBe(937500006);
  expect(choiceLabels.mcs_memberstatus.transactional).toBe('Non-subscribed');
});

test('reasons of the code and of the solution are the same, in the same order', () => {
  expect(Object.keys(choices.mcs_reason)).toEqual(Object.keys(reasons));
  expect(Object.values(choices.mcs_reason)).toEqual(Object.keys(reasons).map((_code, index) => 937500000 + index));
});

test('a reason that only one of them knows is refused', () => {
  const changed = withText(source, 'OptionSets/mcs_reason.xml', 'ExternalValue="bounced"', 'ExternalValue="gone"');
  expect(() => generateNames(changed)).toThrow(
    /Option 16 \(gone\) differs from connector\/reconcile\/reasons\.ts \(bounced\)/,
  );
});

describe('names --check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'names-'));
  const copies = repository.generated.map((_path, index) => join(folder, `${index}.ts`));
  const check = () => solutionCommand(['names', '--check'], { ...repository, generated: copies });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => copies.forEach((copy, index) => copyFileSync(repository.generated[index]!, copy)));

  test('passes where nothing drifted', async () => {
    const said = jest.spyOn(console, 'log').mockImplementation(() => {});
    expect(await check()).toBe(0);
    said.mockRestore();
  });

  test.each([0, 1])('notices a change of generated file %i', async (index) => {
    const said = jest.spyOn(console, 'error').mockImplementation(() => {});
    writeFileSync(copies[index]!, readFileSync(copies[index]!, 'utf8').replace('maxLength: 320', 'maxLength: 100'));
    expect(await check()).toBe(1);
    expect(said.mock.calls.join()).toMatch(
      `${index}.ts is not what solution/src says. Run "npm run solution -- names"`,
    );
    said.mockRestore();
  });
});
