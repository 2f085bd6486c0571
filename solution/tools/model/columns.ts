/** The columns of a table as its Entity.xml declares them. */

import type { Element } from '@xmldom/xmldom';
import { at, attribute, children, textOf } from '../xml';
import { readOptions, type ChoiceOption } from './choices';

export type ColumnType =
  'id' | 'text' | 'memo' | 'int' | 'bool' | 'datetime' | 'choice' | 'lookup' | 'owner' | 'state' | 'status';

export interface Column {
  name: string;
  type: ColumnType | undefined;
  /** As the XML spells it, for a type that is not known here. */
  xmlType: string;
  custom: boolean;
  primaryName: boolean;
  maxLength: number | undefined;
  /** Name of the global choice of a choice column. */
  choice: string | undefined;
  /** Value that a new row gets; undefined for none. */
  defaultValue: number | undefined;
  /** Options declared in the column itself. */
  ownOptions: ChoiceOption[];
  label: string;
  description: string;
}

const types: Record<string, ColumnType> = {
  primarykey: 'id',
  nvarchar: 'text',
  ntext: 'memo',
  int: 'int',
  bit: 'bool',
  datetime: 'datetime',
  picklist: 'choice',
  lookup: 'lookup',
  owner: 'owner',
  state: 'state',
  status: 'status',
};

export function readColumn(element: Element): Column {
  const xmlType = textOf(element, 'Type');
  const number = (name: string) => (textOf(element, name) === '' ? undefined : Number(textOf(element, name)));
  const defaultValue = number('AppDefaultValue');
  const ownOptions = at(element, 'optionset');
  return {
    name: textOf(element, 'LogicalName') || attribute(element, 'PhysicalName').toLowerCase(),
    type: types[xmlType],
    xmlType,
    custom: textOf(element, 'IsCustomField') === '1',
    primaryName: textOf(element, 'DisplayMask').split('|').includes('PrimaryName'),
    maxLength: number('MaxLength'),
    choice: textOf(element, 'OptionSetName') || undefined,
    defaultValue: defaultValue === -1 ? undefined : defaultValue,
    ownOptions: ownOptions ? readOptions(ownOptions) : [],
    label: localized(element, 'displaynames', 'displayname'),
    description: localized(element, 'Descriptions', 'Description'),
  };
}

/** The first description of a group of localized texts, '' when there is none. */
export function localized(parent: Element, group: string, item: string): string {
  const found = at(parent, group);
  const first = found && children(found, item)[0];
  return first ? attribute(first, 'description') : '';
}
