import { join } from 'node:path';

import { choices } from '../../../../connector/dataverse/schema.generated';
import { loadProviders } from '../../../../connector/sync/fields/providers';
import { startWorld, type World } from '../../../world';
import { ask, notesOf } from '../steady';

const listId = '0f1e1d00-0000-4000-8000-0000000000f1';
const audience = 'Customers';
const mailchimpId = 'f1e1d5a001';
const start = '2026-03-01T08:00:00Z';

interface Field {
  tag: string;
  name: string;
  type: string;
  required?: boolean;
  options?: Record<string, unknown>;
}
interface Someone {
  name: string;
  /** Null: not there. */
  member: Record<string, unknown> | null;
  contact: Record<string, unknown> | null;
}

const names: Field[] = [
  { tag: 'FNAME', name: 'First Name', type: 'text' },
  { tag: 'LNAME', name: 'Last Name', type: 'text' },
];
const address = (name: string) => `${name.toLowerCase()}@fields.example`;

let world: World;
afterEach(() => world.close());

async function open(mergeFields: Field[], people: Someone[], more: Record<string, unknown> = {}): Promise<void> {
  world = await startWorld();
  world.clock.set(new Date(start));
  const onList = people.filter(({ contact }) => contact);
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'fields',
          name: 'Fields Ltd',
          key: 'stand-in-us1',
          audiences: [
            {
              id: mailchimpId,
              name: audience,
              merge_fields: [...names, ...mergeFields],
              members: people.flatMap(({ name, member }) =>
                member
                  ? [
                      {
                        email_address: address(name),
                        status: 'subscribed',
                        merge_fields: { FNAME: name, LNAME: 'Stone', ...member },
                        timestamp_opt: '2026-01-01T09:00:00Z',
                        last_changed: '2026-01-01T09:00:00Z',
                      },
                    ]
                  : [],
              ),
            },
          ],
        },
      ],
    },
    dataverse: {
      ...more,
      contacts: onList.map(({ name, contact }) => ({
        firstname: name,
        lastname: 'Stone',
        emailaddress1: address(name),
        createdon: '2025-01-01T09:00:00Z',
        ...contact,
      })),
      lists: [
        {
          listid: listId,
          listname: 'Customers',
          createdfromcode: 2,
          members: onList.map(({ name }) => ({ email: address(name), addedOn: '2026-01-01T09:00:00Z' })),
        },
      ],
    },
  });
  await world.tie(audience, 'Customers');
}

async function map(tag: string, column: string, more: Record<string, unknown> = {}): Promise<void> {
  const { id } = await world.audience(audience);
  await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/mcs_fieldmappings`, {
    mcs_name: tag,
    mcs_mergetag: tag,
    mcs_column: column,
    'mcs_audienceid@odata.bind': `/mcs_audiences(${id})`,
    ...more,
  });
}

const contact = async (name: string, columns: string): Promise<Record<string, unknown>> => {
  const filter = `emailaddress1 eq '${address(name)}'`;
  const [found] = await world.get(`contacts?$select=contactid,${columns}&$filter=${filter}`);
  return found ?? {};
};

const edit = async (name: string, columns: Record<string, unknown>): Promise<void> => {
  const { contactid } = await contact(name, 'firstname');
  await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${String(contactid)})`, columns);
};

const play = (name: string, deed: object) =>
  world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, { audience, email: address(name), by: 'person', ...deed });

const member = async (name: string) =>
  (await world.services.mailchimp('MAILCHIMP_API_KEY').member(mailchimpId, address(name)))?.mergeFields ?? {};

const row = async (name: string): Promise<{ mcs_reason: number; mcs_outcome: number }> => {
  const filter = `mcs_name eq '${address(name)}'`;
  const [found] = await world.get<{ mcs_reason: number; mcs_outcome: number }>(
    `mcs_audiencemembers?$select=mcs_reason,mcs_outcome&$filter=${filter}`,
  );
  if (!found) throw new Error(`no row of ${name}`);
  return found;
};

const later = () => world.clock.advance(60 * 60);

