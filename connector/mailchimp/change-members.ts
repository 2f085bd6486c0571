/** Changes to known members: a few by a call each, more as batches. What a person is refused for is that person's alone. */

import { ServiceError } from '../service-error';
import { requireAudience } from './audiences';
import type { MailchimpCaller } from './caller';
import { callOne, callTogether, type MemberOperation, type OperationResult } from './member-operation';
import type { Member, MemberChange, Refusal } from './port';
import { refusalOf } from './refusals';

const mostSingly = 10;
const mostPerBatch = 1000;

/** Answers in the order of the changes; null where somebody is archived now. */
export async function changeMembers(
  caller: MailchimpCaller,
  listId: string,
  changes: readonly MemberChange[],
): Promise<(Member | Refusal | null)[]> {
  const answers: (Member | Refusal | null)[] = [];
  for (let from = 0; from < changes.length; from += mostPerBatch) {
    answers.push(...(await changeSome(caller, listId, changes.slice(from, from + mostPerBatch))));
  }
  return answers;
}

async function changeSome(
  caller: MailchimpCaller,
  listId: string,
  changes: readonly MemberChange[],
): Promise<(Member | Refusal | null)[]> {
  const results = await perform(caller, listId, changes.map(operationOf));
  caller.countWrites(results.filter((result, index) => hasChanged(changes[index], result)).length);
  if (results.some(isNotFound)) await requireAudience(caller, listId);
  const answers = results.map((result, index) => answerOf(changes[index], result));
  return explainUnarchived(caller, listId, changes, answers);
}

/** PUT rather than PATCH for a status: an archived member returns by it too (https://mailchimp.com/developer/marketing/api/list-members/). */
function operationOf(change: MemberChange): MemberOperation {
  const { memberId } = change;
  switch (change.do) {
    case 'archive':
      return { method: 'DELETE', memberId };
    case 'status':
      return { method: 'PUT', memberId, body: { status: change.status } };
    case 'address':
      return { method: 'PATCH', memberId, body: { email_address: change.address } };
    case 'interests':
      return { method: 'PATCH', memberId, body: { interests: change.interests } };
    case 'names':
      return {
        method: 'PATCH',
        memberId,
        body: { merge_fields: mergeFields(change) },
      };
  }
}

/** Blank names are not sent: they would be refused where the field is required and tell nothing where it is not. */
function mergeFields({ names, fields }: Extract<MemberChange, { do: 'names' }>): Record<string, unknown> {
  return {
    ...(names.firstName ? { FNAME: names.firstName } : {}),
    ...(names.lastName ? { LNAME: names.lastName } : {}),
    ...fields,
  };
}

async function perform(
  caller: MailchimpCaller,
  listId: string,
  operations: readonly MemberOperation[],
  isLastRound = false,
): Promise<OperationResult[]> {
  if (operations.length <= mostSingly) {
    return Promise.all(operations.map((operation) => callOne(caller, listId, operation)));
  }
  let results: OperationResult[];
  try {
    results = await callTogether(caller, listId, operations);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'refused') throw error;
    // How large a batch may be is documented nowhere.
    const half = Math.ceil(operations.length / 2);
    const first = await perform(caller, listId, operations.slice(0, half), isLastRound);
    return [...first, ...(await perform(caller, listId, operations.slice(half), isLastRound))];
  }
  const failed = isLastRound ? [] : [...results.keys()].filter((index) => isPassing(results[index]));
  if (failed.length === 0) return results;
  const again = await perform(
    caller,
    listId,
    failed.flatMap((index) => operations[index] ?? []),
    true,
  );
  const replaced = new Map(failed.map((index, place) => [index, again[place]]));
  return results.map((result, index) => replaced.get(index) ?? result);
}

/** Throws what is about more than this person. */
function answerOf(change: MemberChange | undefined, result: OperationResult): Member | Refusal | null {
  if ('error' in result) {
    if (change?.do === 'archive' && isNotFound(result)) return null;
    const refusal = refusalOf(result.error, '');
    if (refusal === null) throw result.error;
    return refusal;
  }
  const { member } = result;
  if (member === null || !wasIgnored(change, member)) return member;
  return { address: member.address, kind: 'compliance', message: `Mailchimp left the member ${member.status}.` };
}

/** Instead of refusing, Mailchimp sometimes leaves somebody who said no as they are. */
function wasIgnored(change: MemberChange | undefined, { status }: Member): boolean {
  const isOut = status === 'unsubscribed' || status === 'cleaned';
  return change?.do === 'status' && change.status !== 'unsubscribed' && isOut;
}

function hasChanged(change: MemberChange | undefined, result: OperationResult): boolean {
  return 'member' in result && (result.member === null || !wasIgnored(change, result.member));
}

/** The refusal to archive does not say which of bounced, pending or archived somebody is. */
async function explainUnarchived(
  caller: MailchimpCaller,
  listId: string,
  changes: readonly MemberChange[],
  answers: (Member | Refusal | null)[],
): Promise<(Member | Refusal | null)[]> {
  const unclear = changes.flatMap(({ memberId }, index) =>
    cannotArchive(answers[index]) ? [{ memberId, index }] : [],
  );
  if (unclear.length === 0) return answers;
  const reads = await perform(
    caller,
    listId,
    unclear.map(({ memberId }) => ({ method: 'GET', memberId })),
  );
  const explained = [...answers];
  for (const [place, { index }] of unclear.entries()) {
    const read = reads[place];
    const refusal = answers[index];
    if (read === undefined || !cannotArchive(refusal)) continue;
    if ('error' in read) {
      if (!isNotFound(read)) throw read.error;
      explained[index] = null;
    } else if (read.member !== null) {
      explained[index] = read.member.status === 'archived' ? null : { ...refusal, address: read.member.address };
    }
  }
  return explained;
}

function cannotArchive(answer: Member | Refusal | null | undefined): answer is Refusal {
  return answer !== null && answer !== undefined && 'kind' in answer && answer.kind === 'cannot-archive';
}

function isNotFound(result: OperationResult): boolean {
  return 'error' in result && result.error instanceof ServiceError && result.error.kind === 'not-found';
}

function isPassing(result: OperationResult | undefined): boolean {
  if (result === undefined || !('error' in result) || !(result.error instanceof ServiceError)) return false;
  return result.error.kind === 'transient' || result.error.kind === 'throttled';
}
