/**
 * The bell: what the app has to tell the person, from the table of notifications, looked up each minute.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/send-in-app-notifications
 */
import type { IconName } from '../pages/icons';
import { element, icon } from './element';
import { go } from './navigate';
import { words } from './state';
import { showTimes } from './times';
import { call, rowsOf, ServiceError } from './web-api';

interface Notice {
  id: string;
  title: string;
  body: string;
  shape: IconName;
  tone: string;
  at: string;
  actions: { title: string; address: string }[];
}

const everyMinute = 60_000;
const icons: Readonly<Record<number, [IconName, string]>> = {
  100000000: ['info', 'info'],
  100000001: ['success', 'good'],
  100000002: ['error', 'bad'],
  100000003: ['warning', 'warning'],
};

export function setUpBell(): void {
  const button = document.getElementById('bell');
  const list = document.getElementById('notices');
  // Without the table, or without the right to read it, there is nothing to look up.
  if (!button || !list || button.dataset['notices'] === undefined) return;
  const look = async (): Promise<void> => {
    const notices = await readNotices();
    const label = notices.length === 0 ? words().notifications : words().notificationsNew(notices.length);
    button.setAttribute('aria-label', label);
    button.classList.toggle('badged', notices.length > 0);
    button.dataset['count'] = notices.length > 9 ? '9+' : String(notices.length);
    list.replaceChildren(
      ...(notices.length === 0
        ? [element('p', {}, words().noNotifications)]
        : notices.map((notice) => noticeOf(notice, look))),
    );
    showTimes(list);
  };
  document.getElementById('notices-flyout')?.addEventListener('toggle', () => void look());
  const again = (): void => {
    void look().finally(() => setTimeout(again, everyMinute));
  };
  again();
}

async function readNotices(): Promise<Notice[]> {
  try {
    const me = await call('GET', 'WhoAmI');
    const page = await call(
      'GET',
      `appnotifications?$filter=_ownerid_value eq ${String(me?.['UserId'])}&$orderby=createdon desc&$top=20`,
    );
    return rowsOf(page).map(noticeFrom);
  } catch (error) {
    // An environment without the table has nothing to tell.
    if (error instanceof ServiceError) return [];
    throw error;
  }
}

function noticeFrom(row: Record<string, unknown>): Notice {
  const [shape, tone] = icons[Number(row['icontype'])] ?? ['info', 'info'];
  const text = (name: string): string => (typeof row[name] === 'string' ? row[name] : '');
  return {
    id: text('appnotificationid'),
    title: text('title'),
    body: text('body'),
    shape,
    tone,
    at: text('createdon'),
    actions: actionsOf(text('data')),
  };
}

/** {"actions":[{"title":"Open","data":{"url":"?pagetype=entityrecord&..."}}]} */
function actionsOf(data: string): Notice['actions'] {
  if (data === '') return [];
  try {
    const read: { actions?: { title?: string; data?: { url?: string } }[] } = JSON.parse(data);
    return (read.actions ?? []).flatMap(({ title, data }) =>
      title && data?.url ? [{ title, address: new URL(data.url, `${location.origin}/main.aspx`).href }] : [],
    );
  } catch {
    return [];
  }
}

function noticeOf(notice: Notice, changed: () => Promise<void>): HTMLElement {
  const dismiss = element('button', { type: 'button', class: 'lone', 'aria-label': words().dismiss }, icon('dismiss'));
  dismiss.addEventListener('click', () => void call('DELETE', `appnotifications(${notice.id})`).then(changed));
  return element(
    'article',
    { class: `notice-card ${notice.tone}` },
    icon(notice.shape),
    element(
      'div',
      {},
      element('h3', {}, notice.title),
      element('p', {}, notice.body),
      ...notice.actions.map(({ title, address }) =>
        element('button', { type: 'button', class: 'link', onclick: () => void openFrom(address) }, title),
      ),
      element('small', {}, element('time', { datetime: notice.at }, notice.at)),
    ),
    dismiss,
  );
}

async function openFrom(address: string): Promise<void> {
  document.getElementById('notices-flyout')?.hidePopover();
  await go(address);
}