/** Whatever was carried over is not carried over again. */
async function expectRest(): Promise<void> {
  later();
  const full = await world.sync(audience, { full: true });
  expect({ mailchimp: full.mailchimp.writes, dataverse: full.dataverse.writes }).toEqual({
    mailchimp: 0,
    dataverse: 0,
  });
}

const usual: Field[] = [
  { tag: 'PHONE', name: 'Phone', type: 'phone' },
  { tag: 'BIRTHDAY', name: 'Birthday', type: 'birthday' },
  { tag: 'ADDRESS', name: 'Address', type: 'address' },
  { tag: 'COMPANY', name: 'Company', type: 'text' },
];

test('without a mapping, the usual fields are filled on both sides in the first run, and people who are created or added bring theirs', async () => {
  const bedrock = { addr1: '345 Cave Stone Road', city: 'Bedrock', state: 'NV', zip: '70777' };
  await open(usual, [
    { name: 'Wilma', member: { PHONE: '555-1' }, contact: { birthdate: '1980-05-04', telephone1: '555-2' } },
    { name: 'Fred', member: { BIRTHDAY: '02/29', ADDRESS: bedrock }, contact: {} },
    { name: 'Pebbles', member: { PHONE: '555-3', BIRTHDAY: '06/07' }, contact: null },
    { name: 'Betty', member: null, contact: { telephone1: '555-4', birthdate: '1981-01-02' } },
  ]);
  await world.sync(audience);
  expect(await member('Wilma')).toMatchObject({ PHONE: '555-1', BIRTHDAY: '05/04' });
  expect(await contact('Wilma', 'telephone1')).toMatchObject({ telephone1: '555-2' });
  expect(await contact('Fred', 'birthdate,address1_line1,address1_city,address1_country')).toMatchObject({
    birthdate: '1904-02-29',
    address1_line1: '345 Cave Stone Road',
    address1_city: 'Bedrock',
  });
  expect(await contact('Pebbles', 'telephone1,birthdate,lastname')).toMatchObject({
    telephone1: '555-3',
    birthdate: '1904-06-07',
    lastname: 'Stone',
  });
  expect(await member('Betty')).toMatchObject({ FNAME: 'Betty', PHONE: '555-4', BIRTHDAY: '01/02' });
  await expectRest();

  await edit('Fred', { birthdate: '1960-03-04', telephone1: '555-5' });
  await play('Wilma', { do: 'edit', merge_fields: { PHONE: '555-6', BIRTHDAY: '05/05' } });
  later();
  const report = await world.sync(audience);
  expect(report.counts.plan).toMatchObject({ namesToCrm: 1, namesToMailchimp: 1 });
  expect(await member('Fred')).toMatchObject({ BIRTHDAY: '03/04', PHONE: '555-5' });
  expect(await contact('Wilma', 'telephone1,birthdate')).toMatchObject({
    telephone1: '555-6',
    birthdate: '1980-05-05',
  });
  await expectRest();
});

