import { beforeAll, describe, expect, test } from '@jest/globals';
import { administratorId } from '../../../sandbox/dataverse/users';
import { errorOf, members, useStandIn } from './web-api';

const api = useStandIn();
const ids: Record<string, string> = {};
let list = '';
let account = '';

const people = [
  {
    firstname: 'Wilma',
    lastname: 'Flint',
    emailaddress1: 'Wilma@Example.com',
    numberofchildren: 1,
    createdon: '2026-01-01T10:00:00Z',
  },
  {
    firstname: 'Barney',
    lastname: 'Rubble',
    emailaddress1: 'barney@example.com',
    donotbulkemail: true,
    createdon: '2026-01-02T10:00:00Z',
  },
  { firstname: "Fred O'Hara", lastname: 'Flint', createdon: '2026-01-03T10:00:00Z', birthdate: '1990-02-03' },
  {
    firstname: 'betty',
    lastname: '50% off',
    emailaddress2: 'betty+news@example.com',
    numberofchildren: 3,
    createdon: '2026-01-04T10:00:00Z',
  },
];

beforeAll(async () => {
  await api.control('POST', 'seed', { contacts: people });
  for (const row of await api.rows('contacts?$select=firstname'))
    ids[String(row['firstname'])] = String(row['contactid']);
  account = await api.create('accounts', { name: 'Slate' });
  await api.send('PATCH', `contacts(${ids['Barney'] ?? ''})`, {
    'parentcustomerid_account@odata.bind': `/accounts(${account})`,
  });
  list = await api.create('lists', { listname: 'Friends', createdfromcode: 2 });
  await api.send('POST', 'AddListMembersList', members(list, 'contact', [ids['Wilma'] ?? '', ids['betty'] ?? '']));
});

const found = async (filter: string) =>
  (await api.rows(`contacts?$select=firstname&$orderby=createdon&$filter=${encodeURIComponent(filter)}`)).map(
    (row) => row['firstname'],
  );

describe('filters', () => {
  test.each<[string, string[]]>([
    ["emailaddress1 eq 'wilma@EXAMPLE.com'", ['Wilma']],
    ["emailaddress1 eq 'wilma@example.com' or emailaddress2 eq 'betty+news@example.com'", ['Wilma', 'betty']],
    ["lastname eq 'flint' and not (firstname eq 'wilma')", ["Fred O'Hara"]],
    ["firstname eq 'Fred O''Hara'", ["Fred O'Hara"]],
    ["firstname ne 'Wilma'", ['Barney', "Fred O'Hara", 'betty']],
    ['emailaddress1 eq null', ["Fred O'Hara", 'betty']],
    ['emailaddress1 ne null', ['Wilma', 'Barney']],
    ["emailaddress1 ne 'barney@example.com'", ['Wilma', "Fred O'Hara", 'betty']],
    ['numberofchildren gt 1', ['betty']],
    ['numberofchildren le 3', ['Wilma', 'betty']],
    ['donotbulkemail eq true', ['Barney']],
    ['createdon ge 2026-01-02T10:00:00Z and createdon lt 2026-01-04T12:00:00+02:00', ['Barney', "Fred O'Hara"]],
    ['createdon gt 2026-01-03T09:59:59.999Z', ["Fred O'Hara", 'betty']],
    ['birthdate eq 1990-02-03', ["Fred O'Hara"]],
    ["contains(firstname,'ETT')", ['betty']],
    ["startswith(firstname,'b')", ['Barney', 'betty']],
    ["endswith(lastname,'t')", ['Wilma', "Fred O'Hara"]],
    ["contains(lastname,'50[%]')", ['betty']],
    ["startswith(firstname,'_etty')", ['betty']],
    ["parentcustomerid_account/name eq 'slate'", ['Barney']],
    ['_parentcustomerid_value ne null', ['Barney']],
    ['statecode eq 0 and (numberofchildren eq 1 or numberofchildren eq 3)', ['Wilma', 'betty']],
    ["listcontact_association/any(l:l/listname eq 'friends')", ['Wilma', 'betty']],
    ["not listcontact_association/any(l:l/listname eq 'friends')", ['Barney', "Fred O'Hara"]],
    ['listcontact_association/any()', ['Wilma', 'betty']],
  ])('%s', async (filter, names) => {
    expect(await found(filter)).toEqual(names);
  });

  test('a lookup or id is found by a guid, also in quotes and capitals', async () => {
    expect(await found(`_parentcustomerid_value eq ${account}`)).toEqual(['Barney']);
    expect(await found(`_parentcustomerid_value eq '${account.toUpperCase()}'`)).toEqual(['Barney']);
    expect(await found(`contactid eq ${ids['Wilma'] ?? ''}`)).toEqual(['Wilma']);
    expect(await found(`listcontact_association/any(l:l/listid eq ${list})`)).toEqual(['Wilma', 'betty']);
  });

  test('In takes strings for text, guids and choices alike, through parameter aliases', async () => {
    const wanted = async (property: string, values: string[]) => {
      const query = `$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)&$orderby=createdon&@p1='${property}'&@p2=${encodeURIComponent(JSON.stringify(values))}`;
      return (await api.rows(`contacts?$select=firstname&${query}`)).map((row) => row['firstname']);
    };
    expect(await wanted('emailaddress1', ['BARNEY@example.com', 'nobody@example.com'])).toEqual(['Barney']);
    expect(await wanted('contactid', [ids['Wilma'] ?? '', ids['betty'] ?? ''])).toEqual(['Wilma', 'betty']);
    expect(await wanted('numberofchildren', ['1'])).toEqual(['Wilma']);
  });

  test('a bare plus in an address is a blank', async () => {
    const rows = await api.rows("contacts?$select=firstname&$filter=emailaddress2 eq 'betty+news@example.com'");
    expect(rows).toEqual([]);
  });
});

