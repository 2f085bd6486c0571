import { readOnlyRow } from '../errors';
import type { Value } from '../store/row';
import type { TableRules } from './table-rules';

const nameParts = ['firstname', 'lastname'];

function fullname(values: Readonly<Record<string, Value>>): Record<string, Value> {
  const parts = nameParts.map((part) => values[part]).filter((part) => typeof part === 'string');
  return { fullname: parts.length === 0 ? null : parts.join(' ').trim().slice(0, 160) };
}

export const contactRules: TableRules = {
  creating: (_actor, values) => fullname(values),
  guarding: (actor, row, given) => {
    const inactive = Number(row.values['statecode'] ?? 0) !== 0;
    if (inactive && actor.env.switches.inactiveContactsReadOnly && given['statecode'] !== 0) throw readOnlyRow();
  },
  updating: (_actor, values) => fullname(values),
};

/** Qualified and disqualified leads can only be reactivated. */
export const leadRules: TableRules = {
  creating: (_actor, values) => fullname(values),
  guarding: (_actor, row, given) => {
    if (Number(row.values['statecode'] ?? 0) !== 0 && given['statecode'] !== 0) throw readOnlyRow();
  },
  updating: (_actor, values) => fullname(values),
};
