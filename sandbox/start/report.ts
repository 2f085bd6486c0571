/** What a first sync did, as a table for people and as one JSON document for programs. */
import type { PersonResult } from './people';
import type { EndedRun } from './sync-runs';

export interface FirstSync {
  people: PersonResult[];
  /** The first run and the one right after it. */
  runs: EndedRun[];
}

/** Above so many people only the counts and the first of them are told. */
const TOLD_ONE_BY_ONE = 20;

export function asText({ people, runs }: FirstSync): string {
  const shown = people.slice(0, TOLD_ONE_BY_ONE);
  const table = drawTable([
    ['Who', 'Mailchimp before', 'CRM before', 'Outcome', 'Reason'],
    ...shown.map(({ name, told, reason }) => [name, told.mailchimpBefore, told.crmBefore, told.outcome, reason]),
  ]);
  const counts =
    people.length > shown.length
      ? [`${people.length} people; the first ${shown.length}:`, '', table, '', tellCounts(people)]
      : [table];
  return [...counts, '', ...runs.map((run, index) => tellRun(index === 0 ? 'First run' : 'Second run', run)), ''].join(
    '\n',
  );
}

export function asJson({ people, runs }: FirstSync): string {
  return JSON.stringify({
    people: people.map(({ told: _told, ...person }) => person),
    runs: runs.map(({ label, counts }) => ({
      status: label,
      mailchimp: callsOf(counts?.mailchimp),
      dataverse: callsOf(counts?.dataverse),
    })),
  });
}

interface Calls {
  requests: number;
  writes: number;
}

function callsOf(calls: Calls | undefined): Calls | null {
  return calls ? { requests: calls.requests, writes: calls.writes } : null;
}

function tellRun(name: string, { label, sentence, counts }: EndedRun): string {
  const calls = (service: string, made: Calls | undefined) =>
    made ? `${service} ${made.requests} requests, ${made.writes} writes` : `${service} not counted`;
  const told = `${name}: ${label}. ${calls('Mailchimp', counts?.mailchimp)}; ${calls('Dynamics 365', counts?.dataverse)}.`;
  return sentence === '' ? told : `${told} ${sentence}`;
}

function tellCounts(people: readonly PersonResult[]): string {
  const counts = new Map<string, number>();
  for (const { told, reason } of people) {
    const key = `${told.outcome}\u0000${reason}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].sort(([, one], [, other]) => other - one);
  return drawTable([
    ['People', 'Outcome', 'Reason'],
    ...rows.map(([key, count]) => [String(count), ...key.split('\u0000')]),
  ]);
}

function drawTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd();
  const [header = [], ...body] = rows;
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}

const letters = new Intl.Segmenter();

function widthOf(text: string): number {
  return Array.from(letters.segment(text)).length;
}
