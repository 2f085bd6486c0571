/** A status is told by a word and a shape beside it, never by its colour alone. */
import type { Column } from '../table-definition';
import { html, type Markup } from './html';
import { icon, type IconName } from './icons';

type Tone = 'good' | 'busy' | 'warning' | 'bad' | 'quiet';

export function isStatus(column: Column | undefined): boolean {
  if (column === undefined || !['Picklist', 'State', 'Status'].includes(column.type)) return false;
  return /(status|state|statecode|statuscode|outcome)$/.test(column.name);
}

export function statusBadge(label: string): Markup {
  const tone = tones[label] ?? 'quiet';
  const shape = label === 'Paused' ? 'pause' : shapes[tone];
  return html`<span class="status ${tone}">${icon(shape)}<span>${label}</span></span>`;
}

const shapes: Readonly<Record<Tone, IconName>> = {
  good: 'success',
  busy: 'progress',
  warning: 'warning',
  bad: 'error',
  quiet: 'none',
};

const tones: Readonly<Record<string, Tone>> = {
  Active: 'good',
  Open: 'good',
  Connected: 'good',
  Completed: 'good',
  Synced: 'good',
  'In sync': 'good',
  Subscribed: 'good',
  Running: 'good',
  'In progress': 'busy',
  Requested: 'busy',
  'Ready to start': 'busy',
  Waiting: 'busy',
  Pending: 'busy',
  New: 'busy',
  'Completed with issues': 'warning',
  'Copied environment': 'warning',
  'Needs approval': 'warning',
  'Needs attention': 'warning',
  'Synced with issues': 'warning',
  Cleaned: 'bad',
  Error: 'bad',
  Failed: 'bad',
  'Key refused': 'bad',
  Unreachable: 'bad',
};
