/** `--why ADDRESS`: the story of one person on the terminal. */

import { ServiceError } from '../connector/service-error';
import type { Services } from '../connector/sync/run/services';
import { why } from '../connector/sync/why';
import { chooseAudiences } from './choose-audiences';

export async function printWhy(
  services: Services,
  address: string,
  audienceName: string | undefined,
  json: boolean,
): Promise<number> {
  if (audienceName === undefined) throw new ServiceError('misconfigured', '--why wants --audience NAME beside it.');
  if (!address.includes('@')) {
    throw new ServiceError('misconfigured', `--why wants an e-mail address, not "${address}".`);
  }
  let known = true;
  for (const audience of await chooseAudiences(services, audienceName)) {
    const { lines: story, isKnown } = await why(services, audience, address.trim());
    known &&= isKnown;
    const document = json ? JSON.stringify({ audience: audience.name, address, story }, null, 2) : story.join('\n');
    process.stdout.write(`${document}\n`);
  }
  return known ? 0 : 1;
}
