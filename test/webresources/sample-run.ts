/** A run that waits for approval, with the people it is about: what the service leaves behind. */
import { changesCsv } from '../../connector/sync/recording/changes-csv';
import type { ChangeLine } from '../../connector/sync/recording/change-lines';
import { reasons, type ReasonCode } from '../../connector/reconcile/reasons';
import { choices } from '../../webresources/schema.generated';
import type { FakeRow } from './fake-web-api';

const minutesAgo = (count: number): string => new Date(Date.now() - count * 60_000).toISOString();

export const runId = 'r-donors';

/** Adds the run's people and files to the tables, and says more of the run itself. */
export function addRun(tables: Record<string, FakeRow[]>, lines: readonly ChangeLine[] = changes()): FakeRow {
  const run = tables['mcs_syncruns']?.find((row) => row['mcs_syncrunid'] === runId) ?? {};
  Object.assign(run, {
    mcs_trigger: choices.mcs_runtrigger.person,
    mcs_sentence: '3 people would leave. Everything else is done. Waits until 28 Nov.',
    mcs_progress: 100,
    mcs_startedon: minutesAgo(88),
    mcs_finishedon: minutesAgo(84),
    mcs_correlationid: '5e1c0f6a-2d0b-4d0e-9a51-7f3a30f0a001',
    mcs_counts: JSON.stringify({
      plan: { create: 2, join: 4, add: 1, leaveList: 1, leaveMailchimp: 0, held: 3 },
      people: { inSync: 2001, mailable: 2004, waiting: 3, leftOut: 12, attention: 1 },
    }),
    '_createdby_value@OData.Community.Display.V1.FormattedValue': 'Alex Admin',
  });
  tables['annotations'] = [
    note('n-changes', 'changes.csv', 'text/csv', changesCsv(lines)),
    note('n-images', 'before-images.jsonl.gz', 'application/gzip', Buffer.from('x')),
  ];
  tables['contacts'] = people.filter(({ hidden }) => hidden !== true).map(contactOf);
  tables['leads'] = [];
  tables['mcs_audiencemembers'] = people.map(memberOf);
  return run;
}

export function note(id: string, filename: string, mimetype: string, body: Buffer): FakeRow {
  return {
    annotationid: id,
    _objectid_value: runId,
    filename,
    mimetype,
    filesize: body.length,
    documentbody: body.toString('base64'),
  };
}

interface SamplePerson {
  name: string;
  address: string;
  /** The user may not read the contact. */
  hidden?: true;
}

const people: SamplePerson[] = [
  { name: 'Ana Bell', address: 'ana.bell@example.com' },
  { name: 'Ben Cole', address: 'ben.cole@example.com' },
  { name: 'Carla Diaz', address: 'carla.diaz@example.com', hidden: true },
  { name: 'Dora Evans', address: 'dora.evans@example.com' },
  { name: 'Emil Fischer', address: 'emil.fischer@example.com' },
  { name: '<img src=x onerror=alert(1)>', address: 'img@example.com' },
];

const contactOf = ({ address, name }: SamplePerson, index: number): FakeRow => ({
  contactid: contactId(name),
  fullname: name,
  emailaddress1: address,
  index,
});

const memberOf = ({ address, name }: SamplePerson): FakeRow => ({
  mcs_audiencememberid: `m-${slug(name)}`,
  mcs_name: address,
  mcs_personname: name,
  _mcs_audienceid_value: 'a-donors',
  mcs_reason: choices.mcs_reason['needs-approval'],
});

const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
const contactId = (name: string): string => `c-${slug(name)}`;

export function change(index: number, more: Partial<ChangeLine> & { because?: ReasonCode }): ChangeLine {
  const person = people[index % people.length] ?? { name: '', address: '' };
  const { because, ...rest } = more;
  return {
    person: person.name,
    address: person.address,
    side: 'Mailchimp',
    what: 'archived (waits for approval)',
    from: 'Subscribed',
    to: 'Archived',
    reason: reasons[because ?? 'needs-approval'].sentence,
    type: 'contact',
    recordId: contactId(person.name),
    memberId: `m-${slug(person.name)}`,
    ...rest,
  };
}

function changes(): ChangeLine[] {
  return [
    change(3, {
      side: 'Dynamics 365',
      what: 'created contact',
      from: '',
      to: 'Dora Evans',
      because: 'mailchimp-later',
    }),
    change(3, {
      side: 'Dynamics 365',
      what: 'joined list',
      from: 'not on the list',
      to: 'on the list',
      because: 'mailchimp-later',
    }),
    change(4, {
      side: 'Mailchimp',
      what: 'added',
      from: 'Not in Mailchimp',
      to: 'Subscribed',
      because: 'not-in-mailchimp',
    }),
    change(4, { side: 'Mailchimp', what: 'first name', from: 'Emile', to: 'Emil', because: 'agreed' }),
    change(4, { side: 'Mailchimp', what: 'tag added (refused)', from: '', to: 'VIP', because: 'refused-by-mailchimp' }),
    change(5, {
      side: 'Dynamics 365',
      what: 'left list',
      from: 'on the list',
      to: 'not on the list',
      because: 'said-no',
    }),
    change(0, {}),
    change(1, {}),
    change(2, {}),
  ];
}
