/** Writes moments in the zone of this browser and the format of the person's language, as the platform does. */
import { words } from './state';

export function showTimes(root: ParentNode): void {
  const german = words().locale === 'de-DE';
  const format = new Intl.DateTimeFormat(german ? 'de-DE' : 'en-US', {
    year: 'numeric',
    month: german ? '2-digit' : 'numeric',
    day: german ? '2-digit' : 'numeric',
    hour: german ? '2-digit' : 'numeric',
    minute: '2-digit',
  });
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    // The platform writes the two without the comma of the language's own rules.
    const text = format.format(at).replace(', ', ' ');
    time.textContent = text;
    const cell = time.closest('td');
    if (cell) cell.title = text;
  }
}
