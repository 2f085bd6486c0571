/** Which column of a person belongs to which merge field, as rows of an audience. */
import type { PersonType } from '../../../frame/links';
import { choices, tables, type Choice } from '../../../schema.generated';
import { codeOf, flagOf, textOf, type Body, type Row, type WebApi } from '../../../web-api';
import type { MergeField } from './columns';

export interface Mapping {
  /** Null until it is stored. */
  id: string | null;
  name: string;
  tag: string;
  column: string;
  direction: Choice<'mcs_direction'>;
  blank: Choice<'mcs_blankrule'>;
  conflict: Choice<'mcs_conflictrule'>;
  standIn: string;
  createMissing: boolean;
}

export const newMapping: Mapping = {
  id: null,
  name: '',
  tag: '',
  column: '',
  direction: 'both',
  blank: 'keep',
  conflict: 'latest',
  standIn: '',
  createMissing: false,
};

const table = tables.mcs_fieldmapping;

export async function readMappings(api: WebApi, audienceId: string): Promise<Mapping[]> {
  const rows = await api.retrieveMultiple(table.set, {
    select: [
      'mcs_fieldmappingid',
      'mcs_name',
      'mcs_mergetag',
      'mcs_column',
      'mcs_direction',
      'mcs_blankrule',
      'mcs_conflictrule',
      'mcs_default',
      'mcs_createmissing',
    ],
    filter: `_mcs_audienceid_value eq ${audienceId}`,
    orderBy: 'mcs_mergetag asc',
  });
  return rows.map(mappingFrom);
}

export async function saveMapping(api: WebApi, audienceId: string, mapping: Mapping): Promise<void> {
  const columns: Body = {
    mcs_name: mapping.name || mapping.tag,
    mcs_mergetag: mapping.tag,
    mcs_column: mapping.column,
    mcs_direction: choices.mcs_direction[mapping.direction],
    mcs_blankrule: choices.mcs_blankrule[mapping.blank],
    mcs_conflictrule: choices.mcs_conflictrule[mapping.conflict],
    mcs_default: mapping.standIn === '' ? null : mapping.standIn,
    mcs_createmissing: mapping.createMissing,
  };
  if (mapping.id !== null) await api.update(table.set, mapping.id, columns);
  else
    await api.create(table.set, {
      ...columns,
      'mcs_audienceid@odata.bind': `/${tables.mcs_audience.set}(${audienceId})`,
    });
}

export const removeMapping = (api: WebApi, id: string): Promise<void> => api.remove(table.set, id);

/** What is kept in step where nobody has chosen anything, as far as Mailchimp has the merge fields. */
export function usualMappings(type: PersonType, mergeFields: readonly MergeField[]): Mapping[] {
  return usual[type].flatMap(([tag, column, direction]) => {
    const field = mergeFields.find((one) => one.tag === tag);
    return field === undefined ? [] : [{ ...newMapping, name: field.name, tag, column, direction }];
  });
}

type Usual = readonly [tag: string, column: string, direction: Mapping['direction']];

const always: readonly Usual[] = [
  ['FNAME', 'firstname', 'both'],
  ['LNAME', 'lastname', 'both'],
  ['PHONE', 'telephone1', 'both'],
  ['ADDRESS', 'address1_*', 'both'],
  ['JOBTITLE', 'jobtitle', 'both'],
];

const usual: Readonly<Record<PersonType, readonly Usual[]>> = {
  contact: [...always, ['BIRTHDAY', 'birthdate', 'both'], ['COMPANY', 'parentcustomerid_account.name', 'to-mailchimp']],
  lead: [...always, ['COMPANY', 'companyname', 'both']],
};

function mappingFrom(row: Row): Mapping {
  return {
    id: textOf(row, 'mcs_fieldmappingid'),
    name: textOf(row, 'mcs_name') ?? '',
    tag: textOf(row, 'mcs_mergetag') ?? '',
    column: textOf(row, 'mcs_column') ?? '',
    direction: codeOf(row, 'mcs_direction', choices.mcs_direction) ?? 'both',
    blank: codeOf(row, 'mcs_blankrule', choices.mcs_blankrule) ?? 'keep',
    conflict: codeOf(row, 'mcs_conflictrule', choices.mcs_conflictrule) ?? 'latest',
    standIn: textOf(row, 'mcs_default') ?? '',
    createMissing: flagOf(row, 'mcs_createmissing') ?? false,
  };
}
