/**
 * What somebody is told in the app: rows of the notification table, each shown to its owner. A row's id follows from what it is
 * about, so that one that is written again after a crash meets itself.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/send-in-app-notifications
 */

import { createHash } from 'node:crypto';
import type { DataverseContext } from './context';
import { codes, DataverseRefusal } from './errors';
import type { NewNotification } from './port';
import { ownerBind } from './standard-tables';

const collection = 'appnotifications';

/** https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/appnotification */
const icons = { info: 100_000_000, failure: 100_000_002, warning: 100_000_003 } as const;
const longest = { title: 100, body: 500 };

export async function addNotification({ client }: DataverseContext, notification: NewNotification): Promise<void> {
  const { userId, about, title, body, icon, link, seconds } = notification;
  const data = {
    appnotificationid: idOf(about, userId),
    title: title.slice(0, longest.title),
    body: body.slice(0, longest.body),
    icontype: icons[icon],
    ttlinseconds: seconds,
    data: JSON.stringify({ actions: [{ title: link.title, data: { url: link.url } }] }),
    ...ownerBind({ ownerId: userId, ownerType: 'systemuser' }),
  };
  try {
    await client.call((api) => api.create({ collection, data }), { repeatable: true });
  } catch (error) {
    if (error instanceof DataverseRefusal && error.refusalCode === codes.duplicateId) return;
    throw error;
  }
}

/** A guid of version 8. https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8 */
function idOf(about: string, userId: string): string {
  const hex = createHash('sha256').update(`${about} ${userId}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
