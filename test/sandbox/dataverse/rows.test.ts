import { describe, expect, test } from '@jest/globals';
import { administratorId, serviceUserId, teamId, tokens } from '../../../sandbox/dataverse/users';
import { errorOf, idOf, missingId, useStandIn } from './web-api';

const api = useStandIn();
const asService = { Authorization: `Bearer ${tokens.service}` };

describe('creating a row', () => {
  test('answers 204 with the address of the row, built from the host that was asked', async () => {
    const answer = await api.send('POST', 'contacts', { firstname: 'Wilma' });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect(answer.headers.get('odata-version')).toBe('4.0');
    expect(answer.headers.get('odata-entityid')).toBe(`${api.url()}/api/data/v9.2/contacts(${idOf(answer)})`);
    expect(answer.headers.get('location')).toBe(answer.headers.get('odata-entityid'));
  });

  test('answers the row when the client prefers a representation', async () => {
    const answer = await api.send(
      'POST',
      'contacts?$select=fullname',
      { firstname: 'Wilma', lastname: 'Flint' },
      { Prefer: 'return=representation' },
    );
    expect(answer.status).toBe(201);
    expect(answer.headers.get('preference-applied')).toBe('return=representation');
    expect(answer.body).toMatchObject({ fullname: 'Wilma Flint', contactid: idOf(answer) });
    expect(answer.body).not.toHaveProperty('firstname');
  });

  test('takes the id that the client chose, once', async () => {
    const contactid = 'c0000000-0000-4000-8000-0000000000a1';
    expect((await api.send('POST', 'contacts', { contactid, firstname: 'Betty' })).status).toBe(204);
    const again = await api.send('POST', 'contacts', { contactid, firstname: 'Betty' });
    expect([again.status, errorOf(again).code]).toEqual([412, '0x80040237']);
  });

  test('belongs to the caller, or to the owner that is bound', async () => {
    const own = await api.create('contacts', { firstname: 'A' });
    expect((await api.get(`contacts(${own})`)).body).toMatchObject({
      _ownerid_value: administratorId,
      _owninguser_value: administratorId,
      _createdby_value: administratorId,
    });
    const given = await api.create('contacts', { firstname: 'B', 'ownerid@odata.bind': `/teams(${teamId})` });
    expect((await api.get(`contacts(${given})`)).body).toMatchObject({
      _ownerid_value: teamId,
      _owningteam_value: teamId,
      _owninguser_value: null,
    });
  });

  test('acts in the name of another user, and says on whose behalf', async () => {
    await api.control('POST', 'privileges', { user: tokens.service, grant: ['prvActOnBehalfOfAnotherUser'] });
    const answer = await api.send(
      'POST',
      'contacts',
      { firstname: 'C' },
      { ...asService, MSCRMCallerID: administratorId },
    );
    expect((await api.get(`contacts(${idOf(answer)})`)).body).toMatchObject({
      _createdby_value: administratorId,
      _createdonbehalfby_value: serviceUserId,
    });
    const whoAmI = await api.get('WhoAmI', { ...asService, CallerObjectId: `e${administratorId.slice(1)}` });
    expect(whoAmI.body['UserId']).toBe(administratorId);
  });

  test('empty text is no text, seconds are the finest time, defaults are filled', async () => {
    const id = await api.create('mcs_audiences', { mcs_name: '', mcs_lastsynced: '2026-01-05T09:00:00.987+02:00' });
    expect((await api.get(`mcs_audiences(${id})`)).body).toMatchObject({
      mcs_name: null,
      mcs_lastsynced: '2026-01-05T07:00:00Z',
      mcs_createpeople: true,
      statecode: 0,
      statuscode: 1,
    });
  });
});

