/**
 * What the buttons Sync Now, Mailchimp and Open the run do, by the names that the ribbon calls:
 * the global `AudienceSync` of the web resource mcs_/commands.js.
 */

import { dataOf, runPlace } from '../pages';
import { choices } from '../schema.generated';
import { t } from '../texts/command-texts';
import { chooseLanguage } from '../texts/language';
import { openPage, openPane } from './open-page';
import { syncListsNow, syncNow } from './sync-now';
import { refusalOf } from './ties';
import type { FormControl, GridControl, Xrm as ClientApi } from './xrm';

declare const Xrm: ClientApi;

/** A sync that works or waits already needs no second request. What the form does not show does not forbid. */
export function canSyncAudience(form: FormControl): boolean {
  const status = valueOf(form, 'mcs_syncstatus');
  return idOf(form) !== '' && !busy.includes(status);
}

export function canSyncAudiences(ids: readonly string[]): boolean {
  return ids.length > 0;
}

/** Only static lists of contacts or leads can be tied. */
export function canSyncList(form: FormControl): boolean {
  return idOf(form) !== '' && refusalOf('', valueOf(form, 'type'), valueOf(form, 'createdfromcode')) === null;
}

export function canSyncLists(ids: readonly string[]): boolean {
  return ids.length > 0;
}

export function syncAudience(form: FormControl): Promise<void> {
  return told(async () => {
    if (await syncNow(Xrm, [idOf(form)])) await form.data.refresh(false);
  });
}

export function syncAudiences(ids: readonly string[], grid: GridControl): Promise<void> {
  return told(async () => {
    if (await syncNow(Xrm, ids.map(bare))) grid.refresh();
  });
}

export function syncList(form: FormControl): Promise<void> {
  return told(async () => {
    if (await syncListsNow(Xrm, [idOf(form)])) await form.data.refresh(false);
  });
}

export function syncLists(ids: readonly string[], grid: GridControl): Promise<void> {
  return told(async () => {
    if (await syncListsNow(Xrm, ids.map(bare))) grid.refresh();
  });
}

export function openPanel(form: FormControl): Promise<void> {
  return told(() => openPane(Xrm, form.data.entity.getEntityName(), idOf(form)));
}

export function openPanelFor(ids: readonly string[], table: string): Promise<void> {
  const [id] = ids;
  return id === undefined ? Promise.resolve() : told(() => openPane(Xrm, table, bare(id)));
}

export function openRun(form: FormControl): Promise<void> {
  return told(() => openPage(Xrm, dataOf(runPlace(idOf(form)))));
}

export function openSelectedRun(ids: readonly string[]): Promise<void> {
  const [id] = ids;
  return id === undefined ? Promise.resolve() : told(() => openPage(Xrm, dataOf(runPlace(bare(id)))));
}

/** A command that fails says so; the platform would only write to the console. */
async function told(act: () => Promise<void>): Promise<void> {
  chooseLanguage(Xrm.Utility.getGlobalContext().userSettings.languageId);
  try {
    await act();
  } catch (error) {
    await Xrm.Navigation.openAlertDialog({
      title: t('commands.notStartedTitle'),
      text: t('commands.failed', { message: messageOf(error) }),
      confirmButtonLabel: t('common.ok'),
    });
  }
}

const busy: readonly unknown[] = [choices.mcs_syncstatus.requested, choices.mcs_syncstatus['in-progress']];

const idOf = (form: FormControl): string => bare(form.data.entity.getId());
const bare = (id: string): string => id.replaceAll(/[{}]/g, '').toLowerCase();
const valueOf = (form: FormControl, column: string): unknown => form.getAttribute(column)?.getValue();

function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string') {
    return error.message;
  }
  return String(error);
}
