/** What a run would do, as sentences: the numbers of a preview turned into words. */
import { formatNumber } from '../../formats';
import type { PersonType } from '../board';
import { phraseOf } from '../reason-words';

/** The plan part of a run's counts. */
export interface PlanNumbers {
  create: number;
  join: number;
  add: number;
  leaveList: number;
  leaveMailchimp: number;
  leftOut: number;
  leftOutBy: Readonly<Record<string, number>>;
  waiting: number;
  attention: number;
  confirmations: number;
  namesToCrm: number;
  namesToMailchimp: number;
  /** Addresses that follow a change on the other side. */
  renames: number;
  /** People whose record is told that they want no bulk e-mail. */
  optOuts: number;
  otherType: number;
  inSync: number;
  held: number;
}

export interface PlanSentence {
  /** Shown large; the text goes on after it. */
  count: string;
  text: string;
  side: 'crm' | 'mailchimp' | 'nobody';
}

export function planSentences(plan: PlanNumbers, personType: PersonType): PlanSentence[] {
  const one = personType;
  const many = personType === 'contact' ? 'contacts' : 'leads';
  const otherOne = personType === 'contact' ? 'a lead' : 'a contact';
  const otherMany = personType === 'contact' ? 'leads' : 'contacts';
  const others =
    plan.otherType === 0
      ? ''
      : ` (${formatNumber(plan.otherType)} ${plural(plan.otherType, `is already ${otherOne}`, `are already ${otherMany}`)})`;
  const left = Object.entries(plan.leftOutBy)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => phraseOf(code, count));

  const all: [number, PlanSentence['side'], string][] = [
    [
      plan.create,
      'crm',
      plural(plan.create, `person will be created as a ${one}`, `people will be created as ${many}`) + `${others}.`,
    ],
    [plan.join, 'crm', plural(plan.join, `${one} joins the list.`, `${many} join the list.`)],
    [plan.add, 'mailchimp', plural(plan.add, 'person joins Mailchimp.', 'people join Mailchimp.')],
    [plan.leaveList, 'crm', plural(plan.leaveList, `${one} leaves the list.`, `${many} leave the list.`)],
    [
      plan.leaveMailchimp,
      'mailchimp',
      plural(plan.leaveMailchimp, 'person leaves Mailchimp.', 'people leave Mailchimp.'),
    ],
    [
      plan.namesToCrm,
      'crm',
      plural(plan.namesToCrm, 'name is filled in Dynamics 365.', 'names are filled in Dynamics 365.'),
    ],
    [
      plan.namesToMailchimp,
      'mailchimp',
      plural(plan.namesToMailchimp, 'name is filled in Mailchimp.', 'names are filled in Mailchimp.'),
    ],
    [plan.renames, 'mailchimp', plural(plan.renames, 'address follows its change.', 'addresses follow their change.')],
    [
      plan.optOuts,
      'crm',
      plural(
        plan.optOuts,
        `${one} is marked as wanting no bulk e-mail.`,
        `${many} are marked as wanting no bulk e-mail.`,
      ),
    ],
    [
      plan.leftOut,
      'nobody',
      plural(plan.leftOut, 'person is left out', 'people are left out') +
        (left.length === 0 ? '.' : ` (${left.join(', ')}).`),
    ],
    [plan.waiting, 'nobody', plural(plan.waiting, 'person waits for an answer.', 'people wait for an answer.')],
    [plan.attention, 'nobody', plural(plan.attention, 'person needs attention.', 'people need attention.')],
    [plan.held, 'nobody', plural(plan.held, 'change waits for your approval.', 'changes wait for your approval.')],
    [
      plan.inSync,
      'nobody',
      changesNothing(plan)
        ? plural(plan.inSync, 'person is in sync.', 'people are in sync.')
        : plural(plan.inSync, 'person will be in sync then.', 'people will be in sync then.'),
    ],
  ];
  return all.filter(([count]) => count > 0).map(([count, side, text]) => ({ count: formatNumber(count), text, side }));
}

/** Mails that Mailchimp sends to people because of this run. */
export function mailSentence(plan: PlanNumbers): string {
  if (plan.confirmations === 0) return 'No confirmation mail is sent.';
  return `${formatNumber(plan.confirmations)} ${plural(plan.confirmations, 'confirmation mail is', 'confirmation mails are')} sent.`;
}

/** What else can be set off by this run; null where nothing can. */
export function automationSentence(plan: PlanNumbers): string | null {
  const parts: string[] = [];
  if (plan.add > 0) parts.push(`joining can start Mailchimp journeys for ${people(plan.add)}`);
  if (plan.create > 0) parts.push(`creating can start your own flows for ${people(plan.create)}`);
  if (parts.length === 0) return null;
  const sentence = parts.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}: pause them first if you do not want that.`;
}

/** Nobody is pushed to Mailchimp before a person has said that these people agreed. */
export function agreementNeeded(plan: PlanNumbers): boolean {
  return plan.add > 0;
}

export function agreementSentence(plan: PlanNumbers): string {
  return plan.add === 1
    ? 'The person agreed to receive this mailing.'
    : `The ${people(plan.add)} agreed to receive this mailing.`;
}

export function changesNothing(plan: PlanNumbers): boolean {
  const changes = [
    plan.create,
    plan.join,
    plan.add,
    plan.leaveList,
    plan.leaveMailchimp,
    plan.namesToCrm,
    plan.namesToMailchimp,
    plan.renames,
    plan.optOuts,
    plan.confirmations,
    plan.held,
  ];
  return changes.every((count) => count === 0);
}

/** Null where the run wrote no plan. A number that is missing counts as none. */
export function readPlan(counts: string | null): PlanNumbers | null {
  if (counts === null) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(counts);
  } catch {
    return null;
  }
  const plan = member(parsed, 'plan');
  if (typeof plan !== 'object' || plan === null) return null;
  const number = (name: string): number => {
    const value = member(plan, name);
    return typeof value === 'number' ? value : 0;
  };
  return {
    create: number('create'),
    join: number('join'),
    add: number('add'),
    leaveList: number('leaveList'),
    leaveMailchimp: number('leaveMailchimp'),
    leftOut: number('leftOut'),
    leftOutBy: numbersIn(member(plan, 'leftOutBy')),
    waiting: number('waiting'),
    attention: number('attention'),
    confirmations: number('confirmations'),
    namesToCrm: number('namesToCrm'),
    namesToMailchimp: number('namesToMailchimp'),
    renames: number('renames'),
    optOuts: number('optOuts'),
    otherType: number('otherType'),
    inSync: number('inSync'),
    held: number('held'),
  };
}

function people(count: number): string {
  return `${formatNumber(count)} ${plural(count, 'person', 'people')}`;
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

function member(value: unknown, name: string): unknown {
  return Object.entries(value ?? {}).find(([key]) => key === name)?.[1];
}

function numbersIn(value: unknown): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, count] of Object.entries(value ?? {})) if (typeof count === 'number') numbers[name] = count;
  return numbers;
}
