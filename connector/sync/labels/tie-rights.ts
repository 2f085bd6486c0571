/**
 * Tying a tag or an interest to a marketing list changes who is on that list, so whoever ties it must be able to do that by hand.
 * What was allowed is remembered where nobody else writes; the rows of tags can be written by more people than lists can.
 */

import type { LabelRow } from '../../dataverse/port';
import type { Services } from '../run/services';
import type { Tie, TieSentence } from './ties';

interface Judged {
  ties: Tie[];
  sentences: TieSentence[];
}

const path = (audienceId: string) => `audiences/${audienceId}/allowed-ties.json`;

export async function refuseTiesWithoutRights(
  { crm, storage }: Pick<Services, 'crm' | 'storage'>,
  rows: readonly LabelRow[],
  judged: Judged,
): Promise<Judged> {
  const audienceId = rows[0]?.audienceId ?? null;
  if (judged.ties.length === 0 || audienceId === null) return judged;
  const { userId: me } = await crm.me();
  const before = (await storage.documents.read<Record<string, string>>(path(audienceId))) ?? {};
  const allowed: Record<string, string> = {};
  const sentences = new Map(judged.sentences.map((one) => [one.id, one]));
  for (const { rowId, kind, list } of judged.ties) {
    const row = rows.find(({ id }) => id === rowId);
    const changedBy = row?.changedBy ?? me;
    if (before[rowId] === list.id || (changedBy !== me && (await crm.mayWrite(changedBy, 'list', list.id)))) {
      allowed[rowId] = list.id;
      // Writing the sentence, the same one too, says that the tie has been looked at.
      if (changedBy !== me && !sentences.has(rowId))
        sentences.set(rowId, { kind, id: rowId, sentence: row?.sentence ?? null });
      continue;
    }
    const mayNot = `Whoever chose the marketing list ${list.name} may not change it. Ask an administrator for the right to write it, or choose another list.`;
    const sentence =
      changedBy === me && row?.sentence !== mayNot
        ? `Choose the marketing list ${list.name} again: the service cannot tell any more who chose it.`
        : mayNot;
    if (sentence === row?.sentence) sentences.delete(rowId);
    else sentences.set(rowId, { kind, id: rowId, sentence });
  }
  if (JSON.stringify(allowed) !== JSON.stringify(before)) await storage.documents.write(path(audienceId), allowed);
  return {
    ties: judged.ties.filter(({ rowId }) => rowId in allowed),
    sentences: [...sentences.values()],
  };
}
