/**
 * A command bar: shows the commands whose rules hold, asks them again when the selection or the record changes, and puts
 * what does not fit behind the three dots. A command stays as it was until its rules have answered, so nothing flashes.
 */
import type { IconName } from '../pages/icons';
import type { Command } from '../ribbon/command';
import { errorDialog } from './dialogs';
import { element, icon } from './element';
import { functionOf } from './libraries';
import { holds, valueOf, type RibbonContext } from './ribbon-context';
import { standardCommand, type Surroundings } from './standard-commands';
import { words } from './state';

export interface RibbonBar {
  refresh(): Promise<void>;
}

let count = 0;

export function createRibbonBar(
  bar: HTMLElement,
  commands: readonly Command[],
  context: RibbonContext,
  around: Surroundings,
): RibbonBar {
  count += 1;
  const menuId = `more-${count}`;
  const buttons = commands.map((command) => ({ command, button: buttonOf(command, context, around) }));
  const menu = element('div', {
    popover: true,
    id: menuId,
    class: 'flyout more',
    role: 'group',
    'aria-label': words().moreCommands,
  });
  const more = element(
    'button',
    {
      type: 'button',
      class: 'command lone overflow',
      popovertarget: menuId,
      'aria-label': words().moreCommands,
      hidden: true,
    },
    icon('more'),
  );
  menu.addEventListener('click', () => menu.hidePopover());
  menu.addEventListener('toggle', () => placeBelow(more, menu));
  for (const { button } of buttons) {
    button.hidden = true;
    bar.append(button);
  }
  bar.append(more, menu);
  bar.addEventListener('keydown', (event) => moveAlong(bar, event));

  const fit = (): void => {
    for (const { button } of buttons) bar.insertBefore(button, more);
    const shown = buttons.filter(({ button }) => !button.hidden).map(({ button }) => button);
    more.hidden = true;
    if (bar.scrollWidth <= bar.clientWidth) return;
    more.hidden = false;
    while (bar.scrollWidth > bar.clientWidth && shown.length > 0) menu.prepend(shown.pop() ?? '');
  };
  new ResizeObserver(() => fit()).observe(bar);

  let asked = 0;
  const refresh = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    const answers = await Promise.all(
      buttons.map(async ({ command, button }) => ({
        button,
        shown: (await Promise.all(command.rules.map((rule) => holds(rule, context)))).every(Boolean),
      })),
    );
    if (mine !== asked) return;
    for (const { button, shown } of answers) button.hidden = !shown;
    fit();
    bar.dataset['ready'] = String(mine);
  };
  return { refresh };
}

function buttonOf(command: Command, context: RibbonContext, around: Surroundings): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', class: 'command', title: command.tooltip, 'data-command': command.id },
    pictureOf(command),
    element('span', { class: 'text' }, command.label),
  );
  button.addEventListener('click', () => {
    void run(command, context, around);
  });
  return button;
}

async function run(command: Command, context: RibbonContext, around: Surroundings): Promise<void> {
  try {
    const own = standardCommand(command.command);
    if (own !== null) await own(context, around);
    for (const call of command.calls) {
      const act = await functionOf(call.library, call.function);
      await act(...call.parameters.map((parameter) => valueOf(parameter, context)));
    }
  } catch (error) {
    console.error(`The command ${command.id} failed.`, error);
    await errorDialog(error);
  }
}

function pictureOf({ icon: wanted }: Command): Node {
  if (wanted === null) return icon('record');
  if (wanted.kind === 'resource') {
    const source = `/WebResources/${wanted.name.split('/').map(encodeURIComponent).join('/')}`;
    return element('img', { src: source, alt: '', width: 20, height: 20, class: 'picture' });
  }
  return icon(own[wanted.name] ?? 'record');
}

/** The platform's own pictures by the name in ModernImage. */
const own: Readonly<Record<string, IconName>> = {
  New: 'add',
  Edit: 'edit',
  Remove: 'remove',
  Refresh: 'refresh',
  Save: 'save',
  SaveAndClose: 'saveAndClose',
};

function moveAlong(bar: HTMLElement, event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const all = [...bar.querySelectorAll<HTMLElement>(':scope > a, :scope > button:not([hidden])')];
  const at = all.findIndex((one) => one === document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  all[(at + step + all.length) % all.length]?.focus();
}

/** A popover is placed by the window; this one belongs under its button. */
export function placeBelow(button: HTMLElement, flyout: HTMLElement): void {
  const place = button.getBoundingClientRect();
  flyout.style.top = `${place.bottom + 2}px`;
  flyout.style.left = `${Math.max(8, Math.min(place.left, window.innerWidth - flyout.offsetWidth - 8))}px`;
}