test('a mapping chosen by people: types, rules, a lookup, and a field that is created; a change of it looks at everybody again', async () => {
  await open(
    [{ tag: 'ROLE', name: 'Role', type: 'dropdown', options: { choices: ['Employee', 'Decision Maker'] } }],
    [
      { name: 'Wilma', member: { ROLE: 'Employee' }, contact: { accountrolecode: 1, numberofchildren: 1 } },
      { name: 'Fred', member: {}, contact: { accountrolecode: 2, isbackofficecustomer: true } },
    ],
  );
  const account = await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/accounts`, { name: 'Slate & Co' });
  const accountId = /\(([0-9a-f-]{36})\)/.exec(account.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
  await edit('Fred', { 'parentcustomerid_account@odata.bind': `/accounts(${accountId})` });
  await map('ROLE', 'accountrolecode', { mcs_conflictrule: choices.mcs_conflictrule.crm });
  await map('CHILDREN', 'numberofchildren', { mcs_createmissing: true, mcs_blankrule: choices.mcs_blankrule.clear });
  await map('FIRM', 'parentcustomerid_account.name', { mcs_createmissing: true, mcs_default: 'None' });
  await map('GONE', 'new_vanished');
  await map('WRONG', 'birthdate');
  const first = await world.sync(audience);
  expect(first.status).toBe('completed-with-issues');
  expect(first.sentence).toMatch(/GONE is stopped: a contact has no column new_vanished/);
  expect(first.sentence).toMatch(/WRONG is stopped: Mailchimp has no such merge field/);
  expect(await member('Wilma')).toMatchObject({ ROLE: 'Decision Maker', CHILDREN: 1, FIRM: 'None' });
  expect(await member('Fred')).toMatchObject({ ROLE: 'Employee', FIRM: 'Slate & Co', CHILDREN: '' });
  const created = await world.services.mailchimp('MAILCHIMP_API_KEY').mergeFields(mailchimpId);
  expect(created.find(({ tag }) => tag === 'CHILDREN')).toMatchObject({ type: 'number', name: 'CHILDREN' });
  await expectRest();
  // Manage offers what Mailchimp has.
  expect(JSON.parse((await world.audience(audience)).mergeFields ?? '[]')).toEqual([
    { tag: 'CHILDREN', name: 'CHILDREN', type: 'number', required: false },
    { tag: 'FIRM', name: 'FIRM', type: 'text', required: false },
    { tag: 'FNAME', name: 'First Name', type: 'text', required: false },
    { tag: 'LNAME', name: 'Last Name', type: 'text', required: false },
    { tag: 'ROLE', name: 'Role', type: 'dropdown', required: false },
  ]);

  await play('Wilma', { do: 'edit', merge_fields: { CHILDREN: '', ROLE: 'Employee' } });
  later();
  await world.sync(audience);
  expect(await contact('Wilma', 'numberofchildren,accountrolecode')).toMatchObject({
    numberofchildren: null,
    accountrolecode: 2,
  });

  await map('CUSTOMER', 'isbackofficecustomer', { mcs_createmissing: true });
  later();
  await world.sync(audience);
  expect(await member('Fred')).toMatchObject({ CUSTOMER: 'Yes' });
  await expectRest();
});

test('a lookup goes to Mailchimp as the name of the record behind it, and never back', async () => {
  await open(
    [],
    [
      { name: 'Wilma', member: {}, contact: {} },
      { name: 'Fred', member: null, contact: {} },
    ],
  );
  const account = await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/accounts`, { name: 'Slate & Co' });
  const accountId = /\(([0-9a-f-]{36})\)/.exec(account.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
  await edit('Wilma', { 'parentcustomerid_account@odata.bind': `/accounts(${accountId})` });
  await map('FIRM', 'parentcustomerid', { mcs_createmissing: true });
  await map('OWNER', 'ownerid', { mcs_createmissing: true });
  await map('BACK', 'parentcustomerid', {
    mcs_createmissing: true,
    mcs_direction: choices.mcs_direction['to-crm'],
  });
  const first = await world.sync(audience);
  expect(first.sentence).toMatch(/BACK is stopped: the column parentcustomerid can only be read/);
  expect(await member('Wilma')).toMatchObject({ FIRM: 'Slate & Co', OWNER: 'Alex Admin' });
  expect(await member('Fred')).toMatchObject({ FIRM: '', OWNER: 'Alex Admin' });
  await expectRest();

  later();
  await edit('Fred', { 'parentcustomerid_account@odata.bind': `/accounts(${accountId})` });
  await play('Wilma', { do: 'edit', merge_fields: { FIRM: 'Mine' } });
  await world.sync(audience);
  expect(await member('Fred')).toMatchObject({ FIRM: 'Slate & Co' });
  expect(await contact('Wilma', '_parentcustomerid_value')).toMatchObject({ _parentcustomerid_value: accountId });
  await expectRest();
});

