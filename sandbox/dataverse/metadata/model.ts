import type { Relationship, Table } from './table';

/** All tables and relationships of the environment; importing a solution adds to it. */
export class Model {
  private readonly byName = new Map<string, Table>();
  private readonly bySet = new Map<string, Table>();
  private links: Relationship[] = [];
  /** Global choices: option values and labels. */
  readonly choices = new Map<string, ReadonlyMap<number, string>>();

  tables(): Iterable<Table> {
    return this.byName.values();
  }

  find(name: string): Table | undefined {
    return this.byName.get(name);
  }

  /** A table that must be there: the stand-in's own, or one already checked. */
  table(name: string): Table {
    const table = this.byName.get(name);
    if (table === undefined) throw new Error(`No table ${name}`);
    return table;
  }

  ofSet(set: string): Table | undefined {
    return this.bySet.get(set);
  }

  put(table: Table): void {
    this.byName.set(table.name, table);
    this.bySet.set(table.set, table);
  }

  relate(relationship: Relationship): void {
    const at = this.links.findIndex(
      (known) => known.name === relationship.name && known.parent === relationship.parent,
    );
    if (at === -1) this.links.push(relationship);
    else this.links[at] = relationship;
  }

  unrelate(name: string): void {
    this.links = this.links.filter((known) => known.name !== name);
  }

  /** The table and every relationship that it is part of. */
  remove(name: string): void {
    const table = this.byName.get(name);
    if (table === undefined) return;
    this.byName.delete(name);
    this.bySet.delete(table.set);
    this.links = this.links.filter(({ parent, child }) => parent !== name && child !== name);
  }

  /** Takes these tables, and what relates them to others, from another model. */
  adopt(other: Model, names: readonly string[]): void {
    for (const name of names) this.put(other.table(name));
    for (const link of other.links) if (names.includes(link.parent) || names.includes(link.child)) this.relate(link);
  }

  /** Relationships in which rows of this table are pointed at. */
  childrenOf(parent: string): Relationship[] {
    return this.links.filter((link) => link.parent === parent);
  }

  collection(parent: string, navigation: string): Relationship | undefined {
    return this.links.find((link) => link.parent === parent && link.collection === navigation);
  }
}
