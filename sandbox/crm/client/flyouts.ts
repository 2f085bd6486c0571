/** Flyouts of the frame: placed under the button that opens them, and closed by Escape or a click elsewhere, as popovers are. */
import { placeBelow } from './ribbon-bar';

export function setUpFlyouts(): void {
  document.addEventListener(
    'toggle',
    (event) => {
      const flyout = event.target;
      if (!(flyout instanceof HTMLElement) || !flyout.matches('.flyout[data-below]')) return;
      const button = document.querySelector(`[popovertarget="${flyout.id}"]`);
      if (button instanceof HTMLElement) {
        button.setAttribute('aria-expanded', String(flyout.matches(':popover-open')));
        if (flyout.matches(':popover-open')) placeBelow(button, flyout);
      }
    },
    true,
  );
  document.addEventListener('click', (event) => {
    const toggle = event.target instanceof Element ? event.target.closest('.hamburger') : null;
    if (toggle === null) return;
    const narrow = document.body.classList.toggle('nav-toggled');
    toggle.setAttribute('aria-expanded', String(!narrow));
  });
}
