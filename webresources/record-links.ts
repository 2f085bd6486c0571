/**
 * Addresses of records in the model-driven app. Client API objects are not promised to pages of the site map, so plain
 * links are used. https://learn.microsoft.com/power-apps/developer/model-driven-apps/open-forms-views-dialogs-reports-url
 */

import { pageName } from './page-name';
import { dataOf, type Place } from './pages';

export interface RecordLinks {
  record(table: string, id: string): string;
  newRecord(table: string): string;
  view(table: string): string;
  /** A page of this web resource, in the app where it runs in one. */
  page(place: Place): string;
}

/** `standalone` is the address of the page itself where no app is around it. */
export function createRecordLinks(clientUrl: string, appId: string | null, standalone: string | null): RecordLinks {
  const app = appId === null ? '' : `appid=${encodeURIComponent(appId)}&`;
  const main = `${clientUrl}/main.aspx?${app}`;
  return {
    record: (table, id) => `${main}pagetype=entityrecord&etn=${table}&id=${encodeURIComponent(id)}`,
    newRecord: (table) => `${main}pagetype=entityrecord&etn=${table}`,
    view: (table) => `${main}pagetype=entitylist&etn=${table}`,
    page: (place) =>
      standalone === null
        ? `${main}pagetype=webresource&webresourceName=${encodeURIComponent(pageName)}&data=${encodeURIComponent(dataOf(place))}`
        : withData(standalone, dataOf(place)),
  };
}

function withData(address: string, data: string): string {
  const url = new URL(address);
  url.searchParams.set('data', data);
  return url.href;
}

/** The app that shows the page, read from the address of the frame around it. */
export function currentAppId(page: Window): string | null {
  const own = new URLSearchParams(page.location.search).get('appid');
  if (own !== null) return own;
  try {
    return page.parent === page ? null : new URLSearchParams(page.parent.location.search).get('appid');
  } catch {
    return null; // a frame of another origin around the page
  }
}
