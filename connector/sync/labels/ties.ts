/**
 * Which tags and interests are kept in step with a further marketing list. A list is in one tie at most, and a tie that cannot be
 * kept stops with a sentence and changes nobody.
 */

import type { AudienceRow, Crm, LabelRow, MarketingList } from '../../dataverse/port';

export interface Tie {
  /** Of the tag or interest. */
  rowId: string;
  kind: 'tag' | 'interest';
  mailchimpId: string;
  name: string;
  list: MarketingList;
  /** Whether joining the list subscribes somebody who is not in the audience. */
  subscribeStrangers: boolean;
}

export interface TieSentence {
  kind: 'tag' | 'interest';
  id: string;
  sentence: string | null;
}

export interface TiesQuestion {
  audience: Pick<AudienceRow, 'id' | 'name'>;
  /** The audience's own list. */
  list: MarketingList;
  /** All tags and interests of the audience, and those of others that are tied. */
  rows: readonly LabelRow[];
  exists(this: void, row: LabelRow): boolean;
}

export async function judgeTies(
  crm: Pick<Crm, 'audiences' | 'marketingList'>,
  question: TiesQuestion,
): Promise<{ ties: Tie[]; sentences: TieSentence[] }> {
  const ties: Tie[] = [];
  const sentences: TieSentence[] = [];
  const own = question.rows.filter(({ audienceId }) => audienceId === question.audience.id);
  const audiences = own.some(({ furtherListId }) => furtherListId !== null) ? await crm.audiences() : [];
  for (const row of own) {
    const { id, kind, furtherListId } = row;
    let sentence: string | null = null;
    if (furtherListId !== null) {
      const list = await crm.marketingList(furtherListId);
      const trouble =
        list === null ? 'The marketing list does not exist any more.' : whatIsWrong(question, row, list, audiences);
      if (list !== null && trouble === null) {
        const { mailchimpId, name, subscribeStrangers } = row;
        ties.push({ rowId: id, kind, mailchimpId, name, list, subscribeStrangers });
      }
      sentence = trouble ?? inStepWith(list?.name ?? '');
    }
    if (sentence !== row.sentence) sentences.push({ kind, id, sentence });
  }
  return { ties, sentences };
}

const inStep = 'In step with';
const inStepWith = (list: string) => `${inStep} the marketing list ${list}.`;
const wasDeleted = 'deleted in Mailchimp';

function whatIsWrong(
  { list: mainList, rows, exists }: TiesQuestion,
  row: LabelRow,
  list: MarketingList,
  audiences: readonly AudienceRow[],
): string | null {
  const { kind } = row;
  if (!exists(row)) {
    return `The ${kind} was ${wasDeleted}. The marketing list ${list.name} keeps its people and is not kept in step any more.`;
  }
  const owner = audiences.find(({ marketingListId }) => marketingListId === list.id);
  if (owner) return `The marketing list ${list.name} is the list of the audience ${owner.name}. Choose another list.`;
  const first = holderOf(list.id, rows, exists);
  if (first && first.id !== row.id) {
    return `The marketing list ${list.name} is tied to the ${first.kind} ${first.name} already. Choose another list.`;
  }
  if (list.memberType !== mainList.memberType) {
    return `The marketing list ${list.name} holds ${list.memberType}s, the list of the audience ${mainList.memberType}s. Choose another list.`;
  }
  if (list.dynamic)
    return `The marketing list ${list.name} is dynamic: nobody can be added to it. Choose a static list.`;
  if (!list.active) return `The marketing list ${list.name} is inactive. Activate it in Dynamics 365.`;
  if (list.locked) return `The marketing list ${list.name} is locked. Unlock it in Dynamics 365.`;
  return null;
}

/** Whoever is in step stays so; else the tag or interest that has been there longest. */
function holderOf(listId: string, rows: readonly LabelRow[], exists: TiesQuestion['exists']): LabelRow | undefined {
  const candidates = rows.filter(
    (row) => row.furtherListId === listId && exists(row) && !(row.sentence ?? '').includes(wasDeleted),
  );
  return candidates.find(({ sentence }) => sentence?.startsWith(inStep)) ?? candidates[0];
}
