/** The changes of a run as its files list them: one line per person, side and thing that changed. */
import reasonsInFile from '../texts/en/reasons.json';
import type { RecordId } from '../frame/use-visible-people';
import { parseCsv } from './csv';

export type Side = 'crm' | 'mailchimp';
export type ChangeState = 'done' | 'refused' | 'waits';

export const changeKinds = ['created', 'joined', 'left', 'asked', 'fields', 'address', 'labels', 'optOut'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface ChangeLine {
  /** The file and the place in it, so that lines can be told apart. */
  id: string;
  person: string;
  address: string;
  side: Side;
  /** As the file says it, without what became of it. */
  what: string;
  kind: ChangeKind;
  state: ChangeState;
  from: string;
  to: string;
  /** The code of the reason; null where the page does not know the sentence. */
  reason: string | null;
  reasonSentence: string;
  /** Whose right to read decides whether the name is shown; null where nobody can be asked. */
  record: RecordId | null;
  /** The row of the audience member, as an approval names it. */
  memberId: string | null;
}

export function parseChanges(csv: string, file: string): ChangeLine[] {
  const [titles = [], ...rows] = parseCsv(csv);
  const place = new Map(titles.map((title, index) => [title, index]));
  return rows.map((row, index) => {
    const cell = (title: string): string => row[place.get(title) ?? -1] ?? '';
    return lineOf(cell, `${file} ${index}`);
  });
}

function lineOf(cell: (title: string) => string, id: string): ChangeLine {
  const [what, state] = whatAndState(cell('What'));
  const reasonSentence = cell('Reason');
  const memberId = cell('Member') || null;
  return {
    id,
    person: cell('Person'),
    address: cell('Address'),
    side: cell('Side') === 'Mailchimp' ? 'mailchimp' : 'crm',
    what,
    kind: kindOf(what),
    state,
    from: cell('From'),
    to: cell('To'),
    reason: reasonBySentence.get(reasonSentence) ?? null,
    reasonSentence,
    record: recordOf(cell('Record type'), cell('Record'), memberId),
    memberId,
  };
}

function recordOf(type: string, id: string, memberId: string | null): RecordId | null {
  if (id !== '' && (type === 'contact' || type === 'lead')) return { type, id };
  return memberId === null ? null : { type: 'member', id: memberId };
}

const endings = [
  [' (refused)', 'refused'],
  [' (waits for approval)', 'waits'],
] as const;

function whatAndState(text: string): [string, ChangeState] {
  const ending = endings.find(([words]) => text.endsWith(words));
  return ending === undefined ? [text, 'done'] : [text.slice(0, -ending[0].length), ending[1]];
}

function kindOf(what: string): ChangeKind {
  const found = kindsByBeginning.find(([beginning]) => what.startsWith(beginning));
  return found?.[1] ?? 'fields';
}

/** The first that fits; everything else is the value of a field. */
const kindsByBeginning: readonly [string, ChangeKind][] = [
  ['created ', 'created'],
  ['joined further list', 'labels'],
  ['left further list', 'labels'],
  ['tag ', 'labels'],
  ['interest ', 'labels'],
  ['joined list', 'joined'],
  ['added', 'joined'],
  ['subscribed again', 'joined'],
  ['left list', 'left'],
  ['archived', 'left'],
  ['unsubscribed', 'left'],
  ['asked to confirm', 'asked'],
  ['address', 'address'],
  ['no bulk e-mail', 'optOut'],
];

const reasonBySentence: ReadonlyMap<string, string> = new Map(
  Object.entries(reasonsInFile)
    .filter(([key]) => key.endsWith('.sentence'))
    .map(([key, sentence]) => [sentence, key.replace(/\.sentence$/, '')]),
);
