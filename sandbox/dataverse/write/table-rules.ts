import type { Table } from '../metadata/table';
import type { Row, Value } from '../store/row';
import type { Actor } from './actor';
import { listRules } from './list-rules';
import { annotationRules } from './annotation-rules';
import { contactRules, leadRules } from './people-rules';
import { endpointRules, stepRules } from './pipeline-rules';
import { userRules } from './user-rules';

type Values = Readonly<Record<string, Value>>;

/** What a standard table does beyond its columns; each answers the columns it sets itself. */
export interface TableRules {
  readonly creating?: (actor: Actor, values: Values) => Record<string, Value>;
  /** Refuses the change of a row that may not be changed. */
  readonly guarding?: (actor: Actor, row: Row, given: Values) => void;
  readonly updating?: (actor: Actor, values: Values, given: Values) => Record<string, Value>;
}

const rules: Readonly<Record<string, TableRules>> = {
  list: listRules,
  contact: contactRules,
  lead: leadRules,
  annotation: annotationRules,
  serviceendpoint: endpointRules,
  sdkmessageprocessingstep: stepRules,
  systemuser: userRules,
};

export const rulesOf = (table: Table): TableRules | undefined => rules[table.name];