describe('changing a row', () => {
  test('a patch changes what it names, moves the version and answers 204', async () => {
    const id = await api.create('contacts', { firstname: 'Fred', jobtitle: 'Crane operator' });
    const before = await api.get(`contacts(${id})`);
    const answer = await api.send('PATCH', `contacts(${id})`, { firstname: 'Frederick' });
    expect([answer.status, idOf(answer)]).toEqual([204, id]);
    const after = await api.get(`contacts(${id})`);
    expect(after.body).toMatchObject({ firstname: 'Frederick', fullname: 'Frederick', jobtitle: 'Crane operator' });
    expect(Number(after.body['versionnumber'])).toBeGreaterThan(Number(before.body['versionnumber']));
    expect(after.body['@odata.etag']).toBe(`W/"${String(after.body['versionnumber'])}"`);
  });

  test('a patch on an unknown id makes the row, unless If-Match forbids it', async () => {
    const id = 'c0000000-0000-4000-8000-0000000000b1';
    const refused = await api.send('PATCH', `contacts(${id})`, { firstname: 'X' }, { 'If-Match': '*' });
    expect([refused.status, errorOf(refused)]).toEqual([
      404,
      { code: '0x80040217', message: `Entity 'contact' With Id = ${id} Does Not Exist` },
    ]);
    expect((await api.send('PATCH', `contacts(${id})`, { firstname: 'X' })).status).toBe(204);
    expect((await api.get(`contacts(${id})`)).body['firstname']).toBe('X');
    const kept = await api.send('PATCH', `contacts(${id})`, { firstname: 'Y' }, { 'If-None-Match': '*' });
    expect([kept.status, errorOf(kept).message]).toEqual([412, 'A record with matching key values already exists.']);
  });

  test('a version that has passed is refused', async () => {
    const id = await api.create('contacts', { firstname: 'A' });
    const old = String((await api.get(`contacts(${id})`)).body['@odata.etag']);
    expect((await api.send('PATCH', `contacts(${id})`, { firstname: 'B' }, { 'If-Match': old })).status).toBe(204);
    const late = await api.send('PATCH', `contacts(${id})`, { firstname: 'C' }, { 'If-Match': old });
    expect([late.status, errorOf(late).code]).toEqual([412, '0x80060882']);
    const deleted = await api.send('DELETE', `contacts(${id})`, undefined, { 'If-Match': old });
    expect(deleted.status).toBe(412);
  });

  test('a row that has not changed is not read again', async () => {
    const id = await api.create('contacts', { firstname: 'A' });
    const etag = String((await api.get(`contacts(${id})`)).body['@odata.etag']);
    expect((await api.get(`contacts(${id})`, { 'If-None-Match': etag })).status).toBe(304);
    const annotated = { 'If-None-Match': etag, Prefer: 'odata.include-annotations="*"' };
    expect((await api.get(`contacts(${id})`, annotated)).status).toBe(200);
  });

  test('an alternate key finds, makes and guards rows', async () => {
    const path = "mcs_audiences(mcs_mailchimplistid='key-1')";
    expect((await api.get(path)).status).toBe(404);
    expect(errorOf(await api.get(path)).code).toBe('0x80060891');
    expect((await api.send('PATCH', path, { mcs_name: 'One' })).status).toBe(204);
    expect((await api.get("mcs_audiences(mcs_mailchimplistid='KEY-1')")).body).toMatchObject({ mcs_name: 'One' });
    const twice = await api.send('POST', 'mcs_audiences', { mcs_mailchimplistid: 'Key-1' });
    expect([twice.status, errorOf(twice).code]).toEqual([412, '0x80060892']);
    const two = [await api.send('POST', 'mcs_audiences', {}), await api.send('POST', 'mcs_audiences', {})];
    expect(two.map((answer) => answer.status)).toEqual([204, 204]);
  });

  test('a key of a lookup and a text names a row', async () => {
    const audience = await api.create('mcs_audiences', { mcs_name: 'With tags' });
    const path = `mcs_tags(_mcs_audienceid_value=${audience},mcs_mailchimptagid='7')`;
    expect((await api.send('PATCH', path, { mcs_name: 'VIP' })).status).toBe(204);
    expect((await api.get(path)).body).toMatchObject({ mcs_name: 'VIP', _mcs_audienceid_value: audience });
  });

  test('one column is put and deleted, a lookup by $ref or null', async () => {
    const account = await api.create('accounts', { name: 'Slate' });
    const id = await api.create('contacts', { 'parentcustomerid_account@odata.bind': `accounts(${account})` });
    const company = async () =>
      (await api.get(`contacts(${id})?$select=_parentcustomerid_value`)).body['_parentcustomerid_value'];
    expect(await company()).toBe(account);
    await api.send('PATCH', `contacts(${id})`, { 'parentcustomerid_account@odata.bind': null });
    expect(await company()).toBeNull();
    const put = await api.send('PUT', `contacts(${id})/parentcustomerid_account/$ref`, {
      '@odata.id': `${api.url()}/api/data/v9.2/accounts(${account})`,
    });
    expect([put.status, await company()]).toEqual([204, account]);
    await api.send('DELETE', `contacts(${id})/parentcustomerid_account/$ref`);
    expect(await company()).toBeNull();
    await api.send('PUT', `contacts(${id})/nickname`, { value: 'Freddy' });
    expect((await api.get(`contacts(${id})/nickname`)).body['value']).toBe('Freddy');
    expect((await api.get(`contacts(${id})/nickname/$value`)).text).toBe('Freddy');
    await api.send('DELETE', `contacts(${id})/nickname`);
    expect((await api.get(`contacts(${id})/nickname`)).status).toBe(204);
  });

  test('a state brings its status', async () => {
    const lead = await api.create('leads', { lastname: 'Rubble' });
    await api.send('PATCH', `leads(${lead})`, { statecode: 2 });
    expect((await api.get(`leads(${lead})`)).body).toMatchObject({ statecode: 2, statuscode: 4 });
    const readOnly = await api.send('PATCH', `leads(${lead})`, { lastname: 'X' });
    expect(errorOf(readOnly)).toEqual({
      code: '0x8004022E',
      message: 'The object cannot be updated because it is read-only.',
    });
    expect((await api.send('PATCH', `leads(${lead})`, { statecode: 0, statuscode: 2 })).status).toBe(204);
    expect((await api.send('PATCH', `leads(${lead})`, { lastname: 'X' })).status).toBe(204);
  });
});

