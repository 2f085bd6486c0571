/**
 * Opens another page in the app. The client API is not promised to pages of the site map, so it is used where it is
 * present and a link does it otherwise.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-navigation/navigateto
 */
import type { MouseEvent } from 'react';
import { dataOf, type Place } from '../pages';
import { pageName } from '../page-name';
import type { RecordLinks } from '../record-links';

interface ClientApi {
  Navigation?: {
    navigateTo?: (page: { pageType: 'webresource'; webresourceName: string; data: string }) => Promise<unknown>;
  };
}

declare global {
  interface Window {
    Xrm?: ClientApi;
  }
}

/** To be called when a link to the place is clicked. */
export function openPlace(event: MouseEvent, to: Place): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const navigation = clientApi()?.Navigation;
  if (navigation?.navigateTo === undefined) return;
  event.preventDefault();
  void navigation.navigateTo({ pageType: 'webresource', webresourceName: pageName, data: dataOf(to) });
}

/** For a button that leads to another page. */
export function goTo(to: Place, links: RecordLinks): void {
  const navigation = clientApi()?.Navigation;
  if (navigation?.navigateTo !== undefined) {
    void navigation.navigateTo({ pageType: 'webresource', webresourceName: pageName, data: dataOf(to) });
  } else {
    window.open(links.page(to), '_top');
  }
}

function clientApi(): ClientApi | undefined {
  try {
    return window.parent === window ? undefined : window.parent.Xrm;
  } catch {
    return undefined; // a frame of another origin around the page
  }
}
