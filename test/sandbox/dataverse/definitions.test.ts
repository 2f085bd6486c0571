import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startDataverse } from '../../../sandbox/dataverse/server';
import { useStandIn, webApi } from './web-api';

const api = useStandIn();

const attribute = z.object({
  LogicalName: z.string(),
  IsCustomAttribute: z.boolean(),
  DisplayName: z.object({ UserLocalizedLabel: z.object({ Label: z.string() }) }),
});

async function columns(table: string) {
  const rows = await api.rows(
    `EntityDefinitions(LogicalName='${table}')/Attributes?$select=LogicalName,DisplayName,IsCustomAttribute`,
  );
  return new Map(rows.map((row) => attribute.parse(row)).map((one) => [one.LogicalName, one]));
}

describe('what the environment tells of its columns', () => {
  test.each([
    ['contact', 'emailaddress1', 'Email'],
    ['contact', 'parentcustomerid', 'Company Name'],
    ['contact', 'address1_postalcode', 'Address 1: ZIP/Postal Code'],
    ['lead', 'subject', 'Topic'],
    ['account', 'telephone1', 'Main Phone'],
    ['list', 'listname', 'Name'],
    ['mcs_audience', 'modifiedon', 'Modified On'],
  ])('%s.%s is called %j', async (table, column, label) => {
    expect((await columns(table)).get(column)?.DisplayName.UserLocalizedLabel.Label).toBe(label);
  });

  test("columns of a solution are custom, the platform's own are not", async () => {
    const list = await columns('list');
    const audience = await columns('mcs_audience');
    const custom = (column: { IsCustomAttribute: boolean } | undefined) => column?.IsCustomAttribute;
    expect([custom(list.get('mcs_audienceid')), custom(list.get('listname'))]).toEqual([true, false]);
    expect([custom(audience.get('mcs_name')), custom(audience.get('mcs_audienceid'))]).toEqual([true, true]);
    expect([custom(audience.get('createdon')), custom(audience.get('statecode'))]).toEqual([false, false]);
  });
});

const folder = join(__dirname, '../../../dist/solution');
const packed = existsSync(folder)
  ? readdirSync(folder).find((name) => name.endsWith('.zip') && !name.endsWith('_managed.zip'))
  : undefined;
if (packed === undefined) console.warn('SKIPPED: forms are not checked, there is no packed solution.');

(packed === undefined ? test.skip : test)('a form of the packed solution is the form alone', async () => {
  const standIn = await startDataverse({ solutionZip: readFileSync(join(folder, packed ?? '')) });
  const forms = await webApi(() => standIn).rows('systemforms?$select=formxml');
  await standIn.close();
  expect(forms.length).toBeGreaterThan(0);
  for (const { formxml } of forms) {
    expect(formxml).toMatch(/^<form[\s>]/);
    expect(formxml).toMatch(/<\/form>$/);
  }
});
