/**
 * Rows of a view, page by page. Dataverse reaches a later page only with the paging cookie of the page before
 * (https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results), so the cookies met are kept;
 * whoever asks for a page further on makes the reader walk there.
 */
import { DOMParser } from '@xmldom/xmldom';
import type { TableDefinition } from './table-definition';
import { fetchFor, type View, type ViewRequest } from './view';
import { rowsOf, textOf, type Row, type WebApi } from './web-api';

export interface ViewRows {
  rows: Row[];
  /** Null when Dataverse gave no count, or counted no further than its limit. */
  total: number | null;
  more: boolean;
  /** The page read: the last one there is, where a later one was asked for. */
  page: number;
}

export type ReadViewRows = (
  api: WebApi,
  table: TableDefinition,
  view: View,
  request: ViewRequest & { page: number },
) => Promise<ViewRows>;

const queriesKept = 200;

export function createViewReader(): ReadViewRows {
  /** For each query the cookies after its first page, its second page, and so on. */
  const kept = new Map<string, string[]>();

  return async (api, table, view, request) => {
    const query = fetchFor(view, table, request, null);
    const cookies = kept.get(query) ?? [];
    // The query asked for last stands last, so that the first in order is the one to forget.
    kept.delete(query);
    kept.set(query, cookies);
    if (kept.size > queriesKept) kept.delete(kept.keys().next().value ?? '');

    for (let page = Math.min(request.page, cookies.length + 1); ; page += 1) {
      const cookie = cookies[page - 2] ?? null;
      const fetch = fetchFor(view, table, request, cookie === null ? null : { page, cookie });
      const answer = await api.get(`${table.set}?fetchXml=${encodeURIComponent(fetch)}`);
      const next = innerCookie(textOf(answer['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie']));
      const more = answer['@Microsoft.Dynamics.CRM.morerecords'] === true && next !== null;
      if (next !== null) cookies[page - 1] = next;
      if (page === request.page || !more) return { rows: rowsOf(answer), total: totalOf(answer), more, page };
    }
  };
}

function totalOf(answer: Row): number | null {
  const total = answer['@Microsoft.Dynamics.CRM.totalrecordcount'];
  const beyond = answer['@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded'] === true;
  return typeof total === 'number' && total >= 0 && !beyond ? total : null;
}

/** The annotation wraps the cookie in another one and encodes it twice. */
function innerCookie(annotation: string): string | null {
  if (annotation === '') return null;
  const wrapped = new DOMParser().parseFromString(annotation, 'text/xml').documentElement?.getAttribute('pagingcookie');
  return wrapped ? decodeURIComponent(decodeURIComponent(wrapped)) : null;
}
