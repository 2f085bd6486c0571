/** What a chunk changes beside membership and names: addresses on both sides, the flag "no bulk e-mail", places after a merge. */

import type { RecordRefusal } from '../../dataverse/port';
import type { Refusal, RefusalKind } from '../../mailchimp/port';
import type { Applying } from './applying';
import { changeEach, isRefusal } from './change-mailchimp';
import { keepAddress, keepColumns, keepOptOut, type AddressPlan, type PersonPlan } from '../run/person-plan';
import type { MemberNow } from './settle-members';

export async function renameMembers(applying: Applying, plans: PersonPlan[]): Promise<void> {
  const answers = await changeEach(applying, plans, ({ rename, row }) =>
    rename === null || row.memberId === null ? null : { memberId: row.memberId, do: 'address', address: rename.to },
  );
  for (const { address, answer } of answers) {
    if (isRefusal(answer)) noteRefusal(address, answer, applying);
    else if (answer !== null) {
      Object.assign(address.row, { memberId: answer.id, mailchimpContactId: answer.contactId, webId: answer.webId });
    }
  }
}

/** Refusals that are about the address and will be the same tomorrow. */
const aboutTheAddress: ReadonlySet<RefusalKind> = new Set<RefusalKind>(['fake-address', 'forgotten', 'compliance']);

function noteRefusal(address: AddressPlan, { kind, message }: Refusal, { retryAt }: Applying): void {
  address.refusal = message;
  const refused = address.rename?.to ?? '';
  if (aboutTheAddress.has(kind)) {
    keepAddress(address, { outcome: 'attention', reason: 'address-refused', refused });
  } else if (kind === 'too-many-signups') {
    keepAddress(address, { outcome: 'waiting', reason: 'retry-later', retryDue: retryAt });
  } else {
    keepAddress(address, { outcome: 'attention', reason: 'refused-by-mailchimp' });
  }
}

/** Both in one write, because they are columns of the same record. */
export async function changeRecords({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const changed = plans.filter(
    (plan) => plan.personId !== null && (plan.newAddresses !== null || plan.optOut !== null),
  );
  if (changed.length === 0) return;
  const refusals = await crm.changePeople(
    target.type,
    changed.map(({ personId, newAddresses, optOut }) => ({
      id: personId ?? '',
      ...(newAddresses === null ? {} : { addresses: newAddresses }),
      ...(optOut === null ? {} : { noBulkEmail: optOut.move === 'set' }),
    })),
  );
  const refused = wordsById(refusals);
  for (const plan of changed) {
    const words = refused.get(plan.personId ?? '');
    if (words === undefined) continue;
    plan.refusal = words;
    keepColumns(plan, refusedByCrm);
    keepOptOut(plan, refusedByCrm);
  }
}

const wordsById = (refusals: readonly RecordRefusal[]) => new Map(refusals.map(({ id, message }) => [id, message]));

const refusedByCrm = { outcome: 'attention', reason: 'refused-by-crm' } as const;

/** The survivor is put on before the record that was merged away is taken off. Doing it twice does no harm. */
export async function movePlaces({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const added = plans.flatMap(({ place, personId }) => (place?.add && personId !== null ? [personId] : []));
  const refused =
    added.length === 0
      ? new Set<string>()
      : new Set((await crm.addToList(target.list.id, target.type, added)).map(({ id }) => id));
  const removed = plans.flatMap(({ place, personId }) => (refused.has(personId ?? '') ? [] : (place?.remove ?? [])));
  if (removed.length > 0) await crm.removeFromList(target.list.id, target.type, removed);
}

/** After a crash: a member that has its new address already is not told again. */
export async function settleAddress(memberNow: MemberNow, address: AddressPlan): Promise<void> {
  if (address.rename === null) return;
  const member = await memberNow(address.rename.to);
  if (!member || member.contactId !== address.row.mailchimpContactId) return;
  Object.assign(address.row, { memberId: member.id, webId: member.webId });
  address.rename = null;
}
