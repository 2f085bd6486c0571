/**
 * What the buttons Sync Now and Mailchimp do, by the names that the ribbon calls:
 * the global `AudienceSync` of the web resource mcs_/commands.js.
 */

interface FormControl {
  data: { entity: { getId(): string; getEntityName(): string } };
}

interface GridControl {
  refresh(): void;
}

/** The command bar asks before it shows Sync Now on the form of an audience. */
export function canSyncAudience(form: FormControl): boolean {
  return form.data.entity.getId() !== '';
}

export function canSyncAudiences(ids: string[]): boolean {
  return ids.length > 0;
}

export function canSyncList(form: FormControl): boolean {
  return form.data.entity.getId() !== '';
}

export function canSyncLists(ids: string[]): boolean {
  return ids.length > 0;
}

export function syncAudience(form: FormControl): void {
  openPage(`page=audiences&audience=${bare(form.data.entity.getId())}&manage=1`);
}

export function syncAudiences(_ids: string[], grid: GridControl): void {
  openPage('');
  grid.refresh();
}

export function syncList(form: FormControl): void {
  openPage(`page=audiences&list=${bare(form.data.entity.getId())}`);
}

export function syncLists(_ids: string[], grid: GridControl): void {
  openPage('');
  grid.refresh();
}

export function openPanel(form: FormControl): void {
  openPage(`page=panel&table=${form.data.entity.getEntityName()}&id=${bare(form.data.entity.getId())}`);
}

export function openPanelFor(ids: string[], table: string): void {
  const [id] = ids;
  if (id !== undefined) openPage(`page=panel&table=${table}&id=${bare(id)}`);
}

declare const Xrm: {
  Navigation: { navigateTo(page: { pageType: 'webresource'; webresourceName: string; data: string }): Promise<void> };
};

function openPage(data: string): void {
  void Xrm.Navigation.navigateTo({ pageType: 'webresource', webresourceName: 'mcs_/sync/index.html', data });
}

function bare(id: string): string {
  return id.replace(/[{}]/g, '').toLowerCase();
}
