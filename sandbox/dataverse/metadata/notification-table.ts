import { defineTable } from './define-table';
import type { Table } from './table';

/** In-app notifications: a row is shown to its owner. https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/appnotification */
export function notificationTable(): Table {
  return defineTable({
    name: 'appnotification',
    set: 'appnotifications',
    title: 'title',
    label: 'Notification',
    labels: 'Notifications',
    ownership: 'user',
    objectTypeCode: 10097,
    columns: `
      title text 100
      body memo 500
      data memo 5000
      icontype choice 100000000=Info|100000001=Success|100000002=Failure|100000003=Warning|100000004=Mention|100000005=Custom
      toasttype choice 200000000=Timed|200000001=Hidden
      priority choice 200000000=Normal|200000001=High
      ttlinseconds int`,
  });
}
