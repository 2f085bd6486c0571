/** Notices of the app across its top: https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/xrm-app/addglobalnotification */
import type { IconName } from '../pages/icons';
import { element, icon } from './element';
import { words } from './state';

export interface Notification {
  type: number;
  level: number;
  message: string;
  showCloseButton?: boolean;
  action?: { actionLabel?: string; eventHandler?: () => void };
}

const levels: Readonly<Record<number, { tone: string; shape: IconName }>> = {
  1: { tone: 'good', shape: 'success' },
  2: { tone: 'bad', shape: 'error' },
  3: { tone: 'warning', shape: 'warning' },
  4: { tone: 'info', shape: 'info' },
};

let count = 0;
const shown = new Map<string, HTMLElement>();

/** Answers the id to clear it by. */
export function addGlobalNotification(notification: Notification): Promise<string> {
  count += 1;
  const id = `notification-${count}`;
  const { tone, shape } = levels[notification.level] ?? { tone: 'info', shape: 'info' };
  const { action } = notification;
  const bar = element(
    'div',
    { class: `notification ${tone}`, role: tone === 'bad' || tone === 'warning' ? 'alert' : 'status' },
    icon(shape),
    element('span', {}, notification.message),
    action?.actionLabel
      ? element('button', { type: 'button', class: 'link', onclick: () => action.eventHandler?.() }, action.actionLabel)
      : null,
    notification.showCloseButton === true
      ? element(
          'button',
          {
            type: 'button',
            class: 'lone',
            'aria-label': words().close,
            onclick: () => void clearGlobalNotification(id),
          },
          icon('dismiss'),
        )
      : null,
  );
  shown.set(id, bar);
  document.getElementById('notifications')?.append(bar);
  return Promise.resolve(id);
}

export function clearGlobalNotification(id: string): Promise<void> {
  shown.get(id)?.remove();
  shown.delete(id);
  return Promise.resolve();
}
