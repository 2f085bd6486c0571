/** Dialogs of the platform: a sentence to confirm, an error, and a page in a dialog. Escape closes each; focus comes back. */
import { element, icon } from './element';
import { words } from './state';

export interface Texts {
  title?: string;
  subtitle?: string;
  text: string;
  confirmButtonLabel?: string;
  cancelButtonLabel?: string;
}

export async function alertDialog(texts: Texts): Promise<void> {
  await ask(texts, [{ label: texts.confirmButtonLabel ?? words().ok, value: 'ok', primary: true }]);
}

export async function confirmDialog(texts: Texts): Promise<{ confirmed: boolean }> {
  const answer = await ask(texts, [
    { label: texts.confirmButtonLabel ?? words().ok, value: 'ok', primary: true },
    { label: texts.cancelButtonLabel ?? words().cancel, value: 'cancel', primary: false },
  ]);
  return { confirmed: answer === 'ok' };
}

export async function errorDialog(error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : messageOf(error);
  await ask({ title: words().failed, text: message }, [{ label: words().ok, value: 'ok', primary: true }]);
}

export interface Frame {
  source: string;
  title: string;
  /** Percent of the window or pixels. */
  width: string;
  height: string;
  side: boolean;
}

/** Shows a page until it is closed. */
export function frameDialog({ source, title, width, height, side }: Frame): Promise<void> {
  return new Promise((resolve) => {
    const close = element('button', { type: 'button', class: 'lone', 'aria-label': words().close }, icon('dismiss'));
    const dialog = element(
      'dialog',
      { class: side ? 'dialog framed side' : 'dialog framed', 'aria-label': title },
      element('div', { class: 'dialog-head' }, element('h2', {}, title), close),
      element('iframe', { src: source, title }),
    );
    dialog.style.width = width;
    dialog.style.height = height;
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

interface Answer {
  label: string;
  value: string;
  primary: boolean;
}

let count = 0;

function ask(texts: Texts, answers: Answer[]): Promise<string> {
  return new Promise((resolve) => {
    count += 1;
    const [title, text] = [`dialog-title-${count}`, `dialog-text-${count}`];
    const dialog = element(
      'dialog',
      { class: 'dialog', 'aria-labelledby': texts.title ? title : text, 'aria-describedby': text },
      texts.title ? element('h2', { id: title }, texts.title) : null,
      texts.subtitle ? element('p', { class: 'subtitle' }, texts.subtitle) : null,
      element('p', { id: text }, texts.text),
      element(
        'form',
        { method: 'dialog' },
        ...answers.map(({ label, value, primary }) =>
          element('button', { class: primary ? 'button primary' : 'button', value, autofocus: primary }, label),
        ),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue || 'cancel');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
