/** One person's whole story in one audience, read from both sides and from what runs have written down; changes nothing. */

import type { AudienceRow, ListEvent, MarketingList, MemberRow, Person, RunRow } from '../dataverse/port';
import { choiceLabels } from '../dataverse/schema.generated';
import type { Member } from '../mailchimp/port';
import { fold } from '../reconcile/match-people';
import { readMailchimpWord } from '../reconcile/read-mailchimp-word';
import { reasons, type ReasonCode } from '../reconcile/reasons';
import type { CrmWord, MailchimpWord, PersonType } from '../reconcile/situation';
import { ServiceError } from '../service-error';
import { mailchimpOf, type Services } from './run/services';

export interface Known {
  audience: AudienceRow;
  list: MarketingList | null;
  member: Member | null;
  /** The row of the address. */
  row: MemberRow | null;
  person: Person | null;
  /** Since when on the list. */
  addedOn: string | null;
  events: ListEvent[];
  runs: RunRow[];
}

export interface Story {
  lines: string[];
  /** Whether either side or a run knows the address. */
  isKnown: boolean;
}

export async function why(services: Services, audience: AudienceRow, address: string): Promise<Story> {
  const known = await lookUp(services, audience, address);
  return { lines: tell(address, known), isKnown: isKnown(known) };
}

const isKnown = ({ member, row, person }: Known): boolean => member !== null || row !== null || person !== null;

async function lookUp(services: Services, audience: AudienceRow, address: string): Promise<Known> {
  const { crm } = services;
  const account = (await crm.accounts()).find(({ id }) => id === audience.accountId);
  if (!account) throw new ServiceError('misconfigured', `${audience.name} belongs to no Mailchimp account.`);
  const list = audience.marketingListId ? await crm.marketingList(audience.marketingListId) : null;
  const type: PersonType = list?.memberType === 'lead' ? 'lead' : 'contact';
  const member = await mailchimpOf(services, account).member(audience.listId, address);
  const owners = await crm.peopleByAddress(type, [address]);
  const rows = await crm.memberRowsOf(audience.id, {
    mailchimpContactIds: member ? [member.contactId] : [],
    memberIds: member ? [member.id] : [],
    personIds: owners.map(({ id }) => id),
  });
  const row = rows.find((one) => fold(one.address) === fold(address)) ?? rows[0] ?? null;
  const linked = row?.personId ? await crm.peopleById(type, [row.personId]) : [];
  const person = linked[0] ?? owners[0] ?? null;
  const personId = person?.id ?? row?.personId ?? null;
  const places = list && personId ? await crm.listMembersAmong(list.id, [personId]) : [];
  return {
    audience,
    list,
    member,
    row,
    person,
    addedOn: places[0]?.addedOn ?? null,
    events: list && personId ? await crm.listEventsOf(list.id, [personId]) : [],
    runs: await crm.runsOf(audience.id, 5),
  };
}

/** In order: both sides now and as last seen, what happened, what is remembered, what was decided and why, the last runs. */
export function tell(address: string, known: Known): string[] {
  const { audience, list, member, row, person } = known;
  if (!isKnown(known)) {
    return [
      `${address} is not known in ${audience.name}: no member in Mailchimp has it, nobody in Dynamics 365 has it, and no run has seen it.`,
    ];
  }
  return [
    `${address} in ${audience.name}${list ? `, tied to ${list.name}` : ', tied to no list'}. Times are UTC.`,
    '',
    'Now',
    `  Mailchimp: ${ofMailchimp(readMailchimpWord(member, row?.last.mailchimp ?? null))}.`,
    `  Dynamics 365: ${ofPerson(person)}; ${ofPlace({ onList: known.addedOn !== null, changedOn: known.addedOn })}.`,
    ...(row
      ? [
          'As the last run left it',
          `  Mailchimp: ${row.last.mailchimp ? ofMailchimp(row.last.mailchimp) : 'never seen'}.`,
          `  Dynamics 365: ${row.last.crm ? ofPlace(row.last.crm) : 'never seen'}.`,
        ]
      : ['No run has seen this person yet.']),
    ...section('What happened', history(known)),
    ...section('Remembered', remembered(row)),
    ...section('Decided', decided(row, audience)),
    ...section('Last runs', known.runs.map(ofRun)),
  ];
}

