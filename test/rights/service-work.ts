/** What the service does in Dynamics 365, one thing at a time, each as often as wanted. */

import { createInspection } from '../../connector/dataverse/inspection';
import type { Crm, MemberRow } from '../../connector/dataverse/port';
import { createTokenSource } from '../../connector/dataverse/token';
import { administratorId, tokens } from '../../sandbox/dataverse/users';
import { contactSeed, idOf, newId, startConnection, type Connection } from '../connector/dataverse/connection';

export interface Workplace extends Connection {
  accountId: string;
  audienceId: string;
  runId: string;
  rowId: string;
  tags: { tagId: string; name: string; memberCount: number }[];
  interests: { interestId: string; category: string; name: string; memberCount: number }[];
  /** Rows that nobody will miss. */
  spare: string[];
}

const listId = idOf('list', 1);
const tagListId = idOf('list', 2);
const owner = { ownerId: administratorId, ownerType: 'systemuser' } as const;
const note = { subject: 'Changes', mimetype: 'text/csv', body: Buffer.from('a') };

export async function openWorkplace(): Promise<Workplace> {
  const connection = await startConnection({
    seed: {
      accounts: [{ accountid: idOf('other', 1), name: 'Contoso' }],
      contacts: [
        contactSeed(1, { 'parentcustomerid_account@odata.bind': `/accounts(${idOf('other', 1)})` }),
        contactSeed(2),
      ],
      leads: [{ leadid: idOf('lead', 1), lastname: 'Lead', emailaddress1: 'l1@contoso.test' }],
      lists: [
        { listid: listId, listname: 'Customers', createdfromcode: 2, members: [{ id: idOf('contact', 1) }] },
        { listid: tagListId, listname: 'VIPs', createdfromcode: 2 },
      ],
    },
  });
  const { crm } = connection;
  const accountId = await saveAccount(crm, 'contoso1');
  await crm.saveAudiences(accountId, [{ listId: 'a1', name: 'News', doubleOptIn: false, memberCount: 0 }]);
  const audienceId = (await crm.audiences())[0]?.id ?? '';
  const run = { mode: 'sync', trigger: 'schedule', consentConfirmed: false, name: 'Sync' } as const;
  const runId = await crm.createRun({ audienceId, ...run });
  const [row, ...spare] = Array.from({ length: 20 }, () => memberRow());
  await crm.createMemberRows({ id: audienceId, ...owner }, runId, [...(row ? [row] : []), ...spare]);
  await crm.addNote(runId, { ...note, filename: 'changes.csv' });
  const tags = [{ tagId: 't1', name: 'VIP', memberCount: 1 }];
  const interests = [{ interestId: 'i1', category: 'Topics', name: 'Jazz', memberCount: 1 }];
  await crm.saveTags(audienceId, tags);
  await crm.saveInterests(audienceId, interests);
  await connection.send('POST', '/api/data/v9.2/serviceendpoints', {
    name: 'Audience Sync',
    url: 'http://127.0.0.1:9/',
    contract: 8,
    connectionmode: 1,
    authtype: 4,
    authvalue: 'x',
    messageformat: 2,
  });
  return {
    ...connection,
    accountId,
    audienceId,
    runId,
    rowId: row?.id ?? '',
    tags,
    interests,
    spare: spare.map(({ id }) => id),
  };
}

type Deed = (place: Workplace) => Promise<unknown>;

let counter = 0;
const fresh = (text: string) => `${text}${(counter += 1)}`;

