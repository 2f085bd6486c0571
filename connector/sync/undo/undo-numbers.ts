/** What an undo puts back, what it cannot, and why: as numbers, and as the sentence that people read before and after. */

export interface PutBack {
  /** Places on the list, taken or given. */
  list: number;
  /** Members who are subscribed again, archived or unsubscribed. */
  members: number;
  /** Names and other mapped fields, on either side. */
  fields: number;
  /** Tags of a person, on either side. */
  tags: number;
  interests: number;
  /** Places on further lists. */
  further: number;
  /** Addresses, on either side. */
  addresses: number;
  /** Flags "no bulk e-mail". */
  flags: number;
}

export interface UndoNumbers {
  /** People of whom something is put back. */
  people: number;
  back: PutBack;
  /** Changed since by somebody else, or gone: left alone. */
  moved: number;
  /** A no or an opt-out stands against subscribing again. */
  law: number;
  /** Records that the run created: they leave the list and stay. */
  created: number;
  /** Confirmation mails that Mailchimp has sent. */
  mails: number;
  /** There is no way back. */
  impossible: number;
}

export function nothingUndone(): UndoNumbers {
  const back = { list: 0, members: 0, fields: 0, tags: 0, interests: 0, further: 0, addresses: 0, flags: 0 };
  return { people: 0, back, moved: 0, law: 0, created: 0, mails: 0, impossible: 0 };
}

export function addNumbers(one: UndoNumbers, other: UndoNumbers): UndoNumbers {
  const sum = nothingUndone();
  for (const kind of kindsBack) sum.back[kind] = one.back[kind] + other.back[kind];
  for (const kind of counted) sum[kind] = one[kind] + other[kind];
  return sum;
}

const counted = ['people', 'moved', 'law', 'created', 'mails', 'impossible'] as const;

const words = {
  list: ['place on the list', 'places on the list'],
  members: ['subscription', 'subscriptions'],
  fields: ['field', 'fields'],
  tags: ['tag', 'tags'],
  interests: ['interest', 'interests'],
  further: ['place on a further list', 'places on further lists'],
  addresses: ['address', 'addresses'],
  flags: ['flag "no bulk e-mail"', 'flags "no bulk e-mail"'],
} as const satisfies Record<keyof PutBack, readonly [string, string]>;

const kindsBack: readonly (keyof PutBack)[] = [
  'list',
  'members',
  'fields',
  'tags',
  'interests',
  'further',
  'addresses',
  'flags',
];

/** "9 people were put back as before: 4 places on the list, 2 tags. 3 things have changed since and are left alone." */
export function undoSentence(numbers: UndoNumbers, preview: boolean): string {
  const { people, back, moved, law, created, mails, impossible } = numbers;
  const parts = kindsBack.flatMap((kind) => (back[kind] > 0 ? [counting(back[kind], words[kind])] : []));
  const what = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  const told = (n: number, ...forms: [string, string]) => (n === 0 ? '' : counting(n, forms));
  return [
    preview
      ? `${counting(people, ['person', 'people'])} would be put back as before${what}. Nothing has been changed.`
      : `${counting(people, ['person was', 'people were'])} put back as before${what}.`,
    told(moved, 'thing has changed since and is left alone.', 'things have changed since and are left alone.'),
    told(
      law,
      'person said no or is left out and is not subscribed again.',
      'people said no or are left out and are not subscribed again.',
    ),
    told(created, 'created record stays, off the list.', 'created records stay, off the list.'),
    told(mails, 'confirmation mail cannot be taken back.', 'confirmation mails cannot be taken back.'),
    told(impossible, 'change has no way back.', 'changes have no way back.'),
    'Mails that were sent meanwhile stay sent.',
    preview ? 'The audience would be paused.' : 'The audience is paused; resume it in Manage.',
  ]
    .filter(Boolean)
    .join(' ');
}

const counting = (n: number, [one, many]: readonly [string, string]): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
