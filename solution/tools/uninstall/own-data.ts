/** What goes with the solution: its own tables, with how many rows each holds. */

import { textOf, type WebApi } from '../dataverse/web-api';

export interface OwnTable {
  name: string;
  label: string;
  rows: number;
}

/** Rows are counted to 5,000. */
export const countedTo = 5_000;

const prefix = 'mcs_';

export async function readOwnTables(api: WebApi): Promise<OwnTable[]> {
  const definitions = await api.rows(
    'EntityDefinitions?$select=LogicalName,EntitySetName,DisplayCollectionName&$filter=IsCustomEntity eq true',
  );
  const own = definitions.filter((definition) => textOf(definition, 'LogicalName').startsWith(prefix));
  const counted = own.map(async (definition) => {
    const name = textOf(definition, 'LogicalName');
    return { name, label: labelOf(definition) ?? name, rows: await api.count(textOf(definition, 'EntitySetName')) };
  });
  return Promise.all(counted);
}

function labelOf(definition: Record<string, unknown>): string | undefined {
  const labels: unknown = definition['DisplayCollectionName'];
  const label: unknown =
    typeof labels === 'object' && labels !== null && 'UserLocalizedLabel' in labels ? labels.UserLocalizedLabel : null;
  return typeof label === 'object' && label !== null && 'Label' in label ? String(label.Label) : undefined;
}
