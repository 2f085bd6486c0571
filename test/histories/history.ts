/** What may happen: who there is when an audience and a list are tied, and what people and runs do from then on, one after the other. */

import * as fc from 'fast-check';

const firstNames = ['Ann', 'Bob', 'Cid', 'Dot', 'Eve', 'Fay', 'Gus', 'Hal', 'Ida', 'Jim', 'Kay', 'Lou'];
/** Different for everybody, however many there are. */
export const nameOfPerson = (index: number): string =>
  `${firstNames[index % firstNames.length]}${'i'.repeat(index / firstNames.length)}`;

export interface Beginning {
  /** In Dynamics 365, and whether on the list of each audience. */
  record: boolean;
  onList: [boolean, boolean];
  member: [FirstStatus, FirstStatus];
}
export type FirstStatus =
  'absent' | 'subscribed' | 'unsubscribed' | 'unsubscribed by an administrator' | 'cleaned' | 'archived';

export interface Terms {
  audiences: 1 | 2;
  resubscribe: 'leave-out' | 'ask' | 'subscribe';
  removal: 'archive' | 'unsubscribe' | 'untag';
  /** What the lists hold. */
  type: 'contact' | 'lead';
  direction: 'both' | 'to-mailchimp' | 'to-crm';
  createPeople: boolean;
  optOut: 'never' | 'all' | 'once';
  doubleOptIn: boolean;
  newMembers: 'ask' | 'agreed';
  /** A tag and an interest are tied to further lists; joining these subscribes somebody who is not in the audience, or not. */
  labels: 'none' | 'tied' | 'subscribing';
  /** Limits so low that more than one removal a day waits for approval. */
  guarded: boolean;
  /** What Mailchimp may do or not: archiving wipes its memory of an unsubscribe, and a subscribe then goes through. */
  forgetful: boolean;
  /** Minutes by which Mailchimp's clock is ahead of the one of Dynamics 365. */
  ahead: number;
}

export type Step = { wait: number } & Deed;
export type Deed =
  | { do: 'join' | 'leave'; who: number; where: number; told: boolean }
  | { do: 'sign-up' | 'unsubscribe'; who: number; where: number; by: 'person' | 'admin' }
  | { do: 'complain' | 'bounce' | 'archive' | 'vanish' | 'confirm'; who: number; where: number }
  | { do: 'name'; side: 'crm' | 'mailchimp'; who: number; where: number; part: Part; blank: boolean }
  | { do: 'opt-out' | 'opt-in' | 'delete' | 'deactivate' | 'reactivate' | 'qualify'; who: number }
  | { do: 'merge'; who: number; into: number }
  | { do: 'address'; side: 'crm' | 'mailchimp'; who: number; where: number; of: number | null }
  | { do: 'hint'; who: number; where: number; of: 'audience' | 'list' | 'people'; twice: boolean }
  | { do: 'label'; who: number; where: number; label: Label; on: 'member' | 'row' | 'list'; give: boolean }
  | { do: 'tie'; where: number; list: 'same' | 'other' }
  | { do: 'run'; where: number; mode: 'sync' | 'full'; trust: Trust; cut: Cut | null; look: boolean; undone: boolean };

/** The side that is right wherever the two differ, in one full run. */
export type Trust = 'none' | 'crm' | 'mailchimp';

/** Fields that are kept in step: by column and by merge tag. */
export const parts = {
  first: { column: 'firstname', tag: 'FNAME', name: 'first name' },
  last: { column: 'lastname', tag: 'LNAME', name: 'last name' },
  phone: { column: 'telephone1', tag: 'PHONE', name: 'phone' },
} as const;
export type Part = keyof typeof parts;

/** A tag and an interest. */
export type Label = 'VIP' | 'Events';

/**
 * Stopped after so many slices of one step each, by default once it has planned; or killed at some call, before or after that
 * call had its effect.
 */
export type Cut = { by: 'deadline'; slices?: number } | { by: 'kill'; call: number; done: boolean };

export interface History {
  terms: Terms;
  people: Beginning[];
  /** Steps before the tie is started. */
  before: Step[];
  firstCut: Cut | null;
  steps: Step[];
}

const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 3 }, { arbitrary: fc.constantFrom(...others), weight: 1 });

const status = fc.constantFrom<FirstStatus>(
  'subscribed',
  'absent',
  'subscribed',
  'absent',
  'unsubscribed',
  'unsubscribed by an administrator',
  'cleaned',
  'archived',
);

