/** From the client API's page inputs to addresses of the shell. */
import { listLink, recordLink } from '../links';
import { pageState } from './state';
import { plain } from './web-api';

export type PageInput =
  | { pageType: 'entitylist'; entityName: string; viewId?: string }
  | { pageType: 'entityrecord'; entityName: string; entityId?: string }
  | { pageType: 'webresource'; webresourceName: string; data?: string };

export function addressOf(input: PageInput): string {
  const { appId } = pageState();
  switch (input.pageType) {
    case 'entitylist':
      return listLink(appId, input.entityName, {
        viewid: input.viewId === undefined ? undefined : plain(input.viewId),
      });
    case 'entityrecord':
      return recordLink(appId, input.entityName, plain(input.entityId ?? ''));
    case 'webresource': {
      const query = new URLSearchParams({
        appid: appId,
        pagetype: 'webresource',
        webresourceName: input.webresourceName,
        ...(input.data === undefined ? {} : { data: input.data }),
      });
      return `/main.aspx?${query.toString()}`;
    }
  }
}

/** The page alone, for a frame. Records and views keep the shell around them away by `navbar=off`. */
export function frameAddressOf(input: PageInput): string {
  if (input.pageType !== 'webresource') return `${addressOf(input)}&navbar=off`;
  const path = input.webresourceName.split('/').map(encodeURIComponent).join('/');
  const data = input.data === undefined ? '' : `?data=${encodeURIComponent(input.data)}`;
  return `/%7b000000001%7d/WebResources/${path}${data}`;
}
