/** Tying a tag to a list changes who is on it, so only whoever may write the list can do that. */

import { changeList, onList, steady } from '../connector/sync/steady';
import { olga, openCompany, uma, type Company } from './company';

const vips = '0be00000-0000-4000-8000-0000000000f7';

let company: Company;
let tagId = '';
beforeEach(async () => {
  company = await openCompany(4);
  const { world } = company;
  await world.seed({ dataverse: { lists: [{ listid: vips, listname: 'VIPs', createdfromcode: 2 }] } });
  await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
    audience: steady.audience,
    email: 'person.0@steady.example',
    by: 'admin',
    do: 'tag',
    tag: 'VIP',
  });
  await world.sync(steady.audience, { full: true });
  tagId = (await world.get<{ mcs_tagid: string }>('mcs_tags?$select=mcs_tagid'))[0]?.mcs_tagid ?? '';
});
afterEach(() => company.close());

const tie = async (who: string) => {
  const answer = await company.as(who, 'PATCH', `mcs_tags(${tagId})`, {
    'mcs_marketinglistid@odata.bind': `/lists(${vips})`,
    mcs_statussentence: 'In step with the marketing list VIPs.',
  });
  expect(answer.status).toBe(204);
};
const onVips = async () => (await company.world.get(`listmembers?$filter=_listid_value eq ${vips}`)).length;
const said = async () =>
  (await company.world.get<{ mcs_statussentence: string }>('mcs_tags?$select=mcs_statussentence'))[0]
    ?.mcs_statussentence;

test('a tag tied by somebody who may not write the list leaves the list as it is, and says why', async () => {
  await tie(uma);
  for (let time = 0; time < 3; time += 1) {
    await company.world.sync(steady.audience, { full: true });
    expect(await onVips()).toBe(0);
    expect(await said()).toBe(
      'Whoever chose the marketing list VIPs may not change it. Ask an administrator for the right to write it, or choose another list.',
    );
  }
});

test('tied by somebody who may, it brings the people with the tag onto the list', async () => {
  await company.world.send('PATCH', `${company.world.dataverseUrl}/api/data/v9.2/lists(${vips})`, {
    'ownerid@odata.bind': `/systemusers(${company.olgaId})`,
  });
  await tie(olga);
  await company.world.sync(steady.audience, { full: true });
  expect([await onVips(), await said()]).toEqual([1, 'In step with the marketing list VIPs.']);
  // What was allowed stays so, whoever edits the row of the tag afterwards.
  await company.as(uma, 'PATCH', `mcs_tags(${tagId})`, { mcs_subscribestrangers: false });
  await changeList(company.world, 'Remove', [3]);
  await company.world.sync(steady.audience, { full: true });
  expect([await onVips(), await said()]).toEqual([1, 'In step with the marketing list VIPs.']);
  expect((await onList(company.world)).size).toBe(3);
});
