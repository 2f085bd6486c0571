import type { Element } from '@xmldom/xmldom';
import { at, attribute, children, labelOf } from './xml';

/** Global choices by name. */
export function readChoices(customizations: Element): Map<string, ReadonlyMap<number, string>> {
  const sets = children(at(customizations, 'optionsets'), 'optionset');
  return new Map(sets.map((set) => [attribute(set, 'Name') ?? '', readOptions(set)]));
}

/** Values and labels of one choice, global or inline. */
export function readOptions(set: Element | undefined): ReadonlyMap<number, string> {
  const options = children(at(set, 'options'), 'option');
  return new Map(options.map((option) => [Number(attribute(option, 'value')), labelOf(option, 'labels') ?? '']));
}
