/** Columns of contacts and leads, and which merge fields of Mailchimp they fit. */
import type { PersonType } from '../../../frame/links';
import { flagOf, rowOf, textOf, type Row, type WebApi } from '../../../web-api';

export type ColumnKind = 'text' | 'number' | 'date' | 'choice' | 'choices' | 'yes-no' | 'lookup' | 'address';

export interface Column {
  /** As a mapping names it: a column, or the beginning of an address with `_*`. */
  name: string;
  label: string;
  kind: ColumnKind;
}

export interface MergeField {
  tag: string;
  name: string;
  type: string;
  required: boolean;
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/attributemetadata */
export async function readColumns(api: WebApi, type: PersonType): Promise<Column[]> {
  const select = 'LogicalName,AttributeType,AttributeTypeName,DisplayName,IsValidForRead';
  const answer = await api.call(`EntityDefinitions(LogicalName='${type}')/Attributes?$select=${select}`);
  const rows = Array.isArray(answer['value']) ? answer['value'].map((row: unknown): Row => ({ ...Object(row) })) : [];
  const columns = rows.flatMap(columnOf);
  const addresses = columns.flatMap(({ label, name }): Column[] => {
    const prefix = /^(address[123])_line1$/.exec(name)?.[1];
    return prefix === undefined ? [] : [{ name: `${prefix}_*`, label: label.replace(/:.*$/, ''), kind: 'address' }];
  });
  return [...addresses, ...columns].sort((a, b) => a.label.localeCompare(b.label));
}

function columnOf(row: Row): Column[] {
  const name = textOf(row, 'LogicalName');
  const kind = kindOf(row);
  // Parts of others, and columns that the platform keeps for itself, have no name for people.
  const label = textOf(rowOf(rowOf(row, 'DisplayName') ?? {}, 'UserLocalizedLabel') ?? {}, 'Label');
  if (name === null || label === null || kind === null || flagOf(row, 'IsValidForRead') === false) return [];
  return [{ name, label, kind }];
}

function kindOf(row: Row): ColumnKind | null {
  const typeName = textOf(rowOf(row, 'AttributeTypeName') ?? {}, 'Value');
  return typeName === 'MultiSelectPicklistType' ? 'choices' : (kinds[textOf(row, 'AttributeType') ?? ''] ?? null);
}

const kinds: Readonly<Record<string, ColumnKind>> = {
  String: 'text',
  Memo: 'text',
  Integer: 'number',
  BigInt: 'number',
  Decimal: 'number',
  Double: 'number',
  Money: 'number',
  DateTime: 'date',
  Picklist: 'choice',
  State: 'choice',
  Status: 'choice',
  Boolean: 'yes-no',
  Lookup: 'lookup',
  Customer: 'lookup',
  Owner: 'lookup',
};

const fitting: Readonly<Record<string, readonly ColumnKind[]>> = {
  text: ['text', 'number', 'date', 'choice', 'choices', 'yes-no', 'lookup'],
  number: ['number', 'text'],
  address: ['address'],
  phone: ['text'],
  date: ['date', 'text'],
  url: ['text'],
  imageurl: ['text'],
  radio: ['text', 'choice', 'yes-no'],
  dropdown: ['text', 'choice', 'yes-no'],
  birthday: ['date', 'text'],
  zip: ['text'],
};

/** Types of a newer Mailchimp are left to the sync to judge. */
export const fits = ({ type }: Pick<MergeField, 'type'>, { kind }: Column): boolean =>
  fitting[type]?.includes(kind) ?? true;

/** As the last sync or preview wrote them down on the audience. */
export function mergeFieldsIn(json: string | null): MergeField[] {
  try {
    const parsed: unknown = JSON.parse(json ?? '[]');
    if (!Array.isArray(parsed)) return [];
    return parsed.flatMap((one: unknown) => {
      const row: Row = { ...Object(one) };
      const [tag, name, type] = [textOf(row, 'tag'), textOf(row, 'name'), textOf(row, 'type')];
      return tag === null || type === null
        ? []
        : [{ tag, name: name ?? tag, type, required: flagOf(row, 'required') ?? false }];
    });
  } catch {
    return []; // a mapping can be typed without them
  }
}
