import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { findSchemas, validateCustomizations, validatePacked } from '../../solution/tools/check/validate-packed';
import { standardTables } from '../../solution/tools/model/standard-tables';
import { packSolution } from '../../solution/tools/pack/pack';
import { builtPages, committedSolution, repository } from './changed-solution';

const schemas = findSchemas(repository.root, process.env['DATAVERSE_XSD_DIR']);
const metadata = join(repository.root, '..', 'shared', 'contract', 'dataverse-metadata.xml');
const pack = (managed: boolean) => packSolution(committedSolution(), builtPages(), { version: '1.0.0.0', managed });

if (!schemas) console.warn("SKIPPED: Microsoft's solution schemas are not at hand (set DATAVERSE_XSD_DIR)");

(schemas ? describe : describe.skip)("Microsoft's solution schema", () => {
  test.each([false, true])('accepts the packed solution (managed: %s)', async (managed) => {
    expect(await validatePacked(pack(managed), schemas!)).toEqual([]);
  });

  test.each([
    ['an unknown column type', '<Type>nvarchar</Type>', '<Type>string</Type>'],
    ['a misspelt element', '<LookupTypes/>', '<LookupType/>'],
    ['an unknown cascade', '<CascadeDelete>Cascade<', '<CascadeDelete>Everything<'],
    ['an unknown operator', 'operator="eq"', 'operator="equals"'],
    ['a bad guid', '<formid>{', '<formid>{x'],
    ['a privilege that does not exist', 'Privilege="Create"', 'Privilege="Make"'],
  ])('refuses %s', async (_what, from, to) => {
    const xml = strFromU8(unzipSync(pack(false))['customizations.xml']!);
    expect(xml).toContain(from);
    expect(await validateCustomizations(xml.replace(from, to), schemas!)).not.toEqual([]);
  });
});

test('a folder that was asked for and holds no schema is an error', () => {
  expect(() => findSchemas(repository.root, '/nowhere')).toThrow(/no CustomizationsSolution\.xsd in \/nowhere/);
});

(existsSync(metadata) ? test : test.skip).each(Object.entries(standardTables))(
  'the columns that are taken for granted on %s are those of Microsoft',
  (name, table) => {
    const entity =
      new RegExp(`<EntityType Name="${name}"[^]*?</EntityType>`).exec(readFileSync(metadata, 'utf8'))?.[0] ?? '';
    const missing = table.columns.filter(
      (column) => !entity.includes(`"${column}"`) && !entity.includes(`"_${column}_value"`),
    );
    expect(missing).toEqual([]);
  },
);
