/** What every step of a reading is given. */

import type { ListEvent, ListMember, MemberRow, Person } from '../../dataverse/port';
import type { MailchimpAccount, Member, MemberCursor, MemberPage } from '../../mailchimp/port';
import type { PersonType } from '../../reconcile/situation';
import type { Claim } from '../run/claim';
import type { Labels } from '../labels/labels';
import type { PreparedFields } from '../fields/prepare-fields';
import type { Services } from '../run/services';
import { ReadingIndex } from './reading-index';
import { pagePath, type PageKind, type ReadingState } from './reading-state';

export interface Pages {
  members: Member;
  rows: MemberRow;
  places: ListMember;
  people: Person;
  events: ListEvent;
  others: string;
  further: FurtherPlace;
}

export interface FurtherPlace extends ListMember {
  listId: string;
}

export class Reading {
  /** Something was spilled since the state was written down. */
  spilled = false;
  private index: ReadingIndex | null = null;
  private members: { archived: boolean; pages: AsyncIterator<MemberPage> } | null = null;

  constructor(
    readonly services: Services,
    readonly mailchimp: MailchimpAccount,
    readonly claimed: Claim,
    readonly labels: Labels,
    readonly fields: PreparedFields,
    readonly state: ReadingState,
  ) {}

  get type(): PersonType {
    return this.claimed.list.memberType === 'lead' ? 'lead' : 'contact';
  }

  tell(sentence: string): Promise<void> {
    return this.services.crm.changeRun(this.claimed.run.id, { sentence });
  }

  /** The next page of members; a slice that begins in the middle goes on from the cursor. */
  async nextMembers(archived: boolean, from: MemberCursor | null): Promise<MemberPage | null> {
    if (this.members?.archived !== archived) {
      const query = { archived, ...(from ? { from } : {}) };
      const pages = this.mailchimp.members(this.claimed.audience.listId, query)[Symbol.asyncIterator]();
      this.members = { archived, pages };
    }
    const { value, done } = await this.members.pages.next();
    return done === true ? null : value;
  }

  /** Durable once the state is written down, which says how many pages there are. */
  async spill<K extends PageKind>(kind: K, records: readonly Pages[K][]): Promise<void> {
    if (records.length === 0) return;
    const page = this.state.pages[kind];
    await this.services.storage.documents.writeLines(pagePath(this.claimed.run.id, kind, page), records);
    this.state.pages[kind] = page + 1;
    this.spilled = true;
    if (this.index) this.note(this.index, kind, records, page);
  }

  page<K extends PageKind>(kind: K, index: number): Promise<Pages[K][]> {
    return this.services.storage.documents.readLines<Pages[K]>(pagePath(this.claimed.run.id, kind, index));
  }

  async *pages<K extends PageKind>(kind: K, from = 0): AsyncGenerator<Pages[K][], void, undefined> {
    for (let index = from; index < this.state.pages[kind]; index += 1) yield await this.page(kind, index);
  }

  /** Of everything spilled so far. A later slice makes it anew from the pages, in the same order. */
  async indexed(): Promise<ReadingIndex> {
    if (this.index) return this.index;
    const index = new ReadingIndex();
    for (const kind of ['members', 'rows', 'places', 'people'] as const) {
      for (let page = 0; page < this.state.pages[kind]; page += 1) {
        this.note(index, kind, await this.page(kind, page), page);
      }
    }
    this.index = index;
    return index;
  }

  private note<K extends PageKind>(index: ReadingIndex, kind: K, records: readonly Pages[K][], page: number): void {
    const asked = this.state.ownersPages !== null && page >= this.state.ownersPages;
    const taking: { [P in PageKind]: (records: readonly Pages[P][]) => void } = {
      members: (members) => index.addMembers(members),
      rows: (rows) => index.addRows(rows),
      places: (places) => index.addPlaces(places),
      people: (people) => index.addPeople(people, asked),
      events: ignored,
      others: ignored,
      further: ignored,
    };
    taking[kind](records);
  }
}

const ignored = () => {};
