/** What people did in a history, as far as it matters for what must hold afterwards. It knows nothing of how syncing works. */

import { nameOfPerson, type Beginning, type Label, type Part, type Terms } from './history';

/** Something that a person, or the mail system, said against being mailed at an address in one audience. */
export interface No {
  kind: 'unsubscribed' | 'complained' | 'bounced' | 'unconfirmed';
  /** A run that read everything has finished since. */
  seen: boolean;
  /** Somebody put the person on the list after it. */
  joinedAfter: boolean;
  /** Mailchimp was told to ask the person after it. */
  asked: boolean;
  /** The re-subscribe rule was applied to it. */
  answered: boolean;
}

export interface Wish {
  to: 'in' | 'out';
  /** Number of the deed. */
  deed: number;
  /** The person said no, which no setting keeps from the list. */
  no: boolean;
}

/** One person in one audience. */
export interface Standing {
  /** By address. */
  nos: Map<string, No>;
  /** Where the person must be at the end; null where both sides moved at once, so that dates decide. */
  wish: Wish | null;
  lastDeed: number;
  /** Of a deletion in Mailchimp no change tells. */
  onlyFullRunsSee: boolean;
  /** Mailchimp was told to ask the person since somebody last put them on the list. */
  asked: number;
  /** An administrator of Mailchimp took the person out at some time. */
  takenOut: boolean;
  /** Something happened that the direction does not carry over: it counts again with whatever comes later. */
  open: boolean;
  /** Taken off a list of the audience at some time. */
  left: boolean;
  /** Somebody gave it to the person at some time. */
  given: Set<Label>;
}

export interface FieldEdit {
  /** Dynamics 365, or the audience with this number. */
  side: 'crm' | 0 | 1;
  value: string;
  deed: number;
  /** The other side had nobody who could have had another value. */
  alone: boolean;
}

export interface Person {
  index: number;
  name: string;
  /** All that this person ever had, the newest first. */
  addresses: string[];
  /** Null: nobody in Dynamics 365 has written the person down, as far as people know. */
  recordId: string | null;
  /** Number of the deed by which people wrote the person down. */
  writtenDown: number;
  /** Merged into another record, or given up: no further deeds. */
  gone: boolean;
  /** Or qualified: then both sides stay as they are. */
  inactive: boolean;
  optedOut: boolean;
  /** The flag that a run set may stay: an undo set it again, or the person signed up while the record was not active. */
  staysMarked: boolean;
  /** Deeds after which only the law can be told from here: merges, shared addresses, deletions. */
  confused: boolean;
  /** A run trusted one side alone: names that were edited on the other one are overwritten. */
  overruled: boolean;
  standings: [Standing, Standing];
  edits: Record<Part, FieldEdit[]>;
}

interface Settled {
  byAny: number;
  byFull: number;
}

export class Model {
  readonly people: Person[];
  /** Ids of contacts or leads that people made, and did not delete. */
  readonly records = new Set<string>();
  deed = 0;
  /** Runs have begun to look. */
  started = false;
  /** A run was killed and has not been ended yet: what it has done already looks like deeds of people. */
  readonly killed: [boolean, boolean] = [false, false];
  /** Whoever is on the list of each audience was seen there by a run that read everything. */
  readonly listSeen: [boolean, boolean] = [false, false];
  /** Tied anew, and not started yet: what comes first is decided by dates alone. */
  readonly tiedAnew: [boolean, boolean] = [false, false];
  /** The run of each audience that is under way, or was the last. */
  readonly under: readonly [{ oneSided: boolean }, { oneSided: boolean }] = [{ oneSided: false }, { oneSided: false }];
  /** Of each audience: deeds up to this one were seen by a run that finished, and by one that read everything. */
  readonly settled: readonly [Settled, Settled] = [
    { byAny: -1, byFull: -1 },
    { byAny: -1, byFull: -1 },
  ];

  constructor(
    readonly terms: Terms,
    beginnings: readonly Beginning[],
    readonly domain: string,
  ) {
    this.people = beginnings.map((_, index) => {
      const name = nameOfPerson(index);
      return {
        index,
        name,
        addresses: [`${name.toLowerCase()}@${domain}`],
        recordId: null,
        writtenDown: -1,
        overruled: false,
        gone: false,
        inactive: false,
        optedOut: false,
        staysMarked: false,
        confused: false,
        standings: [standing(), standing()],
        edits: { first: [], last: [], phone: [] },
      };
    });
  }