test('when both moved, the later one counts, or the side that the mapping names', async () => {
  await open(
    [
      { tag: 'JOB', name: 'Job', type: 'text' },
      { tag: 'NICK', name: 'Nickname', type: 'text' },
    ],
    [{ name: 'Wilma', member: { JOB: 'a', NICK: 'a' }, contact: { jobtitle: 'a', nickname: 'a' } }],
  );
  await map('JOB', 'jobtitle');
  await map('NICK', 'nickname', { mcs_conflictrule: choices.mcs_conflictrule.crm });
  await world.sync(audience);
  later();
  await edit('Wilma', { jobtitle: 'crm', nickname: 'crm' });
  later();
  await play('Wilma', { do: 'edit', merge_fields: { JOB: 'mailchimp', NICK: 'mailchimp' } });
  later();
  await world.sync(audience);
  expect(await contact('Wilma', 'jobtitle,nickname')).toMatchObject({ jobtitle: 'mailchimp', nickname: 'crm' });
  expect(await member('Wilma')).toMatchObject({ JOB: 'mailchimp', NICK: 'crm' });
  await expectRest();
});

test('a value that cannot be taken is reported for that person alone, and everything else goes on', async () => {
  await open(
    [
      { tag: 'ZIP', name: 'Zip', type: 'zip' },
      { tag: 'SITE', name: 'Site', type: 'text' },
    ],
    [
      { name: 'Wilma', member: {}, contact: { address1_postalcode: 'SW1A 1AA', websiteurl: 'https://w.example' } },
      { name: 'Fred', member: {}, contact: { address1_postalcode: '70777' } },
      { name: 'Betty', member: null, contact: { address1_postalcode: 'none', websiteurl: 'https://b.example' } },
    ],
  );
  await map('ZIP', 'address1_postalcode');
  await map('SITE', 'websiteurl');
  const report = await world.sync(audience);
  expect(report.status).toBe('completed-with-issues');
  expect(await member('Wilma')).toMatchObject({ ZIP: '', SITE: 'https://w.example' });
  expect(await member('Betty')).toMatchObject({ ZIP: '', SITE: 'https://b.example' });
  expect(await member('Fred')).toMatchObject({ ZIP: '70777' });
  expect((await row('Wilma')).mcs_reason).toBe(choices.mcs_reason['fields-refused']);
  expect((await row('Betty')).mcs_reason).toBe(choices.mcs_reason['fields-refused']);
  expect((await row('Fred')).mcs_outcome).toBe(choices.mcs_outcome['in-sync']);
  await expectRest();
  expect((await row('Wilma')).mcs_reason).toBe(choices.mcs_reason['fields-refused']);

  await edit('Wilma', { address1_postalcode: '10115' });
  later();
  await world.sync(audience);
  expect(await member('Wilma')).toMatchObject({ ZIP: '10115' });
  expect((await row('Wilma')).mcs_outcome).toBe(choices.mcs_outcome['in-sync']);
});

test('a value that Mailchimp itself refuses is left out, and the rest of the person is written', async () => {
  await open(
    [
      { tag: 'SITE', name: 'Site', type: 'text' },
      { tag: 'JOB', name: 'Job', type: 'text' },
    ],
    [
      { name: 'Wilma', member: {}, contact: { websiteurl: 'https://w.example', jobtitle: 'Boss' } },
      { name: 'Fred', member: {}, contact: { websiteurl: 'https://f.example' } },
    ],
  );
  await map('SITE', 'websiteurl');
  await map('JOB', 'jobtitle');
  const wilma = await world.services.mailchimp('MAILCHIMP_API_KEY').member(mailchimpId, address('Wilma'));
  await world.send('POST', `${world.mailchimpUrl}/_sandbox/faults`, {
    method: 'PATCH',
    pathContains: wilma?.id,
    times: 1,
    status: 400,
    body: {
      type: 'https://mailchimp.com/developer/marketing/docs/errors/',
      title: 'Invalid Resource',
      status: 400,
      detail: 'Your merge fields were invalid.',
      instance: '1',
      errors: [{ field: 'SITE', message: 'This looks wrong.' }],
    },
  });
  await world.sync(audience);
  expect(await member('Wilma')).toMatchObject({ SITE: '', JOB: 'Boss' });
  expect(await member('Fred')).toMatchObject({ SITE: 'https://f.example' });
  expect((await row('Wilma')).mcs_reason).toBe(choices.mcs_reason['fields-refused']);
  later();
  await world.sync(audience, { full: true });
  expect(await member('Wilma')).toMatchObject({ SITE: 'https://w.example' });
  expect((await row('Wilma')).mcs_outcome).toBe(choices.mcs_outcome['in-sync']);
});