const beginning: fc.Arbitrary<Beginning> = fc.record({
  record: often(true, false),
  onList: fc.tuple(fc.boolean(), fc.boolean()),
  member: fc.tuple(status, status),
});

const cut: fc.Arbitrary<Cut | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 4 },
  { arbitrary: fc.integer({ min: 1, max: 20 }).map((slices) => ({ by: 'deadline', slices }) as const), weight: 1 },
  {
    arbitrary: fc.record({
      by: fc.constant('kill' as const),
      call: fc.integer({ min: 1, max: 45 }),
      done: fc.boolean(),
    }),
    weight: 2,
  },
);

export interface Offer {
  /** E-mail changes on either side. */
  addresses: boolean;
  merges: boolean;
}

function stepArbitrary(size: number, { addresses, merges }: Offer): fc.Arbitrary<Step> {
  const who = fc.nat({ max: size - 1 });
  const where = often<number>(0, 1);
  const wait = fc.constantFrom(7, 0, 1, 45, 180, 1500);
  const by = fc.constantFrom('person' as const, 'admin' as const);
  const side = fc.constantFrom('crm' as const, 'mailchimp' as const);
  const deeds: { arbitrary: fc.Arbitrary<Deed>; weight: number }[] = [
    { weight: 3, arbitrary: fc.record({ do: fc.constant('join' as const), who, where, told: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), who, where, told: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('sign-up' as const), who, where, by }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('unsubscribe' as const), who, where, by }) },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constantFrom('archive', 'complain', 'bounce', 'vanish', 'confirm'),
        who,
        where,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('name' as const),
        side,
        who,
        where,
        part: fc.constantFrom<Part>('first', 'last', 'phone'),
        blank: often(false, true),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('opt-out', 'opt-in', 'delete', 'deactivate', 'reactivate', 'qualify'),
        who,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('hint' as const),
        who,
        where,
        of: fc.constantFrom('audience', 'list', 'people'),
        twice: fc.boolean(),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('label' as const),
        who,
        where,
        label: fc.constantFrom<Label>('VIP', 'Events'),
        on: fc.constantFrom('member', 'row', 'list'),
        give: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('tie' as const), where, list: fc.constantFrom('same', 'other') }),
    },
    {
      weight: 7,
      arbitrary: fc.record({
        do: fc.constant('run' as const),
        where,
        mode: often<'sync' | 'full'>('sync', 'full'),
        trust: fc.oneof(
          { arbitrary: fc.constant('none' as const), weight: 6 },
          { arbitrary: fc.constantFrom('crm' as const, 'mailchimp' as const), weight: 1 },
        ),
        cut,
        look: often(false, true),
        undone: often(false, false, true),
      }),
    },
  ];
  if (merges) deeds.push({ weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), who, into: who }) });
  if (addresses) {
    deeds.push({
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('address' as const),
        side,
        who,
        where,
        of: often<number | null>(null, 0, 1),
      }),
    });
  }
  return fc.tuple(wait, fc.oneof(...deeds)).map(([minutes, deed]) => ({ wait: minutes, ...deed }));
}

export function histories(offer: Offer): fc.Arbitrary<History> {
  const few = fc.array(beginning, { minLength: 2, maxLength: 12 });
  // More than are written one by one.
  const many = fc.array(beginning, { minLength: 20, maxLength: 40 });
  return fc.oneof({ arbitrary: few, weight: 15 }, { arbitrary: many, weight: 1 }).chain((people) => {
    const step = stepArbitrary(people.length, offer);
    return fc.record({
      terms: fc.record({
        audiences: often<1 | 2>(1, 2),
        resubscribe: often<Terms['resubscribe']>('leave-out', 'ask', 'subscribe'),
        removal: often<Terms['removal']>('archive', 'unsubscribe', 'untag'),
        type: often<Terms['type']>('contact', 'lead'),
        direction: often<Terms['direction']>('both', 'to-mailchimp', 'to-crm'),
        createPeople: often(true, false),
        optOut: fc.constantFrom('all', 'never', 'once'),
        doubleOptIn: often(false, true),
        newMembers: fc.constantFrom('ask', 'agreed'),
        guarded: often(false, true),
        labels: fc.constantFrom<Terms['labels']>('none', 'tied', 'subscribing'),
        forgetful: fc.boolean(),
        ahead: often(0, 0, 60, -60),
      }),
      people: fc.constant(people),
      before: fc.array(step, { maxLength: 3 }),
      firstCut: cut,
      steps: fc.array(step, { minLength: 3, maxLength: 25 }),
    });
  });
}