  person(index: number): Person {
    const person = this.people[index];
    if (!person) throw new Error(`nobody has the number ${index}`);
    return person;
  }

  /** Whoever was merged away handed address and noes over to the other one, who may have signed up since. */
  owner(address: string): Person | undefined {
    return this.people.find(({ addresses, gone }) => !gone && addresses.includes(address.toLowerCase()));
  }

  /** Somebody moved the person in or out; it is known to prevail if everything before it was settled. */
  moves(
    person: Person,
    where: 0 | 1,
    to: 'in' | 'out',
    how: { on: 'crm' | 'mailchimp'; onlyFullRunsSee?: boolean; no?: boolean },
  ): void {
    const standing = person.standings[where];
    const agrees = standing.wish?.to === to;
    standing.open ||= !this.isCarriedOver(how.on, to);
    const certain =
      !standing.open && !this.tiedAnew[where] && !this.killed[where] && (this.isSettled(standing, where) || agrees);
    standing.wish = certain ? { to, deed: this.deed, no: how.no ?? false } : null;
    standing.onlyFullRunsSee = how.onlyFullRunsSee ?? false;
    standing.lastDeed = this.deed;
  }

  private isCarriedOver(from: 'crm' | 'mailchimp', to: 'in' | 'out'): boolean {
    const { direction, removal } = this.terms;
    if (from === 'mailchimp') return direction !== 'to-mailchimp';
    return direction !== 'to-crm' && (to === 'in' || removal !== 'untag');
  }

  /** The audience gets another list, or the same once more. */
  tie(where: 0 | 1): void {
    this.listSeen[where] = false;
    this.tiedAnew[where] = true;
    for (const person of this.people) Object.assign(person.standings[where], { wish: null, lastDeed: this.deed });
  }

  /** From now on one side alone decides where the two differ. */
  isOverruled(where: 0 | 1): void {
    for (const person of this.people) {
      person.overruled = true;
      Object.assign(person.standings[where], { wish: null, lastDeed: this.deed });
    }
  }

  /** Something else happened: dates and rules decide what becomes of it. */
  touches(person: Person): void {
    for (const standing of person.standings) {
      standing.wish = null;
      standing.lastDeed = this.deed;
    }
  }

  private isSettled(standing: Standing, where: 0 | 1): boolean {
    const { byAny, byFull } = this.settled[where];
    return standing.lastDeed <= (standing.onlyFullRunsSee ? byFull : byAny);
  }

  saysNo(person: Person, where: 0 | 1, address: string, kind: No['kind']): void {
    const { nos } = person.standings[where];
    const before = nos.get(address);
    if (kind === 'bounced' && before && before.kind !== 'bounced') return;
    nos.set(address, { kind, seen: false, joinedAfter: false, asked: before?.asked ?? false, answered: false });
  }

  signsUp(person: Person, where: 0 | 1, address: string): void {
    const { nos } = person.standings[where];
    person.staysMarked ||= person.inactive;
    for (const [of, no] of nos) if (of === address || no.kind !== 'bounced') nos.delete(of);
  }

  putOnList(person: Person, where: 0 | 1): void {
    const standing = person.standings[where];
    standing.asked = 0;
    for (const no of standing.nos.values()) no.joinedAfter = true;
  }

  settle(where: 0 | 1, deed: number, complete: boolean): void {
    const settled = this.settled[where];
    settled.byAny = Math.max(settled.byAny, deed);
    if (!complete) return;
    settled.byFull = Math.max(settled.byFull, deed);
    this.listSeen[where] = true;
    this.tiedAnew[where] = false;
    for (const person of this.people) for (const no of person.standings[where].nos.values()) no.seen = true;
  }

  /** The no that speaks against mailing this address, if any. */
  noAgainst(person: Person, where: 0 | 1, address: string): No | null {
    const { nos } = person.standings[where];
    const own = nos.get(address);
    if (own) return own;
    if (person.confused) return null;
    return [...nos.values()].find(({ kind }) => kind !== 'bounced') ?? null;
  }
}

const standing = (): Standing => ({
  nos: new Map(),
  wish: null,
  lastDeed: -1,
  onlyFullRunsSee: false,
  asked: 0,
  takenOut: false,
  open: false,
  left: false,
  given: new Set(),
});
