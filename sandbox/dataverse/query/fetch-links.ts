import type { Element } from '@xmldom/xmldom';
import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import { badQuery, notImplemented } from '../errors';
import type { Column, Table } from '../metadata/table';
import { attribute, children } from '../solution/xml';
import type { Sight } from '../privileges';
import { requireSightOf } from '../privileges';
import { equalityKey } from '../store/equality';
import type { Row } from '../store/row';
import { valueOf } from '../store/row';
import { fetchColumn } from './fetch-column';

/** A simple `link-entity`: one row of another table beside each row. */
export interface FetchLink {
  readonly alias: string;
  readonly columns: readonly Column[];
  /** An inner join: rows without a partner are left out. */
  readonly required: boolean;
  readonly matches: (row: Row) => boolean;
  readonly follow: (row: Row) => Row | undefined;
}

export function readLinks(env: Environment, table: Table, entity: Element, sees: Sight): FetchLink[] {
  return children(entity, 'link-entity').map((link, index) => readLink(env, table, link, index, sees));
}

function readLink(env: Environment, table: Table, link: Element, index: number, sees: Sight): FetchLink {
  const other = env.model.find(attribute(link, 'name') ?? '');
  if (other === undefined) throw badQuery(`The entity with a name = '${attribute(link, 'name') ?? ''}' was not found.`);
  if (children(link, 'link-entity').length > 0 || children(link, 'filter').length > 0) {
    throw notImplemented('filters and further links inside a link-entity');
  }
  requireSightOf(sees, other);
  const from = fetchColumn(other, attribute(link, 'from') ?? other.id);
  const to = fetchColumn(table, attribute(link, 'to') ?? '');
  const follow = (row: Row): Row | undefined => {
    const key = equalityKey(valueOf(row, to));
    if (key === null) return undefined;
    const found = from.type === 'id' ? rowsOf(env, other).get(key) : rowsOf(env, other).having(from.name, key)[0];
    return found !== undefined && sees(other, found) ? found : undefined;
  };
  return {
    alias: attribute(link, 'alias') ?? `${other.name}${index + 1}`,
    columns: children(link, 'attribute').map((element) => fetchColumn(other, attribute(element, 'name') ?? '')),
    required: (attribute(link, 'link-type') ?? 'inner') === 'inner',
    matches: (row) => follow(row) !== undefined,
    follow,
  };
}
