import { describe, expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { ribbonSolution } from './ribbon-solution';
import { useStandIn } from './web-api';

const api = useStandIn({ solutionZip: ribbonSolution() });
const filter = "Microsoft.Dynamics.CRM.RibbonLocationFilters'All'";

async function ribbonOf(table: string): Promise<string> {
  const { body } = await api.get(
    `RetrieveEntityRibbon(EntityName=@e,RibbonLocationFilter=@f)?@e='${table}'&@f=${filter}`,
  );
  const parts = unzipSync(Buffer.from(String(body['CompressedEntityXml']), 'base64'));
  return strFromU8(parts['RibbonXml.xml'] ?? new Uint8Array());
}

const buttonsOf = (xml: string, tab: string): string[] => {
  const [, inside = ''] = new RegExp(`<Tab Id="${tab}"(.*?)</Tab>`, 's').exec(xml) ?? [];
  return [...inside.matchAll(/<Button Id="([^"]+)"/g)].map(([, id]) => id ?? '');
};

describe('the ribbon of a table', () => {
  test("holds the buttons of a solution among the platform's own, in the order of their sequences", async () => {
    const xml = await ribbonOf('list');
    expect(buttonsOf(xml, 'Mscrm.HomepageGrid.list.MainTab').slice(0, 4)).toEqual([
      'Mscrm.HomepageGrid.list.NewRecord',
      'mcs.One',
      'mcs.Some',
      'Mscrm.HomepageGrid.list.Edit',
    ]);
    expect(buttonsOf(xml, 'Mscrm.Form.list.MainTab').slice(0, 3)).toEqual([
      'Mscrm.Form.list.Save',
      'mcs.Tell',
      'Mscrm.Form.list.SaveAndClose',
    ]);
  });

  test('brings commands, rules and labels along', async () => {
    const xml = await ribbonOf('list');
    expect(xml).toContain('<CommandDefinition Id="mcs.Tell.Command">');
    expect(xml).toContain('<EnableRule Id="Mscrm.SelectionCountExactlyOne">');
    expect(xml).toContain('<Title description="Sagen" languagecode="1031"/>');
  });

  test('shows no button at a place that the table does not have', async () => {
    expect(buttonsOf(await ribbonOf('list'), 'Mscrm.Form.list.MainTab')).not.toContain('mcs.Elsewhere');
  });

  test('of another table is untouched', async () => {
    expect(await ribbonOf('contact')).not.toContain('mcs.');
  });

  test('is refused for a table that does not exist, and in parts', async () => {
    const unknown = await api.get(`RetrieveEntityRibbon(EntityName='nothing',RibbonLocationFilter=${filter})`);
    const part = await api.get(
      "RetrieveEntityRibbon(EntityName='list',RibbonLocationFilter=Microsoft.Dynamics.CRM.RibbonLocationFilters'Form')",
    );
    expect([unknown.status, part.status]).toEqual([404, 400]);
  });
});