const section = (title: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

function history({ member, person, events, addedOn, row }: Known): string[] {
  const happened: { at: string; what: string }[] = events.map(({ kind, occurredOn }) => ({
    at: occurredOn,
    what: kind === 'added' ? 'added to the list' : 'removed from the list',
  }));
  if (person) happened.push({ at: person.createdOn, what: 'record created in Dynamics 365' });
  if (addedOn && !events.some(({ kind, occurredOn }) => kind === 'added' && occurredOn === addedOn))
    happened.push({ at: addedOn, what: 'added to the list' });
  const word = readMailchimpWord(member, row?.last.mailchimp ?? null);
  if (member?.timestampOpt) {
    const bySync = word.status === 'subscribed' && word.by === 'us';
    happened.push({
      at: member.timestampOpt,
      what: bySync ? 'added to Mailchimp by a sync' : 'signed up in Mailchimp',
    });
  }
  if (member && member.status !== 'subscribed' && word.changedOn)
    happened.push({ at: word.changedOn, what: `${statusOf(word)} in Mailchimp${byWhom(word)}` });
  const left = row?.last.crm;
  if (left && !left.onList && left.changedOn && !events.some(({ occurredOn }) => occurredOn === left.changedOn))
    happened.push({ at: left.changedOn, what: 'not on the list any more, as a run found or made it' });
  return happened
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map(({ at, what }) => `${when(at)}: ${what}.`);
}

const kinds = {
  unsubscribed: 'unsubscribed',
  complained: 'reported a mailing as unwanted',
  bounced: 'the address bounced',
  unconfirmed: 'was asked to confirm and did not',
  forgotten: 'was deleted for good',
} as const;

function remembered(row: MemberRow | null): string[] {
  if (!row?.no) return [];
  const { kind, since, seenOn, askedOn } = row.no;
  const asked = askedOn ? ` A confirmation was asked for on ${when(askedOn)}.` : '';
  return [`A no: ${kinds[kind]} on ${when(since)}, first seen by a run on ${when(seenOn)}.${asked}`];
}

function decided(row: MemberRow | null, audience: AudienceRow): string[] {
  if (!row) return [];
  const { title, sentence, cure } = reasons[row.reason];
  const rule = rules[row.reason]?.(audience);
  return [
    `${choiceLabels.mcs_outcome[row.outcome]}: ${sentence.startsWith(title) ? '' : `${title}. `}${sentence}`,
    ...(rule ? [`Rule: ${rule}`] : []),
    ...(cure ? [`What can be done: ${cure}`] : []),
    ...(row.retryDue ? [`Looked at again on ${when(row.retryDue)}.`] : []),
  ];
}

const rules: Partial<Record<ReasonCode, (audience: AudienceRow) => string>> = {
  'crm-moved': () => 'only one side moved, so it wins.',
  'mailchimp-moved': () => 'only one side moved, so it wins.',
  'crm-later': () => laterWins,
  'mailchimp-later': () => laterWins,
  'never-on-list': () => 'without a history on the list Mailchimp wins.',
  'not-in-mailchimp': () => 'who is not in Mailchimp follows the list.',
  'said-no': ({ resubscribeRule }) => afterNo(resubscribeRule),
  complained: ({ resubscribeRule }) => afterNo(resubscribeRule),
  unconfirmed: ({ resubscribeRule }) => afterNo(resubscribeRule),
  'direction-off': ({ direction }) => `direction: ${choiceLabels.mcs_direction[direction]}.`,
  untagged: ({ removalRule }) => afterLeaving(removalRule),
  'not-ours': ({ removalRule }) => afterLeaving(removalRule),
  'creation-off': () => 'people whom nobody in Dynamics 365 knows are not created.',
  'needs-approval': ({ limitPeople, limitPercent, limitMost }) =>
    `more than ${limitPeople} people and ${limitPercent} %, or more than ${limitMost}, wait for a person.`,
};

const laterWins = 'both sides moved, or the person was new: the later date wins, Dynamics 365 on a tie.';

const afterNo = (rule: AudienceRow['resubscribeRule']) =>
  `somebody who said no and is added to the list again: ${choiceLabels.mcs_resubscriberule[rule]}.`;

const afterLeaving = (rule: AudienceRow['removalRule']) =>
  `somebody leaves the list: ${choiceLabels.mcs_removalrule[rule]}.`;

function ofMailchimp(word: MailchimpWord): string {
  if (word.status === 'absent') return 'not there';
  return `${statusOf(word)}${word.changedOn ? ` since ${when(word.changedOn)}` : ''}${byWhom(word)}`;
}

const statusOf = ({ status }: MailchimpWord) => choiceLabels.mcs_memberstatus[status].toLowerCase();

function byWhom({ by, status }: MailchimpWord): string {
  if (status === 'subscribed') return '';
  return { us: ', by a sync', admin: ', by an administrator', person: ', by the person', unknown: '' }[by];
}

function ofPerson(person: Person | null): string {
  if (!person) return 'no record';
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ') || 'without a name';
  return `${person.type} ${name}, ${person.state}${person.optedOut ? ', no bulk e-mail' : ''}`;
}

const ofPlace = ({ onList, changedOn }: CrmWord): string =>
  `${onList ? 'on the list' : 'not on the list'}${changedOn ? ` since ${when(changedOn)}` : ''}`;

const ofRun = ({ createdOn, mode, status, sentence }: RunRow): string =>
  `${when(createdOn)}: ${choiceLabels.mcs_runmode[mode]}, ${choiceLabels.mcs_runstatus[status]}. ${sentence ?? ''}`.trimEnd();

const when = (date: string): string =>
  new Date(date)
    .toLocaleString('en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'UTC',
    })
    .replace(',', '');
