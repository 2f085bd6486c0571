/** Pages of the product, beside the form or in its place. */

import { pageName } from '../page-name';
import { dataOf } from '../pages';
import { t } from '../texts/command-texts';
import type { Xrm } from './xrm';

export async function openPage(xrm: Xrm, data: string): Promise<void> {
  await xrm.Navigation.navigateTo({ pageType: 'webresource', webresourceName: pageName, data });
}

/** One pane for all records: https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-app/xrm-app-sidepanes */
export async function openPane(xrm: Xrm, table: string, id: string): Promise<void> {
  const panes = xrm.App.sidePanes;
  const pane =
    panes.getPane(paneId) ??
    (await panes.createPane({
      paneId,
      title: t('common.mailchimp'),
      imageSrc: 'WebResources/mcs_/icons/mailchimp.svg',
      width: 400,
      canClose: true,
    }));
  await pane.navigate({
    pageType: 'webresource',
    webresourceName: pageName,
    data: dataOf({ page: 'panel', table, id }),
  });
  pane.select?.();
}

const paneId = 'mcs_mailchimp';
