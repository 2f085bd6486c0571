/** What a mapped field is on each side, and which kinds can be kept in step. */

/** https://mailchimp.com/developer/marketing/api/list-merges/add-merge-field/ */
export const mergeTypes = [
  'text',
  'number',
  'address',
  'phone',
  'date',
  'url',
  'imageurl',
  'radio',
  'dropdown',
  'birthday',
  'zip',
] as const;
export type MergeType = (typeof mergeTypes)[number];

export interface MergeKind {
  type: MergeType;
  /** Of radio and dropdown. */
  choices: readonly string[];
  /** A phone in the American format wants ten digits. */
  americanPhone: boolean;
}

export type ColumnKind =
  | { kind: 'text'; maxLength: number }
  | { kind: 'number'; whole: boolean }
  | { kind: 'date' }
  | { kind: 'datetime' }
  | { kind: 'choice'; options: readonly { value: number; label: string }[] }
  | { kind: 'yes-no'; labels: { yes: string; no: string } }
  | { kind: 'address' };

export interface FieldKinds {
  /** A column, a path through a lookup, or the beginning of an address' columns (`address1`). */
  column: string;
  crm: ColumnKind;
  mailchimp: MergeKind;
}

const fitting: Readonly<Record<MergeType, readonly ColumnKind['kind'][]>> = {
  text: ['text', 'number', 'date', 'datetime', 'choice', 'yes-no'],
  number: ['number', 'text'],
  address: ['address'],
  phone: ['text'],
  date: ['date', 'datetime', 'text'],
  url: ['text'],
  imageurl: ['text'],
  radio: ['text', 'choice', 'yes-no'],
  dropdown: ['text', 'choice', 'yes-no'],
  birthday: ['date', 'datetime', 'text'],
  zip: ['text'],
};

export const fits = (mailchimp: MergeKind, crm: ColumnKind): boolean => fitting[mailchimp.type].includes(crm.kind);

/** The merge field that is created for a column. */
export function mergeKindFor(column: string, crm: ColumnKind): MergeKind {
  const kind = (type: MergeType, choices: readonly string[] = []) => ({ type, choices, americanPhone: false });
  switch (crm.kind) {
    case 'text':
      if (/telephone|phone$/.test(column)) return kind('phone');
      return kind(column.endsWith('url') ? 'url' : 'text');
    case 'number':
      return kind('number');
    case 'date':
    case 'datetime':
      return kind('date');
    case 'choice':
      return kind(
        'dropdown',
        crm.options.map(({ label }) => label),
      );
    case 'yes-no':
      return kind('radio', [crm.labels.yes, crm.labels.no]);
    case 'address':
      return kind('address');
  }
}