/** By what the product calls it. */
export const serviceWork: Readonly<Record<string, Deed>> = {
  'learns who it is': ({ crm }) => crm.me(),
  'writes down a Mailchimp account': ({ crm }) => saveAccount(crm, fresh('account')),
  'notes how an account answers': ({ crm }) => saveAccount(crm, 'contoso1'),
  'says that it is alive': ({ crm, accountId }) => crm.heartbeat(accountId, '2026-01-05T09:00:00Z'),
  'gets audiences from Mailchimp': ({ crm, accountId }) =>
    crm.saveAudiences(accountId, [{ listId: fresh('b'), name: 'Offers', doubleOptIn: false, memberCount: 1 }]),
  'says how an audience stands': ({ crm, audienceId }) =>
    crm.changeAudience(audienceId, { syncStatus: 'synced', statusSentence: fresh('Said ') }),
  'asks what somebody may do with an audience': ({ crm, audienceId }) =>
    crm.mayWrite(administratorId, 'mcs_audience', audienceId),
  'asks what somebody may do with a list': ({ crm }) => crm.mayWrite(administratorId, 'list', listId),
  'marks a list with its audience': ({ crm, audienceId }) => crm.markList(listId, audienceId),
  'reads who is on a list': async ({ crm }) => {
    for await (const page of crm.peopleOnList(listId, 'contact')) void page;
    for await (const page of crm.listMembers(listId)) void page;
  },
  'adds a contact to a list': ({ crm }) => crm.addToList(listId, 'contact', [idOf('contact', 2)]),
  'takes a contact off a list': async (place) => {
    await place.send('POST', '/api/data/v9.2/AddListMembersList', {
      List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listId },
      Members: [{ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: idOf('contact', 2) }],
    });
    return place.crm.removeFromList(listId, 'contact', [idOf('contact', 2)]);
  },
  'finds contacts by address': ({ crm }) => crm.peopleByAddress('contact', ['c1@contoso.test']),
  'finds leads by address': ({ crm }) => crm.peopleByAddress('lead', ['l1@contoso.test']),
  'creates a contact for the owner of the list': ({ crm }) => crm.createPeople('contact', [newPerson()]),
  'creates a lead for the owner of the list': ({ crm }) => crm.createPeople('lead', [newPerson()]),
  'changes a contact': ({ crm }) => crm.changePeople('contact', [{ id: idOf('contact', 1), noBulkEmail: true }]),
  'changes a lead': ({ crm }) => crm.changePeople('lead', [{ id: idOf('lead', 1), noBulkEmail: true }]),
  'learns what columns there are': ({ crm }) => crm.mappableColumns('contact', ['jobtitle']),
  'reads a column of the company of a contact': async ({ crm }) => {
    for await (const page of crm.peopleCopies('contact', [idOf('contact', 1)], ['parentcustomerid_account.name']))
      void page;
  },
  'reads which fields are mapped': ({ crm, audienceId }) => crm.fieldMappings(audienceId),
  'writes down what became of a contact': ({ crm, audienceId, runId }) =>
    crm.createMemberRows({ id: audienceId, ...owner }, runId, [memberRow()]),
  'writes down what became of a lead': ({ crm, audienceId, runId }) =>
    crm.createMemberRows({ id: audienceId, ...owner }, runId, [
      memberRow({ personId: idOf('lead', 1), personType: 'lead' }),
    ]),
  'corrects what became of somebody': ({ crm, runId, rowId }) =>
    crm.changeMemberRows(runId, [memberRow({ id: rowId, personName: fresh('Fred ') })]),
  'forgets a row that says nothing any more': ({ crm, spare }) => crm.deleteMemberRows(spare.splice(0, 1)),
  'reads what became of everybody': async ({ crm, audienceId }) => {
    for await (const page of crm.memberRows(audienceId)) void page;
  },
  'writes down a new tag': ({ crm, audienceId, tags }) => {
    tags.push({ tagId: fresh('t'), name: fresh('Tag '), memberCount: 1 });
    return crm.saveTags(audienceId, tags);
  },
  'counts a tag, and forgets one that is gone': async (place) => {
    const gone = { mcs_name: 'Gone', mcs_mailchimptagid: fresh('gone'), ...bind(place.audienceId) };
    await place.send('POST', '/api/data/v9.2/mcs_tags', gone);
    return place.crm.saveTags(place.audienceId, counted(place.tags));
  },
  'writes down a new interest': ({ crm, audienceId, interests }) => {
    interests.push({ interestId: fresh('i'), category: 'Topics', name: fresh('Topic '), memberCount: 1 });
    return crm.saveInterests(audienceId, interests);
  },
  'counts an interest, and forgets one that is gone': async (place) => {
    const gone = { mcs_name: 'Gone', mcs_mailchimpinterestid: fresh('gone'), ...bind(place.audienceId) };
    await place.send('POST', '/api/data/v9.2/mcs_interests', gone);
    return place.crm.saveInterests(place.audienceId, counted(place.interests));
  },
  'keeps who joined or left a list': ({ crm }) =>
    crm.saveListEvents([
      {
        personId: idOf('contact', 1),
        kind: 'added',
        occurredOn: '2026-01-05T09:00:00Z',
        marketingListId: listId,
        personType: 'contact',
        byUserId: administratorId,
        operationId: newId(),
      },
    ]),
  'forgets who joined or left a list long ago': async (place) => {
    await place.send('POST', '/api/data/v9.2/mcs_listevents', {
      mcs_name: 'Added',
      mcs_personid: idOf('contact', 1),
      mcs_occurredon: '2025-01-05T09:00:00Z',
    });
    const { items } = await place.crm.oldListEvents('2025-02-01T00:00:00Z', null);
    return place.crm.deleteListEvents(items.map(({ id }) => id));
  },
  'asks for a run by schedule': ({ crm, audienceId }) =>
    crm.createRun({ audienceId, mode: 'sync', trigger: 'schedule', consentConfirmed: false, name: 'Sync' }),
  'reads what it is asked to do': ({ crm, runId }) => crm.run(runId),
  'says how a run goes on': ({ crm, runId }) => crm.changeRun(runId, { progress: Number(fresh('')) % 100 }),
  'hangs the changes of a run on it': ({ crm, runId }) =>
    crm.addNote(runId, {
      ...note,
      filename: fresh('changes-'),
      owner: { ownerId: administratorId, ownerType: 'systemuser' },
    }),
  'reads the files of a run for an undo': ({ crm, runId }) => crm.notes(runId),
  'learns how large a file may be': ({ crm }) => crm.noteLimit(),
  'is asked how its webhooks are': async ({ url }) => {
    const settings = { url, auth: { kind: 'token', token: tokens.service } } as const;
    const inspection = createInspection(settings, createTokenSource(settings));
    return [await inspection.webhooks(), await inspection.failedDeliveries()];
  },
  'tells somebody that a run needs them': ({ crm }) =>
    crm.addNotification({
      userId: administratorId,
      about: fresh('approval '),
      title: 'News: needs approval',
      body: '30 people would leave.',
      icon: 'warning',
      link: { title: 'Open the run', url: '?pagetype=webresource' },
      seconds: 60,
    }),
};

