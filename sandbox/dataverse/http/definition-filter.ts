import { badQuery, notImplemented } from '../errors';
import type { Filter } from '../query/filter-parser';
import { parseFilter } from '../query/filter-parser';

type Definition = Record<string, unknown>;

/** Filters of metadata know equality and the joining words only. */
export function filterDefinitions(
  definitions: Definition[],
  filter: string,
  aliases: ReadonlyMap<string, string>,
): Definition[] {
  const parsed = parseFilter(filter, aliases);
  return definitions.filter((definition) => holds(parsed, definition));
}

function holds(filter: Filter, definition: Definition): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => holds(part, definition));
    case 'or':
      return filter.parts.some((part) => holds(part, definition));
    case 'not':
      return !holds(filter.part, definition);
    case 'compare': {
      const name = filter.path.join('/');
      if (!(name in definition))
        throw badQuery(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.MetadataBase'.`);
      const equal = definition[name] === filter.literal.value;
      if (filter.operator === 'eq') return equal;
      if (filter.operator === 'ne') return !equal;
      throw notImplemented(`'${filter.operator}' in a filter of definitions`);
    }
    case 'like':
    case 'in':
    case 'lambda':
      throw notImplemented('functions in a filter of definitions');
  }
}
