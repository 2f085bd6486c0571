/** What becomes of held changes when later runs, people or time have gone over them; status and sentence follow. */

import type { AudienceRow } from '../../dataverse/port';
import {
  forgetHeld,
  heldOf,
  heldSentence,
  keepHeld,
  untilSentence,
  waitingOf,
  writeWaiting,
  type HeldPerson,
  type HeldTerms,
  type Waiting,
} from './held';
import type { Services } from '../run/services';

/** Registers what a run holds; to be called once the run has written down everything else. */
export async function beginWaiting(
  services: Services,
  audienceId: string,
  of: { runId: string; until: string; terms: HeldTerms },
): Promise<void> {
  const { documents } = services.storage;
  const held = await heldOf(documents, of.runId);
  const others = (await waitingOf(documents, audienceId)).filter(({ runId }) => runId !== of.runId);
  const waiting: Waiting = { ...of, people: held.length, sentence: sentenceOf(held, of.until) };
  await writeWaiting(documents, audienceId, held.length > 0 ? [...others, waiting] : others);
}

/** A later run has decided these people anew, or all of them: what an earlier run held of them is over. */
export async function decidedAnew(
  services: Services,
  audienceId: string,
  by: { runId: string; rowIds: 'all' | ReadonlySet<string> },
): Promise<void> {
  const { rowIds } = by;
  for (const waiting of await waitingOf(services.storage.documents, audienceId)) {
    if (waiting.runId === by.runId) continue;
    await keepOnly(services, audienceId, waiting, 'What waited was decided anew by a later sync.', (person) =>
      rowIds === 'all' ? false : !person.rowIds.some((id) => rowIds.has(id)),
    );
  }
}

/** Takes people out of what a run holds. Where nobody is left the run ends with the sentence. */
export async function keepOnly(
  services: Services,
  audienceId: string,
  waiting: Waiting,
  ending: string,
  stays: (person: HeldPerson) => boolean,
  status: 'completed' | 'cancelled' = 'cancelled',
): Promise<'waits' | 'over'> {
  const { documents } = services.storage;
  const held = await heldOf(documents, waiting.runId);
  const left = held.filter(stays);
  if (left.length === held.length && left.length > 0) return 'waits';
  const others = (await waitingOf(documents, audienceId)).filter(({ runId }) => runId !== waiting.runId);
  if (left.length > 0) {
    const sentence = sentenceOf(left, waiting.until);
    await keepHeld(documents, waiting.runId, left);
    await writeWaiting(documents, audienceId, [...others, { ...waiting, people: left.length, sentence }]);
    await services.crm.changeRun(waiting.runId, { sentence });
    return 'waits';
  }
  await services.crm.changeRun(waiting.runId, { status, sentence: ending });
  await writeWaiting(documents, audienceId, others);
  await forgetHeld(documents, waiting.runId);
  return 'over';
}

/** After a week nobody's answer is expected any more; the next full run decides anew. */
export async function dropWhatWaitedTooLong(services: Services, audience: AudienceRow): Promise<void> {
  const waiting = await waitingOf(services.storage.documents, audience.id);
  const old = waiting.filter(({ until }) => Date.parse(until) <= services.now().getTime());
  if (old.length === 0) return;
  const ending = 'Nobody approved the changes within 7 days. They were dropped; the next full sync decides anew.';
  for (const one of old) await keepOnly(services, audience.id, one, ending, () => false);
  await writeStatusAfterWaiting(services, audience, ending);
}

/** The audience goes on saying that something waits as long as something does. */
export async function writeStatusAfterWaiting(
  services: Services,
  audience: AudienceRow,
  sentence: string,
): Promise<void> {
  if (audience.tieState !== 'running') return;
  const [waiting] = await waitingOf(services.storage.documents, audience.id);
  await services.crm.changeAudience(audience.id, {
    syncStatus: waiting ? 'needs-approval' : audience.counts.attention > 0 ? 'synced-with-issues' : 'synced',
    statusSentence: waiting?.sentence ?? sentence,
  });
}

export const sentenceOf = (held: readonly HeldPerson[], until: string): string =>
  `${heldSentence(held)} Everything else is done. ${untilSentence(until)}`;
