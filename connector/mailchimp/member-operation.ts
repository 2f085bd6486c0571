/** One operation on a member, by a call of its own or as part of a batch; either way it is answered and judged alike. */

import { z } from 'zod';
import { runBatch, type BatchResult } from './batch';
import type { MailchimpCaller } from './caller';
import type { Answer, MailchimpClient } from './client';
import { judgeMailchimpError, MailchimpProblem, UnexpectedAnswer } from './errors';
import type { Member } from './port';
import { memberFields, memberShape, toMember } from './shapes';

export type MemberOperation =
  { method: 'GET' | 'DELETE'; memberId: string } | { method: 'PUT' | 'PATCH'; memberId: string; body: object };

/** No member where Mailchimp answers without one, which is after archiving. */
export type OperationResult = { member: Member | null } | { error: unknown };

export async function callOne(
  caller: MailchimpCaller,
  listId: string,
  operation: MemberOperation,
): Promise<OperationResult> {
  try {
    const shape = operation.method === 'DELETE' ? z.unknown().transform(() => null) : memberShape;
    const { data } = await caller.call(shape, (client) => send(client, listId, operation));
    return { member: data === null ? null : toMember(data) };
  } catch (error) {
    return { error };
  }
}

export async function callTogether(
  caller: MailchimpCaller,
  listId: string,
  operations: readonly MemberOperation[],
): Promise<OperationResult[]> {
  const results = await runBatch(
    caller,
    operations.map((operation) => ({
      method: operation.method,
      path: `lists/${listId}/members/${operation.memberId}`,
      ...('body' in operation ? { body: JSON.stringify(operation.body), params: asTexts(writeOptions) } : {}),
      ...(operation.method === 'GET' ? { params: { fields: memberFields.join(',') } } : {}),
    })),
  );
  return operations.map((operation, index) => readResult(operation, results[index]));
}

// A field that is required in the audience says nothing about a status or a name.
const writeOptions = { skip_merge_validation: true };

function send(client: MailchimpClient, listId: string, operation: MemberOperation): Promise<Answer> {
  const { lists } = client;
  switch (operation.method) {
    case 'GET':
      return lists.getListMemberWithHttpInfo(listId, operation.memberId, { fields: memberFields });
    case 'DELETE':
      return lists.deleteListMemberWithHttpInfo(listId, operation.memberId);
    case 'PUT':
      return lists.setListMemberWithHttpInfo(listId, operation.memberId, operation.body, writeOptions);
    case 'PATCH':
      return lists.updateListMemberWithHttpInfo(listId, operation.memberId, operation.body, writeOptions);
  }
}

function readResult({ method }: MemberOperation, result: BatchResult | undefined): OperationResult {
  if (result === undefined) {
    return { error: new MailchimpProblem(0, { detail: 'Mailchimp gave no result for this person.' }) };
  }
  const body = parse(result.response);
  if (result.status >= 200 && result.status < 300) {
    if (method === 'DELETE') return { member: null };
    const member = memberShape.safeParse(body);
    if (member.success) return { member: toMember(member.data) };
    return { error: judgeMailchimpError(new UnexpectedAnswer('A result of a batch that is no member.')).error };
  }
  return { error: judgeMailchimpError({ status: result.status, response: { body, text: result.response } }).error };
}

function asTexts(options: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
