/** Every environment, and the walks through it. */
import { accountSeed, everyStatusSeed, silentSeed } from '../busy';
import { seasonSeed } from '../season';
import type { Walk } from '../step';
import { livingWorld, stillWorld, type World } from '../world';
import { approval } from './approval';
import { firstTime } from './first-time';
import { looks } from './looks';
import { accountTrouble, everyStatus, nothingYet } from './states';

export interface Setting {
  name: string;
  title: string;
  start: (say: (sentence: string) => void) => Promise<World>;
  walks: Walk[];
}

export const settings: Setting[] = [
  {
    name: 'living',
    title: 'With the connector at work',
    start: (say) => livingWorld(seasonSeed(), say),
    walks: [firstTime, ...looks, ...approval],
  },
  {
    name: 'status',
    title: 'Every status',
    start: () => stillWorld(everyStatusSeed),
    walks: everyStatus,
  },
  { name: 'empty', title: 'Nothing there yet', start: () => stillWorld(() => null), walks: nothingYet },
  {
    name: 'no-audience',
    title: 'An account without an audience',
    start: () => stillWorld((choices) => accountSeed(choices, 'connected')),
    walks: accountTrouble('Mailchimp has no audience yet', 'no-audience', /no audience yet/),
  },
  {
    name: 'key-refused',
    title: 'A key that Mailchimp refuses',
    start: () =>
      stillWorld((choices) => accountSeed(choices, 'key-refused', { mcs_error: 'Mailchimp refuses the key.' })),
    walks: accountTrouble('Mailchimp refuses the key', 'key-refused', /refuse/),
  },
  {
    name: 'copy',
    title: 'A copied environment',
    start: () => stillWorld((choices) => accountSeed(choices, 'copied')),
    walks: accountTrouble('A copied environment', 'copy', /is a copy/),
  },
  {
    name: 'silent',
    title: 'A service that does not answer',
    start: () => stillWorld(silentSeed),
    walks: accountTrouble('The sync service has not answered', 'silent', /has not answered since/),
  },
];
