/**
 * Fields of a chunk whose end was not recorded: what was written already is not written again, and what somebody wrote since is
 * not overwritten. The rows go on saying what was planned, so that a newer value is a change of that side for the next run.
 */

import { isDeepStrictEqual } from 'node:util';

import type { Person } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import type { Applying } from './applying';
import type { AddressPlan, NameChange, PersonPlan } from '../run/person-plan';
import type { MemberNow } from './settle-members';

export async function settleColumns({ crm, target }: Applying, plans: readonly PersonPlan[]): Promise<void> {
  const changed = plans.filter(({ personId, names, fields }) => personId !== null && (names ?? fields));
  if (changed.length === 0) return;
  const columns = changed.flatMap(({ fields }) => Object.values(fields ?? {}).flatMap((one) => Object.keys(one)));
  const people = await crm.readingColumns(target.type, [...new Set(columns)]).peopleById(
    target.type,
    changed.map(({ personId }) => personId!),
  );
  const byId = new Map(people.map((person) => [person.id, person]));
  for (const plan of changed) {
    const person = byId.get(plan.personId!);
    const said = plan.addresses.map(({ read }) => read.crm).find((words) => words !== null);
    plan.names = person && said ? namesStill(plan.names, said, person) : null;
    plan.fields = person ? filled(kept(plan.fields, (tag) => isAsBefore(person, plan.fieldsBefore?.[tag]))) : null;
  }
}

const isAsBefore = ({ columns = {} }: Person, before: Record<string, unknown> = {}): boolean =>
  Object.entries(before).every(([column, value]) => isDeepStrictEqual(columns[column] ?? null, value));

export async function settleMergeFields(memberNow: MemberNow, address: AddressPlan): Promise<void> {
  const { move, row, rename, read, names, fields, fieldsBefore = {} } = address;
  if (move.do === 'add' || !(names ?? fields)) return;
  const member = (await memberNow(row.address)) ?? (rename && (await memberNow(rename.from)));
  if (!member) return;
  const isStill = (tag: string) => isDeepStrictEqual(member.mergeFields?.[tag] ?? '', fieldsBefore[tag] ?? '');
  address.names = read.mailchimp ? namesStill(names, read.mailchimp, member) : null;
  address.fields = filled(kept(fields, isStill));
}

/** Those of the names that still are what they were when they were read. */
function namesStill(planned: NameChange | null, before: Named, now: Named): NameChange | null {
  return filled({
    ...(planned?.firstName !== undefined && now.firstName === before.firstName ? { firstName: planned.firstName } : {}),
    ...(planned?.lastName !== undefined && now.lastName === before.lastName ? { lastName: planned.lastName } : {}),
  });
}

type Named = Pick<Person & Member, 'firstName' | 'lastName'>;

const kept = <T>(planned: Record<string, T> | null | undefined, isStill: (tag: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(planned ?? {}).filter(([tag]) => isStill(tag)));

const filled = <T extends object>(changes: T): T | null => (Object.keys(changes).length > 0 ? changes : null);