describe('deleting a row', () => {
  test('takes with it what hangs on it and loosens what merely points at it', async () => {
    const audience = await api.create('mcs_audiences', { mcs_name: 'Doomed' });
    const bind = { 'mcs_audienceid@odata.bind': `/mcs_audiences(${audience})` };
    const tag = await api.create('mcs_tags', { mcs_name: 'T', ...bind });
    const run = await api.create('mcs_syncruns', { mcs_name: 'R', ...bind });
    const note = await api.create('annotations', {
      subject: 'N',
      documentbody: Buffer.from('hello').toString('base64'),
      'objectid_mcs_audience@odata.bind': `/mcs_audiences(${audience})`,
    });
    expect((await api.get(`annotations(${note})`)).body).toMatchObject({ filesize: 5, objecttypecode: 'mcs_audience' });
    expect((await api.send('DELETE', `mcs_audiences(${audience})`)).status).toBe(204);
    expect((await api.get(`mcs_tags(${tag})`)).status).toBe(404);
    expect((await api.get(`annotations(${note})`)).status).toBe(404);
    expect((await api.get(`mcs_syncruns(${run})`)).body['_mcs_audienceid_value']).toBeNull();
    expect((await api.send('DELETE', `mcs_audiences(${audience})`)).status).toBe(404);
  });

  test('a row that is not there is said to be missing', async () => {
    expect(errorOf(await api.send('DELETE', `contacts(${missingId})`)).code).toBe('0x80040217');
  });
});
