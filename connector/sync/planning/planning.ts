/** What every step of planning is given: what was read, part by part, and what was decided about it. */

import type { GuardAnswer } from '../../reconcile/guard';
import type { Approval } from './approve';
import { doneInDayBefore } from '../guard/day-counts';
import { askGuard, hold } from '../guard/hold-for-approval';
import type { PlannedPerson } from './plan-person';
import { readPart, type Part } from '../reading/read-part';
import type { Reading } from '../reading/reading';
import { partPath } from '../reading/reading-state';

export class Planning {
  private last: { part: number; read: Part } | null = null;
  private answer: GuardAnswer | null = null;

  constructor(
    readonly reading: Reading,
    /** Only those whom it chooses are carried out, and nothing of it is held again. */
    readonly approval: Approval | undefined,
  ) {}

  async part(part: number): Promise<Part> {
    if (this.last?.part === part) return this.last.read;
    this.last = null;
    const read = await readPart(this.reading, part);
    this.last = { part, read };
    return read;
  }

  decided(part: number): Promise<PlannedPerson[]> {
    const { services, claimed } = this.reading;
    return services.storage.documents.readLines<PlannedPerson>(partPath(claimed.run.id, 'decided', part));
  }

  /** Takes out of the plans what waits for approval, weighed over all parts; answers of how many people. */
  async hold(planned: readonly PlannedPerson[]): Promise<number> {
    if (this.approval) return 0;
    const { services, claimed, state } = this.reading;
    const readAt = state.readAt ?? '';
    if (!this.answer) {
      const done = await doneInDayBefore(services.storage.documents, claimed.audience.id, readAt);
      this.answer = askGuard(state, claimed, done);
    }
    return hold(planned, this.answer, readAt);
  }
}
