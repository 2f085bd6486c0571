/** Which columns of contact or lead belong to which merge fields of an audience, as people chose it. */

import { choice } from './choice';
import type { DataverseContext } from './context';
import type { FieldMappingRow } from './port';
import { readAll } from './query';
import { text, yes } from './row';
import { tables } from './schema.generated';

const table = tables.mcs_fieldmapping;

export async function readFieldMappings({ client }: DataverseContext, audienceId: string): Promise<FieldMappingRow[]> {
  const rows = await readAll(client, {
    collection: table.set,
    select: [
      table.id,
      'mcs_name',
      'mcs_mergetag',
      'mcs_column',
      'mcs_direction',
      'mcs_blankrule',
      'mcs_conflictrule',
      'mcs_default',
      'mcs_createmissing',
    ],
    filter: `_mcs_audienceid_value eq ${audienceId} and statecode eq 0`,
    orderBy: ['mcs_mergetag asc'],
  });
  return rows.map((row) => ({
    name: text(row, 'mcs_name') ?? '',
    tag: (text(row, 'mcs_mergetag') ?? '').trim().toUpperCase(),
    column: (text(row, 'mcs_column') ?? '').trim().toLowerCase(),
    direction: choice(row, 'mcs_direction', 'mcs_direction', 'both'),
    blank: choice(row, 'mcs_blankrule', 'mcs_blankrule', 'keep'),
    conflict: choice(row, 'mcs_conflictrule', 'mcs_conflictrule', 'latest'),
    default: text(row, 'mcs_default') ?? '',
    createMissing: yes(row, 'mcs_createmissing'),
  }));
}