test('an audience that goes one way only keeps its fields going that way', async () => {
  await open(usual, [{ name: 'Wilma', member: { PHONE: '555-1' }, contact: { birthdate: '1980-05-04' } }]);
  const { id } = await world.audience(audience);
  await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
    mcs_direction: choices.mcs_direction['to-mailchimp'],
  });
  await world.sync(audience);
  expect(await contact('Wilma', 'telephone1')).toMatchObject({ telephone1: null });
  expect(await member('Wilma')).toMatchObject({ BIRTHDAY: '05/04' });
});

test('says which required merge fields nothing fills', async () => {
  await open(
    [{ tag: 'TAXID', name: 'Tax', type: 'text', required: true }],
    [{ name: 'Wilma', member: {}, contact: {} }],
  );
  const report = await world.sync(audience);
  expect(report.status).toBe('completed');
  expect(report.sentence).toMatch(/Mailchimp requires TAXID of new members/);
});

test('a member data provider fills a merge field of its own, one way, and only looks at whom it names', async () => {
  await open(
    [],
    [
      { name: 'Wilma', member: {}, contact: {} },
      { name: 'Fred', member: {}, contact: {} },
    ],
  );
  world.services.providers = loadProviders(join(__dirname, '../../../../docs/providers'));
  // What a provider reads beyond contacts and leads, the service user needs a role of its own for.
  await world.send('POST', `${world.dataverseUrl}/_sandbox/privileges`, {
    user: 'stand-in-service',
    grant: ['prvReadOpportunity'],
  });
  const win = async (name: string, day: string) => {
    const { contactid } = await contact(name, 'firstname');
    await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/opportunities`, {
      name: `Stones for ${name}`,
      'parentcontactid@odata.bind': `/contacts(${String(contactid)})`,
      actualclosedate: day,
      statecode: 1,
      statuscode: 3,
    });
  };
  await win('Wilma', '2026-01-05');
  await world.sync(audience);
  expect(await member('Wilma')).toMatchObject({ LASTWON: '2026-01-05' });
  expect(await member('Fred')).toMatchObject({ LASTWON: '' });
  await expectRest();

  later();
  await win('Fred', '2026-02-06');
  later();
  const report = await world.sync(audience);
  expect(report.counts.plan).toMatchObject({ namesToMailchimp: 1 });
  expect(await member('Fred')).toMatchObject({ LASTWON: '2026-02-06' });
});

test('a provider that fails stops nobody, and is made up for by the next run', async () => {
  await open([], [{ name: 'Wilma', member: {}, contact: {} }]);
  let works = false;
  world.services.providers = [
    {
      name: 'moody',
      mergeFields: [{ tag: 'MOOD', name: 'Mood' }],
      changedSince: () => Promise.resolve([]),
      values: (_crm, ids) =>
        works
          ? Promise.resolve(new Map(ids.map((id) => [id, { MOOD: 'good' }])))
          : Promise.reject(new Error('not now')),
    },
  ];
  await edit('Wilma', { lastname: 'Slate' });
  const failed = await world.sync(audience);
  expect(failed.sentence).toMatch(/provider moody failed/);
  works = true;
  later();
  await world.sync(audience);
  expect(await member('Wilma')).toMatchObject({ MOOD: 'good' });
});

test('an undo puts fields back on both sides, the run lists them, and they stay back', async () => {
  await open(usual, [
    { name: 'Wilma', member: { PHONE: '555-1' }, contact: { telephone1: '555-1', birthdate: '1980-05-04' } },
    { name: 'Fred', member: { PHONE: '555-2' }, contact: { telephone1: '555-2' } },
  ]);
  await world.sync(audience);
  later();
  await edit('Wilma', { telephone1: '555-9' });
  await play('Fred', { do: 'edit', merge_fields: { PHONE: '555-8', BIRTHDAY: '03/04' } });
  await play('Wilma', { do: 'edit', merge_fields: { FNAME: 'Wilma', LNAME: 'Slate' } });
  later();
  await world.sync(audience);
  expect(await contact('Fred', 'telephone1,birthdate')).toMatchObject({ telephone1: '555-8', birthdate: '1904-03-04' });
  const { id } = await world.audience(audience);
  const [done] = await world.services.crm.runsOf(id, 1);
  const [csv = ''] = await notesOf(world, done?.id ?? '', 'changes');
  expect(csv).toMatch(/PHONE.*555-2.*555-8/);
  expect(csv).toMatch(/PHONE.*555-1.*555-9/);

  const undo = await ask(world, 'undo', { undo: done?.id }, { audience });
  expect(undo).toMatchObject({ status: 'completed', counts: { undo: { people: 2, moved: 0 } } });
  expect(await contact('Fred', 'telephone1,birthdate')).toMatchObject({ telephone1: '555-2', birthdate: null });
  expect(await member('Wilma')).toMatchObject({ PHONE: '555-1' });
  expect(await contact('Wilma', 'telephone1,lastname')).toMatchObject({ telephone1: '555-9', lastname: 'Stone' });
  await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
    mcs_tiestate: choices.mcs_tiestate.running,
  });
  await expectRest();
});

test('all addresses of a person say what the record says, and what one of them hears reaches the others', async () => {
  const second = 'wilma.two@fields.example';
  await open(
    [{ tag: 'JOB', name: 'Job', type: 'text' }],
    [
      {
        name: 'Wilma',
        member: { JOB: 'Director' },
        contact: { jobtitle: 'Director', emailaddress2: second },
      },
    ],
  );
  await map('JOB', 'jobtitle');
  await map('FNAME', 'firstname');
  await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
    audience,
    email: second,
    by: 'person',
    do: 'subscribe',
    merge_fields: { FNAME: 'Wilma', LNAME: 'Stone' },
  });
  const ofSecond = async () =>
    (await world.services.mailchimp('MAILCHIMP_API_KEY').member(mailchimpId, second))?.mergeFields ?? {};
  await world.sync(audience);
  expect(await ofSecond()).toMatchObject({ JOB: 'Director', FNAME: 'Wilma' });
  await expectRest();

  later();
  await edit('Wilma', { jobtitle: 'Owner' });
  await world.sync(audience);
  expect([(await member('Wilma'))['JOB'], (await ofSecond())['JOB']]).toEqual(['Owner', 'Owner']);
  await expectRest();

  later();
  await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
    audience,
    email: second,
    by: 'person',
    do: 'edit',
    merge_fields: { JOB: 'Founder', FNAME: 'Willy' },
  });
  await world.sync(audience);
  expect(await contact('Wilma', 'jobtitle,firstname')).toMatchObject({ jobtitle: 'Founder', firstname: 'Willy' });
  expect(await member('Wilma')).toMatchObject({ JOB: 'Founder', FNAME: 'Willy' });
  expect(await ofSecond()).toMatchObject({ JOB: 'Founder', FNAME: 'Willy' });
  await expectRest();

  // Both at once: the record hears both, and says one thing to both.
  later();
  await play('Wilma', { do: 'edit', merge_fields: { JOB: 'One' } });
  world.clock.advance(60);
  await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
    audience,
    email: second,
    by: 'person',
    do: 'edit',
    merge_fields: { JOB: 'Two' },
  });
  await world.sync(audience);
  const said = [
    (await contact('Wilma', 'jobtitle'))['jobtitle'],
    (await member('Wilma'))['JOB'],
    (await ofSecond())['JOB'],
  ];
  expect(new Set(said).size).toBe(1);
  await expectRest();
});
