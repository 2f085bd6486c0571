/** The addresses of a model-driven app: https://learn.microsoft.com/power-apps/developer/model-driven-apps/open-forms-views-dialogs-reports-url */
export function recordLink(appId: string, table: string, id: string, tab?: string): string {
  return link(appId, { pagetype: 'entityrecord', etn: table, id, tab });
}

export function listLink(appId: string, table: string, more: Record<string, string | undefined> = {}): string {
  return link(appId, { pagetype: 'entitylist', etn: table, ...more });
}

export function pageLink(appId: string, webResource: string): string {
  return link(appId, { pagetype: 'webresource', webresourceName: webResource });
}

function link(appId: string, parameters: Record<string, string | undefined>): string {
  const query = new URLSearchParams({ appid: appId });
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') query.set(name, value);
  return `/main.aspx?${query.toString()}`;
}
