// Mailchimp's own client package as a second opinion: what it sends is understood, what is answered is what it expects.

import mailchimp from '@mailchimp/mailchimp_marketing';
import { createHash } from 'node:crypto';
import { openStandIn, type OpenStandIn } from './open-stand-in';

type Answer = Record<string, unknown>;
type Operation = (...args: unknown[]) => Promise<Answer>;

/** What this test uses of the package; its published types lack half of it. */
interface Client {
  basePath: string;
  setConfig(config: { apiKey: string; server: string }): void;
  ping: { get: Operation };
  lists: Record<string, Operation>;
}

function isClientClass(value: unknown): value is new () => Client {
  return typeof value === 'function';
}

let open: OpenStandIn;
let client: Client;
const wilma = createHash('md5').update('wilma@flint.example').digest('hex');

beforeEach(async () => {
  open = await openStandIn([{ email_address: 'wilma@flint.example', status: 'subscribed', tags: ['VIP'] }]);
  const { constructor } = mailchimp;
  if (!isClientClass(constructor)) throw new Error('The package has no client class.');
  client = new constructor();
  client.setConfig({ apiKey: 'stand-in-us1', server: 'us1' });
  client.basePath = `${open.standIn.url}/3.0`;
});
afterEach(() => open.close());

async function lists(operation: string, ...args: unknown[]): Promise<Answer> {
  const call = client.lists[operation];
  if (call === undefined) throw new Error(`The package has no ${operation}.`);
  return call.apply(client.lists, args);
}

test('reading audiences, members, tags, segments and merge fields', async () => {
  expect(await client.ping.get()).toEqual({ health_status: "Everything's Chimpy!" });
  expect(await lists('getAllLists', { count: 5 })).toMatchObject({ lists: [{ id: 'news' }], total_items: 1 });
  expect(await lists('getList', 'news')).toMatchObject({ name: 'Newsletter' });
  const members = await lists('getListMembersInfo', 'news', {
    fields: ['members.id', 'total_items'],
    status: 'subscribed',
    sinceLastChanged: '2025-01-01T00:00:00+00:00',
  });
  expect(members).toEqual({ members: [{ id: wilma }], total_items: 1 });
  expect(await lists('getListMemberTags', 'news', wilma)).toMatchObject({ tags: [{ name: 'VIP' }] });
  expect(await lists('listSegments', 'news', { type: 'static' })).toMatchObject({
    segments: [{ name: 'VIP', member_count: 1 }],
  });
  expect(await lists('getListMergeFields', 'news', { count: 100 })).toMatchObject({ total_items: 5 });
  expect(await lists('getListMemberActivity', 'news', wilma)).toMatchObject({ activity: [{ action: 'subscribe' }] });
});

test('writing members one by one, in bulk, and their tags', async () => {
  expect(
    await lists('addListMember', 'news', { email_address: 'betty@flint.example', status: 'subscribed' }),
  ).toMatchObject({ status: 'subscribed' });
  expect(
    await lists('setListMember', 'news', wilma, {
      email_address: 'wilma@flint.example',
      status_if_new: 'subscribed',
      merge_fields: { FNAME: 'Wilma' },
    }),
  ).toMatchObject({ full_name: 'Wilma' });
  expect(await lists('updateListMember', 'news', wilma, { status: 'unsubscribed' })).toMatchObject({
    status: 'unsubscribed',
  });
  const bulk = { members: [{ email_address: 'dino@flint.example', status: 'subscribed' }], update_existing: true };
  expect(await lists('batchListMembers', 'news', bulk)).toMatchObject({ total_created: 1, error_count: 0 });
  expect(await lists('updateListMemberTags', 'news', wilma, { tags: [{ name: 'x', status: 'active' }] })).toBeNull();
  const segment = await lists('createSegment', 'news', { name: 'Guests', static_segment: [] });
  expect(
    await lists('batchSegmentMembers', { members_to_add: ['dino@flint.example'] }, 'news', segment['id']),
  ).toMatchObject({ total_added: 1 });
  expect(await lists('deleteListMember', 'news', wilma)).toBeNull();
  expect(await lists('deleteListMemberPermanent', 'news', wilma)).toBeNull();
});

test('a refusal rejects with the problem document', async () => {
  const refusal = lists('addListMember', 'news', { email_address: 'wilma@flint.example', status: 'subscribed' });
  await expect(refusal).rejects.toMatchObject({ status: 400, response: { body: { title: 'Member Exists' } } });
  client.setConfig({ apiKey: 'wrong-us1', server: 'us1' });
  await expect(client.ping.get()).rejects.toMatchObject({
    status: 401,
    response: { body: { title: 'API Key Invalid' } },
  });
});