describe('shape of the answer', () => {
  test('selected columns come with nulls, the id and the etag, others not', async () => {
    const [row] = await api.rows(
      `contacts?$select=emailaddress1,_parentcustomerid_value&$filter=contactid eq ${ids['betty'] ?? ''}`,
    );
    expect(Object.keys(row ?? {}).sort()).toEqual([
      '@odata.etag',
      '_parentcustomerid_value',
      'contactid',
      'emailaddress1',
    ]);
    expect(row).toMatchObject({ emailaddress1: null, contactid: ids['betty'] });
  });

  test('annotations say how a value reads', async () => {
    const [row] = await api.rows(
      `contacts?$select=donotbulkemail,statecode,createdon,_parentcustomerid_value&$filter=contactid eq ${ids['Barney'] ?? ''}`,
      { Prefer: 'odata.include-annotations="*"' },
    );
    expect(row).toMatchObject({
      'donotbulkemail@OData.Community.Display.V1.FormattedValue': 'Do Not Allow',
      'statecode@OData.Community.Display.V1.FormattedValue': 'Active',
      'createdon@OData.Community.Display.V1.FormattedValue': '1/2/2026 10:00 AM',
      '_parentcustomerid_value@OData.Community.Display.V1.FormattedValue': 'Slate',
      '_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'account',
      '_parentcustomerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty': 'parentcustomerid_account',
    });
  });

  test('the version in the etag is the version of the row', async () => {
    const [row] = await api.rows('contacts?$select=versionnumber&$top=1');
    expect(row?.['@odata.etag']).toBe(`W/"${String(row?.['versionnumber'])}"`);
  });

  test('lookups and members are expanded with what was selected', async () => {
    const { body } = await api.get(
      `lists(${list})?$select=listname,membercount&$expand=listcontact_association($select=firstname;$orderby=firstname desc),createdby($select=fullname)`,
    );
    expect(body).toMatchObject({
      membercount: 2,
      createdby: { fullname: 'Alex Admin', systemuserid: administratorId },
      listcontact_association: [{ firstname: 'Wilma' }, { firstname: 'betty' }],
    });
    const rows = await api.rows(
      `lists(${list})/listcontact_association?$select=firstname&$filter=numberofchildren gt 1`,
    );
    expect(rows.map((row) => row['firstname'])).toEqual(['betty']);
    const [barney] = await api.rows(
      "contacts?$filter=firstname eq 'barney'&$select=firstname&$expand=parentcustomerid_account($select=name)",
    );
    expect(barney?.['parentcustomerid_account']).toMatchObject({ name: 'Slate', accountid: account });
  });

  test('rows are ordered as told, nulls first, case aside', async () => {
    const order = async (orderby: string) =>
      (await api.rows(`contacts?$select=firstname&$orderby=${orderby}`)).map((row) => row['firstname']);
    expect(await order('firstname')).toEqual(['Barney', 'betty', "Fred O'Hara", 'Wilma']);
    expect(await order('lastname desc,firstname')).toEqual(['Barney', "Fred O'Hara", 'Wilma', 'betty']);
    expect((await order('numberofchildren,firstname')).slice(0, 2)).toEqual(['Barney', "Fred O'Hara"]);
  });

  test('counts come with the rows and alone', async () => {
    const answer = await api.get('contacts?$count=true&$top=1');
    expect(answer.body['@odata.count']).toBe(4);
    expect((await api.get("contacts/$count?$filter=lastname eq 'flint'")).text).toBe('2');
    expect((await api.get(`lists(${list})/listcontact_association/$count`)).text).toBe('2');
  });
});

describe('what the environment says about itself', () => {
  test('lengths, change tracking and choices', async () => {
    const lengths = await api.rows(
      "EntityDefinitions(LogicalName='contact')/Attributes/Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=LogicalName,MaxLength",
    );
    expect(lengths).toContainEqual(expect.objectContaining({ LogicalName: 'emailaddress1', MaxLength: 100 }));
    const { body } = await api.get(
      "EntityDefinitions(LogicalName='listmember')?$select=ChangeTrackingEnabled,CanChangeTrackingBeEnabled,IsIntersect",
    );
    expect(body).toMatchObject({ ChangeTrackingEnabled: false, IsIntersect: false });
    const choice = await api.get("GlobalOptionSetDefinitions(Name='mcs_syncstatus')");
    expect(choice.body['Options']).toMatchObject([{ Value: 937500000 }, { Value: 937500001 }]);
    const sets = await api.rows("EntityDefinitions?$select=EntitySetName&$filter=LogicalName eq 'mcs_audience'");
    expect(sets).toMatchObject([{ EntitySetName: 'mcs_audiences' }]);
    expect(errorOf(await api.get("EntityDefinitions(LogicalName='nothing')")).code).toBe('0x80040217');
  });
});
