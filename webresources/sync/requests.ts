/** What a person asks for on this page. Every wish is a row in Dataverse: its roles decide, and the service answers. */
import type { PersonType } from '../frame/links';
import { askForRun } from '../requests/ask-for-run';
import { choices, tables, type Choice } from '../schema.generated';
import { numberOf, textOf, type Body, type WebApi } from '../web-api';
import type { Audience, Rules } from './board';
import type { PlanNumbers } from './manage/plan-words';

export interface RunRequest {
  mode: Choice<'mcs_runmode'>;
  audience: Audience | null;
  /** The user said that the people who join Mailchimp agreed to the mailing. */
  consentConfirmed?: boolean;
  /** The numbers that the user saw before starting: the service stops and asks when it finds many more. */
  seen?: PlanNumbers | null;
}

/** Asks for a run and answers with its id. */
export function requestRun(api: WebApi, { mode, audience, consentConfirmed, seen }: RunRequest): Promise<string> {
  return askForRun(api, {
    mode,
    audience,
    ...(consentConfirmed !== undefined && { consentConfirmed }),
    ...(seen && { wish: { approved: approvedNumbers(seen) } }),
  });
}

/** Writes the tie and its rules as far as they changed; a new list always waits for a new start. */
export async function saveTie(api: WebApi, audience: Audience, listId: string, rules: Rules): Promise<void> {
  const changes = tieChanges(audience, listId, rules);
  if (Object.keys(changes).length > 0) await api.update(tables.mcs_audience.set, audience.id, changes);
}

export function tieChanges(audience: Audience, listId: string, rules: Rules): Body {
  const changes: Record<string, string | number | boolean | null> = {};
  if (audience.list?.id !== listId) changes['mcs_marketinglistid@odata.bind'] = `/lists(${listId})`;
  if (audience.list?.id !== listId || audience.tie === 'not-tied') changes['mcs_tiestate'] = choices.mcs_tiestate.ready;
  const before = columnsOf(audience.rules);
  for (const [column, value] of Object.entries(columnsOf(rules))) if (before[column] !== value) changes[column] = value;
  return changes;
}

/** Puts a tie back as it was, for somebody who looked at the numbers and thought better of it. */
export async function restoreTie(api: WebApi, original: Audience, present: Audience): Promise<void> {
  const changes: Record<string, string | number | boolean | null> = {};
  if (present.list?.id !== original.list?.id) {
    changes['mcs_marketinglistid@odata.bind'] = original.list === null ? null : `/lists(${original.list.id})`;
  }
  if (present.tie !== original.tie) changes['mcs_tiestate'] = choices.mcs_tiestate[original.tie];
  const now = columnsOf(present.rules);
  for (const [column, value] of Object.entries(columnsOf(original.rules)))
    if (now[column] !== value) changes[column] = value;
  if (Object.keys(changes).length > 0) await api.update(tables.mcs_audience.set, original.id, changes);
}

export async function pause(api: WebApi, audience: Audience): Promise<void> {
  await api.update(tables.mcs_audience.set, audience.id, { mcs_tiestate: choices.mcs_tiestate.paused });
}

/** Only a tie that was running can be paused, so that no first sync ever starts by resuming. */
export async function resume(api: WebApi, audience: Audience): Promise<void> {
  await api.update(tables.mcs_audience.set, audience.id, { mcs_tiestate: choices.mcs_tiestate.running });
}

export async function untie(api: WebApi, audience: Audience): Promise<void> {
  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api
  await api.update(tables.mcs_audience.set, audience.id, {
    'mcs_marketinglistid@odata.bind': null,
    mcs_tiestate: choices.mcs_tiestate['not-tied'],
  });
}

export interface NewList {
  id: string;
  name: string;
  personType: PersonType;
}

export async function createList(api: WebApi, name: string, personType: PersonType): Promise<NewList> {
  const row = await api.create('lists', {
    listname: name,
    createdfromcode: personType === 'contact' ? 2 : 4,
    type: false,
  });
  const created = numberOf(row, 'createdfromcode') === 4 ? 'lead' : 'contact';
  return { id: textOf(row, 'listid') ?? '', name: textOf(row, 'listname') ?? name, personType: created };
}

function approvedNumbers(plan: PlanNumbers) {
  const { confirmations, create, join, leaveList, leaveMailchimp, renames, optOuts, overwrites } = plan;
  return { create, join, leaveList, leaveMailchimp, confirmations, renames, optOuts, overwrites };
}

function columnsOf(rules: Rules): Record<string, string | number | boolean> {
  return {
    mcs_direction: choices.mcs_direction[rules.direction],
    mcs_createpeople: rules.createPeople,
    mcs_trustoverride: choices.mcs_trustoverride[rules.trust],
    mcs_removalrule: choices.mcs_removalrule[rules.removal],
    mcs_resubscriberule: choices.mcs_resubscriberule[rules.resubscribe],
    mcs_newmemberrule: choices.mcs_newmemberrule[rules.newMembers],
    mcs_limitpercent: rules.limitPercent,
    mcs_limitpeople: rules.limitPeople,
    mcs_limitmost: rules.limitMost,
    mcs_scheduleminutes: rules.scheduleMinutes,
  };
}
