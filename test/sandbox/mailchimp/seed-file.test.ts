import { parseSeed } from '../../../sandbox/seeds/seed';
import { openStandIn } from './open-stand-in';

const file = {
  mailchimp: {
    accounts: [
      {
        id: 'contoso',
        name: 'Contoso',
        key: 'stand-in-us1',
        audiences: [
          {
            id: 'news',
            name: 'Newsletter',
            interest_categories: [{ title: 'Colours', interests: ['Red', 'Blue'] }],
            members: [{ email_address: 'wilma@flint.example', status: 'subscribed', interests: ['Blue'] }],
          },
        ],
      },
    ],
  },
  history: [
    ['interest', { email: 'wilma@flint.example', interest: 'Red' }],
    ['upemail', { email: 'wilma@flint.example', new_email: 'w@flint.example' }],
    ['rename-tag', { tag: 'VIP', new_name: 'Friends' }],
  ].map(([mailchimp, more]) => ({
    at: '2026-01-01T00:00:00Z',
    mailchimp,
    audience: 'Newsletter',
    ...Object(more),
  })),
};

test('interests come from the seed file, and its history may change them', async () => {
  const seed = parseSeed(file, 'seed file');
  expect(seed.history).toHaveLength(3);
  const open = await openStandIn();
  await open.control('POST', '/seed', seed);
  const member = async () => (await open.list('GET', '/members/wilma@flint.example')).body;
  expect(Object.values(Object((await member())['interests']))).toEqual([false, true]);
  const play = { audience: 'Newsletter', email: 'wilma@flint.example', do: 'interest', interest: 'Red' };
  await open.control('POST', '/play', play);
  expect(Object.values(Object((await member())['interests']))).toEqual([true, true]);
  await open.close();
});
