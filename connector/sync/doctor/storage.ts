/** Queue, leases and plans: whether they can be reached, and whether messages were given up. */

import { bad, good, type Check } from './check';

export const storage: Check = {
  name: 'Storage',
  after: [],
  async look({ services: { storage: port } }) {
    const poison = await port.queue.poisonCount();
    const lease = await port.leases.acquire('doctor');
    await lease?.release();
    const reached = good('Queue and leases can be reached.');
    if (poison === 0) return [reached];
    return [
      reached,
      bad(
        `${poison} ${poison === 1 ? 'message was' : 'messages were'} given up after five tries: look at the log of the function run-sync, then delete them from the queue audience-sync-runs-poison.`,
      ),
    ];
  },
};
