/** What a run would do, as sentences: the numbers of a preview turned into words. */
import { formatNumber } from '../../formats';
import type { PersonType } from '../../frame/links';
import { phraseOf } from '../../standing/reason-words';
import { t, type TextKey } from '../../texts/texts';
import type { Values } from '../../texts/translator';

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
  /** People of whom a value is written over another one. */
  overwrites: number;
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
  const others = plan.otherType === 0 ? '' : t(`manage.plan.already.${personType}`, { count: plan.otherType });
  const reasons = Object.entries(plan.leftOutBy)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => phraseOf(code, count));
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  const inSync = changesNothing(plan) ? 'manage.plan.inSync' : 'manage.plan.inSyncThen';
  const all: [number, PlanSentence['side'], TextKey, Values?][] = [
    [plan.create, 'crm', `manage.plan.create.${personType}`, { others }],
    [plan.join, 'crm', `manage.plan.join.${personType}`],
    [plan.add, 'mailchimp', 'manage.plan.add'],
    [plan.leaveList, 'crm', `manage.plan.leaveList.${personType}`],
    [plan.leaveMailchimp, 'mailchimp', 'manage.plan.leaveMailchimp'],
    [plan.namesToCrm, 'crm', 'manage.plan.namesToCrm'],
    [plan.namesToMailchimp, 'mailchimp', 'manage.plan.namesToMailchimp'],
    [plan.renames, 'mailchimp', 'manage.plan.renames'],
    [plan.optOuts, 'crm', `manage.plan.optOuts.${personType}`],
    [plan.overwrites, 'nobody', 'manage.plan.overwrites'],
    [plan.leftOut, 'nobody', 'manage.plan.leftOut', { why }],
    [plan.waiting, 'nobody', 'manage.plan.waiting'],
    [plan.attention, 'nobody', 'manage.plan.attention'],
    [plan.held, 'nobody', 'manage.plan.held'],
    [plan.inSync, 'nobody', inSync],
  ];
  return all
    .filter(([count]) => count > 0)
    .map(([count, side, key, values]) => ({ count: formatNumber(count), text: t(key, { ...values, count }), side }));
}

/** Mails that Mailchimp sends to people because of this run. */
export function mailSentence(plan: PlanNumbers): string {
  if (plan.confirmations === 0) return t('manage.plan.noMails');
  return t('manage.plan.mails', { count: plan.confirmations });
}

/** What else can be set off by this run; null where nothing can. */
export function automationSentence({ add, create }: PlanNumbers): string | null {
  const joining = people(add);
  const creating = people(create);
  if (add > 0 && create > 0) return t('manage.plan.starts.both', { joining, creating });
  if (add > 0) return t('manage.plan.starts.joining', { joining });
  return create > 0 ? t('manage.plan.starts.creating', { creating }) : null;
}

/** Nobody is pushed to Mailchimp before a person has said that these people agreed. */
export function agreementNeeded(plan: PlanNumbers): boolean {
  return plan.add > 0;
}

export const agreementSentence = (plan: PlanNumbers): string => t('manage.plan.agreed', { count: plan.add });

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
    overwrites: number('overwrites'),
    otherType: number('otherType'),
    inSync: number('inSync'),
    held: number('held'),
  };
}

const people = (count: number): string => t('manage.plan.people', { count });

function member(value: unknown, name: string): unknown {
  return Object.entries(value ?? {}).find(([key]) => key === name)?.[1];
}

function numbersIn(value: unknown): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, count] of Object.entries(value ?? {})) if (typeof count === 'number') numbers[name] = count;
  return numbers;
}
