/** A moment in the person's own zone and format: the script of the page knows the zone, the service tells UTC. */
import { html, type Markup } from './html';

export function moment(iso: string, formatted: string): Markup {
  return html`<time datetime="${iso}">${formatted}</time>`;
}
