import type { Element } from '@xmldom/xmldom';
import type { AlternateKey, Column, ColumnType, Table } from '../metadata/table';
import { readOptions } from './read-choices';
import { at, children, labelOf, textAt, textOf, attribute } from './xml';

/** A table, or the addition to one, as a solution describes it; its lookups still lack their targets. */
export interface TableDraft {
  readonly name: string;
  readonly schemaName: string;
  /** Undefined where the solution only adds to a table that is there. */
  readonly set: string | undefined;
  readonly label: string;
  readonly labels: string;
  readonly ownership: Table['ownership'];
  readonly changeTracking: boolean;
  /** Whether notes can hang on its rows. */
  readonly notes: boolean;
  readonly columns: readonly Column[];
  readonly keys: readonly AlternateKey[];
  readonly title: string | undefined;
  /** Its own primary key column: only a whole table has one. */
  readonly id: string | undefined;
}

type Choices = ReadonlyMap<string, ReadonlyMap<number, string>>;

export function readTableDraft(element: Element, choices: Choices): TableDraft {
  const schemaName = textAt(element, 'Name') ?? '';
  const entity = at(element, 'EntityInfo', 'entity');
  const attributes = children(at(entity, 'attributes'), 'attribute');
  const columns = attributes.map((item) => readColumn(item, schemaName, choices));
  const title = attributes.find((item) => (textAt(item, 'DisplayMask') ?? '').split('|').includes('PrimaryName'));
  return {
    name: schemaName.toLowerCase(),
    schemaName,
    set: textAt(entity, 'EntitySetName'),
    label: labelOf(entity, 'LocalizedNames') ?? schemaName,
    labels: labelOf(entity, 'LocalizedCollectionNames') ?? schemaName,
    ownership: textAt(entity, 'OwnershipTypeMask')?.startsWith('Org') === true ? 'organization' : 'user',
    notes: textAt(entity, 'HasRelatedNotes')?.toLowerCase() === 'true',
    changeTracking: textAt(entity, 'ChangeTrackingEnabled') === '1',
    columns,
    keys: children(at(entity, 'EntityKeys'), 'EntityKey').map(readKey),
    title: title === undefined ? undefined : logicalName(title),
    id: columns.find((column) => column.type === 'id')?.name,
  };
}

const logicalName = (item: Element): string =>
  (textAt(item, 'LogicalName') ?? textAt(item, 'Name') ?? attribute(item, 'PhysicalName') ?? '').toLowerCase();

const types: Readonly<Record<string, ColumnType>> = {
  primarykey: 'id',
  nvarchar: 'text',
  ntext: 'memo',
  int: 'int',
  bigint: 'bigint',
  decimal: 'decimal',
  money: 'decimal',
  float: 'double',
  bit: 'bool',
  picklist: 'choice',
  multiselectpicklist: 'text',
  state: 'choice',
  status: 'choice',
  datetime: 'datetime',
  lookup: 'lookup',
  owner: 'lookup',
  customer: 'lookup',
  uniqueidentifier: 'guid',
};

function readColumn(item: Element, table: string, choices: Choices): Column {
  const name = logicalName(item);
  const typeName = textAt(item, 'Type')?.toLowerCase() ?? '';
  const type = types[typeName];
  if (type === undefined)
    throw new Error(`Column ${table}.${name}: the stand-in does not know the type '${typeName}'.`);
  const column = {
    name,
    type: type === 'datetime' && textAt(item, 'Behavior') === '2' ? ('date' as const) : type,
    label: labelOf(item, 'displaynames') ?? name,
    settable: settable(item),
  };
  if (typeName === 'multiselectpicklist') {
    return { ...column, severalOptions: true, options: optionsOf(item, table, name, choices) };
  }
  switch (type) {
    case 'text':
    case 'memo': {
      const maxLength = Number(textAt(item, 'MaxLength') ?? 'NaN');
      if (!(maxLength > 0)) throw new Error(`Column ${table}.${name} has no MaxLength.`);
      return { ...column, maxLength };
    }
    case 'int':
    case 'decimal':
    case 'double':
      return { ...column, ...limit('min', textAt(item, 'MinValue')), ...limit('max', textAt(item, 'MaxValue')) };
    case 'bool':
      return { ...column, boolLabels: boolLabels(item), ...boolDefault(textAt(item, 'AppDefaultValue')) };
    case 'choice':
      return {
        ...column,
        options: optionsOf(item, table, name, choices),
        ...choiceDefault(textAt(item, 'AppDefaultValue')),
      };
    case 'id':
    case 'bigint':
    case 'datetime':
    case 'date':
    case 'guid':
    case 'lookup':
    case 'binary':
      return column;
  }
}

function settable(item: Element): Column['settable'] {
  const create = textAt(item, 'ValidForCreateApi') !== '0';
  const update = textAt(item, 'ValidForUpdateApi') !== '0';
  if (update) return 'always';
  return create ? 'create' : 'never';
}

const limit = (name: 'min' | 'max', text: string | undefined) => (text === undefined ? {} : { [name]: Number(text) });

const boolDefault = (text: string | undefined) => (text === undefined ? {} : { defaultValue: text === '1' });

const choiceDefault = (text: string | undefined) =>
  text === undefined || Number(text) < 0 ? {} : { defaultValue: Number(text) };

function boolLabels(item: Element): [string, string] {
  const options = readOptions(at(item, 'optionset'));
  return [options.get(0) ?? 'No', options.get(1) ?? 'Yes'];
}

function optionsOf(item: Element, table: string, name: string, choices: Choices): ReadonlyMap<number, string> {
  const global = textAt(item, 'OptionSetName');
  if (global !== undefined) {
    const options = choices.get(global);
    if (options === undefined) throw new Error(`Column ${table}.${name}: there is no choice '${global}'.`);
    return options;
  }
  const inline = at(item, 'optionset');
  const states = children(at(inline, 'states') ?? at(inline, 'statuses'));
  if (states.length === 0) return readOptions(inline);
  return new Map(states.map((state) => [Number(attribute(state, 'value')), labelOf(state, 'labels') ?? '']));
}

function readKey(element: Element): AlternateKey {
  const columns = children(at(element, 'EntityKeyAttributes'), 'AttributeName').map(
    (name) => textOf(name)?.toLowerCase() ?? '',
  );
  return {
    name: textAt(element, 'LogicalName') ?? attribute(element, 'Name') ?? textAt(element, 'Name') ?? '',
    columns,
  };
}
