/** Global choices: their options in order, each with the code that the service's code calls it by. */

import type { Element } from '@xmldom/xmldom';
import { at, attribute, children, rootOf } from '../xml';
import { filesIn, type Files } from '../source';
import type { Documents } from './documents';

export interface ChoiceOption {
  value: number;
  /** ExternalValue: the option's name in code. */
  code: string;
  label: string;
  description: string;
}

export interface Choice {
  file: string;
  name: string;
  label: string;
  options: ChoiceOption[];
}

export function readChoices(files: Files, documents: Documents): Choice[] {
  return filesIn(files, 'OptionSets').map((file) => {
    const root = rootOf(documents(file), file);
    return {
      file,
      name: attribute(root, 'Name'),
      label: attribute(root, 'localizedName'),
      options: readOptions(root),
    };
  });
}

export function readOptions(optionSet: Element): ChoiceOption[] {
  const options = at(optionSet, 'options');
  return (options ? children(options, 'option') : []).map((option) => ({
    value: Number(attribute(option, 'value')),
    code: attribute(option, 'ExternalValue'),
    label: firstDescription(at(option, 'labels'), 'label'),
    description: firstDescription(at(option, 'Descriptions'), 'Description'),
  }));
}

function firstDescription(group: Element | undefined, item: string): string {
  const first = group && children(group, item)[0];
  return first ? attribute(first, 'description') : '';
}
