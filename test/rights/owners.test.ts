/** Rows about people belong to whoever owns the list, so that they are as secret as the list is. */

import { nobodyId, serviceUserId } from '../../sandbox/dataverse/users';
import { steady } from '../connector/sync/steady';
import { nora, olga, openCompany, uma, type Company } from './company';

let company: Company;
afterEach(() => company.close());

const rowsSeenBy = async (who: string): Promise<number> => {
  const answer = await company.as(who, 'GET', 'mcs_audiencemembers?$select=mcs_name');
  if (answer.status === 403) return -1;
  return ((await answer.json()) as { value: unknown[] }).value.length;
};
const ownersOfRows = async () =>
  new Set(
    (await company.world.get<{ _ownerid_value: string }>('mcs_audiencemembers?$select=_ownerid_value')).map(
      (row) => row._ownerid_value,
    ),
  );

test('whoever owns the list sees who is in its audience, and another user sees nobody', async () => {
  company = await openCompany(5, { synced: false });
  await company.world.sync(steady.audience);
  expect(await ownersOfRows()).toEqual(new Set([company.olgaId]));
  expect(await rowsSeenBy(olga)).toBe(5);
  expect(await rowsSeenBy(uma)).toBe(0);
  expect(await rowsSeenBy(nora)).toBe(-1);
});

test('a list whose owner has no role of Audience Sync is synced all the same, and the service keeps the rows', async () => {
  company = await openCompany(5, { synced: false });
  const { world } = company;
  await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/lists(${steady.listId})`, {
    'ownerid@odata.bind': `/systemusers(${nobodyId})`,
  });
  await world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
    audience: steady.audience,
    email: 'new@steady.example',
    by: 'person',
    do: 'subscribe',
  });
  const report = await world.sync(steady.audience);
  expect(report.status).toMatch(/^completed/);
  expect(await ownersOfRows()).toEqual(new Set([serviceUserId]));
  expect(await rowsSeenBy(nora)).toBe(-1);
  // The person is hers all the same.
  const [made] = await world.get<{ _ownerid_value: string }>(
    "contacts?$select=_ownerid_value&$filter=emailaddress1 eq 'new@steady.example'",
  );
  expect(made?._ownerid_value).toBe(nobodyId);
  expect(await world.sync(steady.audience, { full: true })).toMatchObject({
    mailchimp: { writes: 0 },
    dataverse: { writes: 0 },
  });
});
