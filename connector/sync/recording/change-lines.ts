/** The changes of a run in the words of the people who read them: one line per person, side and thing that changed. */

import { choiceLabels } from '../../dataverse/schema.generated';
import { reasons } from '../../reconcile/reasons';
import type { MailchimpMove } from '../../reconcile/decision';
import type { MemberStatus, PersonType } from '../../reconcile/situation';
import type { CarriedOut } from './carried-out';
import type { HeldPerson } from '../guard/held';
import { readable } from '../guard/overwrites';
import { otherCrmLines, otherMailchimpLines } from './other-lines';

export interface ChangeLine {
  person: string;
  address: string;
  side: 'Dynamics 365' | 'Mailchimp';
  what: string;
  from: string;
  to: string;
  reason: string;
  /** Which record it is, so that a page can show names only to those who may read it; empty where there is none. */
  type: PersonType | '';
  recordId: string;
  /** The row of the audience member: whom an approval names. */
  memberId: string;
  /** The service's own words, where it refused the change. */
  refusal?: string;
}

/** Everything that was planned for a person; what a service refused says so. */
export function changeLines(done: CarriedOut): ChangeLine[] {
  const { planned, after } = done;
  const [first] = after.addresses;
  const who = {
    person: nameIn(planned.addresses[0]?.row.personName, planned.create),
    address: first?.row.address ?? '',
    type: planned.type,
    recordId: after.personId ?? '',
    memberId: first?.row.id ?? '',
  };
  const why = reasons[first?.row.reason ?? 'agreed'].sentence;
  const lines: ChangeLine[] = [];
  const crm = (what: string, from: string, to: string, happened: boolean) =>
    lines.push({ ...who, side: 'Dynamics 365', what: said(what, happened), from, to, reason: why });

  if (planned.create) crm(`created ${planned.type}`, '', nameIn(undefined, planned.create), done.created);
  if (planned.crm === 'join' || planned.crm === 'create-and-join')
    crm('joined list', offList, onList, done.list === 'joined');
  if (planned.crm === 'leave') crm('left list', onList, offList, done.list === 'left');
  for (const [name, label] of names) {
    const value = planned.names?.[name];
    if (value !== undefined) crm(label, first?.read.crm?.[name] ?? '', value, done.namesToCrm);
  }
  for (const line of otherCrmLines(planned, after)) lines.push({ ...who, ...line, reason: why });
  for (const [index, { row, read, move, names: named }] of planned.addresses.entries()) {
    const now = after.addresses[index]?.row ?? row;
    const mailchimp = (what: string, from: string, to: string, happened: boolean) =>
      lines.push({
        ...who,
        address: row.address,
        memberId: row.id,
        side: 'Mailchimp',
        what: said(what, happened),
        from,
        to,
        reason: reasons[now.reason].sentence,
      });
    const status = read.mailchimp?.status ?? 'absent';
    if (move.do !== 'nothing')
      mailchimp(wordOf(move), labelOf(status), labelOf(row.status), done.addresses[index]?.moved ?? false);
    for (const [name, label] of names) {
      const value = named?.[name];
      if (value !== undefined)
        mailchimp(label, read.mailchimp?.[name] ?? '', value, done.addresses[index]?.names ?? false);
    }
    const other = otherMailchimpLines(planned.addresses[index]!, after.addresses[index]);
    for (const line of other)
      lines.push({ ...who, address: row.address, memberId: row.id, ...line, reason: reasons[now.reason].sentence });
  }
  return lines.map((line) => (line.what.endsWith('(refused)') ? { ...line, refusal: wordsFor(line, after) } : line));
}

function wordsFor({ side, memberId }: ChangeLine, { refusal, addresses }: CarriedOut['after']): string {
  const ofMember = addresses.find(({ row }) => row.id === memberId)?.refusal;
  return (side === 'Mailchimp' ? ofMember : refusal) ?? '';
}

/** What waits for approval, so that whoever approves reads names. */
export function heldLines({ name, address, crm, moves, personId, records, rowIds, type }: HeldPerson): ChangeLine[] {
  const who = {
    person: name,
    reason: reasons['needs-approval'].sentence,
    type: type ?? ('' as const),
    recordId: personId ?? '',
    memberId: rowIds[0] ?? '',
  };
  const waits = (what: string) => `${what} (waits for approval)`;
  const lines: ChangeLine[] = [];
  if (crm === 'leave')
    lines.push({ ...who, address, side: 'Dynamics 365', what: waits('left list'), from: onList, to: offList });
  if (crm === 'create-and-join' || crm === 'join')
    lines.push({ ...who, address, side: 'Dynamics 365', what: waits('joined list'), from: offList, to: onList });
  for (const { address: of, move, from, to } of moves)
    lines.push({
      ...who,
      address: of,
      side: 'Mailchimp',
      what: waits(wordOf(move)),
      from: labelOf(from),
      to: labelOf(to),
    });
  for (const [from, to] of records?.renames ?? [])
    lines.push({ ...who, address: from, side: 'Mailchimp', what: waits('address'), from, to });
  for (const [column, to] of records?.columns ?? [])
    lines.push({ ...who, address, side: 'Dynamics 365', what: waits(`address in ${column}`), from: '', to });
  for (const { side, tag, from, to } of records?.values ?? [])
    lines.push({
      ...who,
      address,
      side: side === 'crm' ? 'Dynamics 365' : 'Mailchimp',
      what: waits(`field ${tag}`),
      from: readable(from),
      to: readable(to),
    });
  if (records?.optOut === true)
    lines.push({
      ...who,
      address,
      side: 'Dynamics 365',
      what: waits('no bulk e-mail'),
      from: 'allowed',
      to: 'not allowed',
    });
  return lines;
}

const onList = 'on the list';
const offList = 'not on the list';

const names = [
  ['firstName', 'first name'],
  ['lastName', 'last name'],
] as const;

const said = (what: string, happened: boolean) => (happened ? what : `${what} (refused)`);

const labelOf = (status: MemberStatus): string => choiceLabels.mcs_memberstatus[status];

function wordOf(move: MailchimpMove): string {
  switch (move.do) {
    case 'archive':
      return 'archived';
    case 'unsubscribe':
      return 'unsubscribed';
    case 'add':
      return move.status === 'pending' ? 'asked to confirm' : 'added';
    case 'restore':
      return move.status === 'pending' ? 'asked to confirm' : 'subscribed again';
    case 'nothing':
      return '';
  }
}

function nameIn(name: string | undefined, create: { firstName: string; lastName: string } | null): string {
  return name || [create?.firstName, create?.lastName].filter(Boolean).join(' ');
}
