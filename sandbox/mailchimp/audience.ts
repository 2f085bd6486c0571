/** One audience in memory: its members by every name they answer to, its merge fields and tags, and the addresses it must forget. */

import type { Instant } from './instant';
import type { Interest, InterestCategory } from './interest';
import { contactIdOf, subscriberHash, type Member } from './member';
import type { MergeField } from './merge-values';
import type { Tag } from './tag';
import type { Webhook } from './webhook';

/** Counters that all audiences of a stand-in share. */
export interface Counters {
  /** Rises with everything that changes; tells a write from a call that changed nothing. */
  changes: number;
  lastId: number;
}

export interface AudienceProfile {
  id: string;
  name: string;
  doubleOptin: boolean;
  dateCreated: Instant;
  mergeFields: MergeField[];
}

export class Audience {
  readonly id: string;
  readonly name: string;
  readonly doubleOptin: boolean;
  readonly dateCreated: Instant;
  readonly mergeFields: MergeField[];
  /** Of all merge fields that ever were; an id is never given twice. */
  lastMergeId: number;
  readonly webId: number;
  readonly members = new Map<string, Member>();
  readonly tags = new Map<number, Tag>();
  readonly tagsByName = new Map<string, Tag>();
  readonly interestCategories = new Map<string, InterestCategory>();
  readonly interests = new Map<string, Interest>();
  readonly webhooks = new Map<string, Webhook>();
  /** Lower-cased addresses that were deleted for ever. */
  readonly forgotten = new Set<string>();
  /** Rises with every change; what was computed for an older version is stale. */
  version = 0;
  readonly #counters: Counters;
  readonly #byAddress = new Map<string, Member>();
  readonly #byContactId = new Map<string, Member>();

  constructor(profile: AudienceProfile, counters: Counters) {
    this.id = profile.id;
    this.name = profile.name;
    this.doubleOptin = profile.doubleOptin;
    this.dateCreated = profile.dateCreated;
    this.mergeFields = profile.mergeFields;
    this.lastMergeId = Math.max(0, ...profile.mergeFields.map(({ mergeId }) => mergeId));
    this.#counters = counters;
    this.webId = this.nextId();
  }

  nextId(): number {
    this.#counters.lastId += 1;
    return this.#counters.lastId;
  }

  changed(): void {
    this.version += 1;
    this.#counters.changes += 1;
  }

  byAddress(address: string): Member | undefined {
    return this.#byAddress.get(address.toLowerCase());
  }

  /** Most paths take a hash, an address or a contact_id; some a hash alone. */
  find(name: string, takes: 'hash' | 'any'): Member | undefined {
    const byHash = this.members.get(name.toLowerCase());
    if (byHash !== undefined || takes === 'hash') return byHash;
    return this.byAddress(name) ?? this.#byContactId.get(name.toLowerCase());
  }

  add(address: string, details: Omit<Member, 'id' | 'address' | 'contactId' | 'webId'> & { id?: string }): Member {
    const webId = this.nextId();
    const member: Member = {
      ...details,
      id: details.id ?? subscriberHash(address),
      address,
      contactId: contactIdOf(this.id, webId),
      webId,
    };
    this.members.set(member.id, member);
    this.#byAddress.set(address.toLowerCase(), member);
    this.#byContactId.set(member.contactId, member);
    this.changed();
    return member;
  }

  /** The old hash answers 404 from now on. */
  rename(member: Member, address: string): void {
    if (member.address.toLowerCase() !== address.toLowerCase()) {
      this.members.delete(member.id);
      this.#byAddress.delete(member.address.toLowerCase());
      member.id = subscriberHash(address);
      this.members.set(member.id, member);
      this.#byAddress.set(address.toLowerCase(), member);
    }
    member.address = address;
    this.changed();
  }

  /** Gone for ever; only the person's own sign-up brings the address back. */
  forget(member: Member): void {
    for (const tag of member.tags.keys()) tag.members.delete(member);
    this.members.delete(member.id);
    this.#byAddress.delete(member.address.toLowerCase());
    this.#byContactId.delete(member.contactId);
    this.forgotten.add(member.address.toLowerCase());
    this.changed();
  }
}
