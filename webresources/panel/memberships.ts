/** Where one person stands in every audience, as the runs have left it. */
import type { PersonType } from '../frame/links';
import { choices, tables, type Choice } from '../schema.generated';
import { tagsInText } from '../tags';
import { codeOf, dateOf, flagOf, rowOf, textOf, type Row, type WebApi } from '../web-api';

export interface Membership {
  id: string;
  audienceId: string;
  audience: string;
  tie: Choice<'mcs_tiestate'>;
  address: string;
  status: Choice<'mcs_memberstatus'>;
  onList: boolean;
  outcome: Choice<'mcs_outcome'> | null;
  reason: Choice<'mcs_reason'> | null;
  tags: string[];
  /** The later of the last changes on the two sides. */
  since: Date | null;
}

/** One for each address of the person in each audience, in the order of the audiences. */
export async function readMemberships(api: WebApi, type: PersonType, personId: string): Promise<Membership[]> {
  const rows = await api.retrieveMultiple(tables.mcs_audiencemember.set, {
    select: columns,
    filter: `_mcs_${type}id_value eq ${personId}`,
    expand: 'mcs_audienceid($select=mcs_name,mcs_tiestate)',
    top: 50,
  });
  return rows
    .map(membershipOf)
    .sort((a, b) => a.audience.localeCompare(b.audience) || a.address.localeCompare(b.address));
}

const columns = [
  'mcs_audiencememberid',
  'mcs_name',
  '_mcs_audienceid_value',
  'mcs_memberstatus',
  'mcs_onlist',
  'mcs_outcome',
  'mcs_reason',
  'mcs_tags',
  'mcs_listchangedon',
  'mcs_mailchimpchangedon',
];

function membershipOf(row: Row): Membership {
  const audience = rowOf(row, 'mcs_audienceid') ?? {};
  const changes = [dateOf(row, 'mcs_listchangedon'), dateOf(row, 'mcs_mailchimpchangedon')].filter((at) => at !== null);
  return {
    id: textOf(row, 'mcs_audiencememberid') ?? '',
    audienceId: textOf(row, '_mcs_audienceid_value') ?? '',
    audience: textOf(audience, 'mcs_name') ?? '',
    tie: codeOf(audience, 'mcs_tiestate', choices.mcs_tiestate) ?? 'not-tied',
    address: textOf(row, 'mcs_name') ?? '',
    status: codeOf(row, 'mcs_memberstatus', choices.mcs_memberstatus) ?? 'absent',
    onList: flagOf(row, 'mcs_onlist') ?? false,
    outcome: codeOf(row, 'mcs_outcome', choices.mcs_outcome),
    reason: codeOf(row, 'mcs_reason', choices.mcs_reason),
    tags: tagsInText(textOf(row, 'mcs_tags')),
    since: changes.reduce<Date | null>((latest, at) => (latest === null || at > latest ? at : latest), null),
  };
}
