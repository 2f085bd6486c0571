/**
 * The client API as far as pages and commands of a solution use it; a page in a frame reaches it as parent.Xrm.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference
 */
import { addressOf, frameAddressOf, type PageInput } from './addresses';
import { alertDialog, confirmDialog, errorDialog, frameDialog, type Texts } from './dialogs';
import { element } from './element';
import { go } from './navigate';
import { addGlobalNotification, clearGlobalNotification } from './notifications';
import { sidePanes } from './side-panes';
import { words } from './state';
import { webApi } from './web-api';

interface Size {
  value: number;
  unit: '%' | 'px';
}

interface NavigationOptions {
  target?: number;
  position?: number;
  width?: number | Size;
  height?: number | Size;
  title?: string;
}

const sizeOf = (size: number | Size | undefined, usual: string): string =>
  size === undefined
    ? usual
    : typeof size === 'number'
      ? `${size}px`
      : `${size.value}${size.unit === '%' ? 'vw' : 'px'}`;

let progress: HTMLElement | null = null;

export const xrm = {
  Navigation: {
    /** Target 1 leaves the page, 2 opens a dialog over it and waits for its end. */
    async navigateTo(input: PageInput, options: NavigationOptions = {}): Promise<void> {
      if (options.target !== 2) return go(addressOf(input));
      const side = options.position === 2;
      await frameDialog({
        source: frameAddressOf(input),
        title: options.title ?? '',
        width: sizeOf(options.width, side ? '420px' : '60vw'),
        height: side ? '100vh' : sizeOf(options.height, '80vh'),
        side,
      });
    },
    async openForm(options: { entityName: string; entityId?: string; openInNewWindow?: boolean }): Promise<void> {
      const address = addressOf({ pageType: 'entityrecord', ...options });
      if (options.openInNewWindow === true) window.open(address, '_blank', 'noopener');
      else await go(address);
    },
    openUrl(address: string): void {
      window.open(address, '_blank', 'noopener');
    },
    openWebResource(name: string, _options?: unknown, data?: string): void {
      const input: PageInput = {
        pageType: 'webresource',
        webresourceName: name,
        ...(data === undefined ? {} : { data }),
      };
      window.open(addressOf(input), '_blank', 'noopener');
    },
    openAlertDialog: (texts: Texts) => alertDialog(texts),
    openConfirmDialog: (texts: Texts) => confirmDialog(texts),
    openErrorDialog: (options: { message?: string }) => errorDialog(new Error(options.message ?? '')),
  },
  App: { sidePanes, addGlobalNotification, clearGlobalNotification },
  WebApi: { ...webApi, online: webApi },
  Utility: {
    getGlobalContext: (): unknown => globalContext(),
    showProgressIndicator(message: string): void {
      xrm.Utility.closeProgressIndicator();
      progress = element(
        'div',
        { class: 'progress-cover', role: 'alert', 'aria-busy': true },
        element('div', { class: 'spinner' }),
        element('p', {}, message || words().loading),
      );
      document.body.append(progress);
    },
    closeProgressIndicator(): void {
      progress?.remove();
      progress = null;
    },
  },
};

/** ClientGlobalContext.js.aspx stands in the head of the shell as in every page. */
function globalContext(): unknown {
  const get: unknown = Reflect.get(window, 'GetGlobalContext');
  return typeof get === 'function' ? Reflect.apply(get, undefined, []) : null;
}
