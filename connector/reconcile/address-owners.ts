/** Which record an address belongs to when several have it, and which record is left after a merge. */

/** Who has an address: the one on the list, then one with history there, then an active one, then the oldest. */
export class Owners<P extends MatchPerson> {
  private readonly byAddress = new Map<string, P[]>();

  constructor(
    input: { people: readonly P[]; onList: ReadonlySet<string>; withHistory: ReadonlySet<string> },
    people: Map<string, P>,
  ) {
    const isMergedAway = (record: P) => (survivor(people, record.id) ?? record) !== record;
    for (const record of input.people) if (!isMergedAway(record)) this.give(record, addressesOf(record));
    // What nobody else has goes over with the merge.
    for (const record of input.people) {
      if (!isMergedAway(record)) continue;
      const orphaned = addressesOf(record).filter((address) => !this.byAddress.has(fold(address)));
      this.give(survivor(people, record.id) ?? record, orphaned);
    }
    const rank = ({ id, state }: P) => [!input.onList.has(id), !input.withHistory.has(id), state !== 'active'];
    for (const owners of this.byAddress.values()) {
      if (owners.length < 2) continue;
      owners.sort((a, b) => {
        const [ranksOfA, ranksOfB] = [rank(a), rank(b)];
        const place = ranksOfA.findIndex((worse, index) => worse !== ranksOfB[index]);
        if (place >= 0) return ranksOfA[place] ? 1 : -1;
        return Date.parse(a.createdOn) - Date.parse(b.createdOn) || (a.id < b.id ? -1 : 1);
      });
    }
  }

  private give(owner: P, addresses: readonly string[]): void {
    for (const address of addresses) {
      const known = this.byAddress.get(fold(address));
      if (!known) this.byAddress.set(fold(address), [owner]);
      else if (!known.includes(owner)) known.push(owner);
    }
  }

  of(address: string): readonly P[] {
    return this.byAddress.get(fold(address)) ?? [];
  }
}

export interface MatchPerson {
  id: string;
  createdOn: string;
  addresses: { emailaddress1: string | null; emailaddress2: string | null; emailaddress3: string | null };
  state: 'active' | 'inactive' | 'qualified' | 'disqualified';
  masterId: string | null;
}

export function fold(address: string): string {
  return address.trim().toLowerCase();
}

export function addressesOf({ addresses }: MatchPerson): string[] {
  return [addresses.emailaddress1, addresses.emailaddress2, addresses.emailaddress3].flatMap(
    (address) => address?.trim() || [],
  );
}

/** The record that a merge left, as far as it was read; null when the record does not exist any more. */
export function survivor<P extends MatchPerson>(people: ReadonlyMap<string, P>, id: string): P | null {
  let person = people.get(id) ?? null;
  const seen = new Set<string>();
  while (person?.masterId && !seen.has(person.id)) {
    seen.add(person.id);
    const master = people.get(person.masterId);
    if (!master) break;
    person = master;
  }
  return person;
}
