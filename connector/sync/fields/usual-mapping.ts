/** The mapping of an audience for which nobody has chosen one: names, and what else Mailchimp has a merge field for. */

import type { FieldMappingRow } from '../../dataverse/port';
import type { MergeField } from '../../mailchimp/port';
import type { PersonType } from '../../reconcile/situation';

type Usual = readonly [tag: string, column: string, direction?: FieldMappingRow['direction']];

const always: readonly Usual[] = [
  ['FNAME', 'firstname'],
  ['LNAME', 'lastname'],
  ['PHONE', 'telephone1'],
  ['ADDRESS', 'address1_*'],
  ['JOBTITLE', 'jobtitle'],
];

const usual: Readonly<Record<PersonType, readonly Usual[]>> = {
  contact: [...always, ['BIRTHDAY', 'birthdate'], ['COMPANY', 'parentcustomerid_account.name', 'to-mailchimp']],
  lead: [...always, ['COMPANY', 'companyname']],
};

export function usualMapping(type: PersonType, mergeFields: readonly MergeField[]): FieldMappingRow[] {
  return usual[type].flatMap(([tag, column, direction = 'both']) => {
    const field = mergeFields.find((one) => one.tag === tag);
    if (!field) return [];
    const rules = { direction, blank: 'keep', conflict: 'latest', default: '', createMissing: false } as const;
    return [{ name: field.name, tag, column, ...rules }];
  });
}
