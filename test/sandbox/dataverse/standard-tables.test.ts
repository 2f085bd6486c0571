import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { edmType, propertyName } from '../../../sandbox/dataverse/metadata/table';
import { standardModel } from '../../../sandbox/dataverse/metadata/standard-model';
import { at, attribute, children, parseXml } from '../../../sandbox/dataverse/solution/xml';

/** Microsoft's own description of the tables; it does not travel with the product. */
const folder = process.env['CONTRACT_DIR'] ?? join(__dirname, '../../../../shared/contract');
const file = join(folder, 'dataverse-metadata.xml');
const present = existsSync(file);
if (!present) console.warn(`SKIPPED: the standard tables are not checked, there is no ${file}.`);

describe('the standard tables', () => {
  (present ? test : test.skip).each(['list', 'listmember', 'contact', 'lead'])(
    '%s has the names and types of the published description',
    (name) => {
      const root = parseXml(readFileSync(file, 'utf8'));
      const entity = children(at(root, 'edmx:DataServices', 'Schema'), 'EntityType').find(
        (type) => attribute(type, 'Name') === name,
      );
      const published = new Map(
        children(entity, 'Property').map((property) => [attribute(property, 'Name'), attribute(property, 'Type')]),
      );
      const navigations = new Set(
        children(entity, 'NavigationProperty').map((property) => attribute(property, 'Name')),
      );
      const table = standardModel().table(name);
      const columns = [...table.columns.values()];
      expect(columns.map((column) => `${propertyName(column)}: ${edmType(column)}`)).toEqual(
        columns.map((column) => `${propertyName(column)}: ${published.get(propertyName(column)) ?? 'not published'}`),
      );
      const own = columns.flatMap((column) => (column.targets ?? []).flatMap((target) => target.navigation ?? []));
      expect(own.filter((navigation) => !navigations.has(navigation))).toEqual([]);
      expect(table.columns.size).toBeGreaterThan(published.size / 2);
    },
  );

  test('listmember offers no navigation to its list and its member', () => {
    const { columns } = standardModel().table('listmember');
    for (const name of ['listid', 'entityid']) {
      expect(columns.get(name)?.targets?.map((target) => target.navigation)).toEqual(
        columns.get(name)?.targets?.map(() => null),
      );
    }
  });
});