const bind = (audienceId: string) => ({ 'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})` });

/** The first of them has one member more than before. */
function counted<T extends { memberCount: number }>(all: T[]): T[] {
  for (const one of all.slice(0, 1)) one.memberCount += 1;
  return all;
}

const saveAccount = (crm: Crm, mailchimpAccountId: string): Promise<string> =>
  crm.saveAccount({
    name: 'Contoso',
    mailchimpAccountId,
    secretName: 'MAILCHIMP_API_KEY',
    organizationId: null,
    connectionStatus: 'connected',
    datacentre: 'us1',
    error: null,
    checkedOn: '2026-01-05T09:00:00Z',
  });

const newPerson = () => ({
  id: newId(),
  firstName: 'New',
  lastName: 'One',
  address: `${fresh('n')}@contoso.test`,
  ...owner,
});

function memberRow(more: Partial<MemberRow> = {}): MemberRow {
  return {
    id: newId(),
    address: 'Fred@contoso.test',
    memberId: 'a'.repeat(32),
    mailchimpContactId: 'b'.repeat(32),
    webId: '123',
    personId: idOf('contact', 1),
    personType: 'contact',
    personName: 'Fred Flint',
    addressColumn: 'emailaddress1',
    status: 'subscribed',
    onList: true,
    listChangedOn: null,
    mailchimpChangedOn: null,
    tags: [],
    outcome: 'in-sync',
    reason: 'agreed',
    last: { crm: null, mailchimp: null },
    no: null,
    wasIn: true,
    retryDue: null,
    ...more,
  };
}
