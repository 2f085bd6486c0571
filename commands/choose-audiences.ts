/** Which audiences a call of `npm run sync` means. */

import type { AudienceRow } from '../connector/dataverse/port';
import { ServiceError } from '../connector/service-error';
import { refresh } from '../connector/sync/refresh';
import { isDue } from '../connector/sync/requests/schedule';
import type { Services } from '../connector/sync/run/services';

/** By name without regard to case, or everything that is due; asks Mailchimp for its audiences where none is known yet. */
export async function chooseAudiences(services: Services, name: string | undefined): Promise<AudienceRow[]> {
  let audiences = await services.crm.audiences();
  if (audiences.length === 0) {
    const { failures } = await refresh(services);
    if (failures.length > 0) throw new ServiceError('misconfigured', failures.join(' '));
    audiences = await services.crm.audiences();
  }
  if (name === undefined) return audiences.filter((audience) => isDue(audience, services.now()));

  const found = audiences.filter((audience) => audience.name.toLowerCase() === name.toLowerCase());
  if (found.length === 1) return found;
  const known = audiences.map((audience) => audience.name).join(', ') || 'none';
  throw new ServiceError(
    'misconfigured',
    found.length === 0
      ? `There is no audience "${name}". Known audiences: ${known}.`
      : `${found.length} audiences are called "${name}". Rename all but one in Mailchimp, then choose "Get audiences from Mailchimp".`,
  );
}

/** Why nothing is due, where a first run waits for somebody to start it. */
export async function sayWhatWaits({ crm }: Services): Promise<string> {
  const waiting = (await crm.audiences()).filter(({ tieState }) => tieState === 'ready').map(({ name }) => name);
  const [first] = waiting;
  if (first === undefined) return 'No audience is due.';
  const wait = waiting.length === 1 ? 'waits for its first run' : 'wait for their first runs';
  return `No audience is due. ${waiting.join(', ')} ${wait}: look at the numbers with --audience "${first}", start it with --yes beside it.`;
}
