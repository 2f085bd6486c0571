/**
 * What members of an audience can carry, tags and interests, as Mailchimp has them now and as we last saw them; and which of
 * them are tied to a further marketing list.
 */

import type { LabelRow, MemberRow } from '../../dataverse/port';
import type { InterestInfo, MailchimpAccount, TagInfo } from '../../mailchimp/port';
import { keyOfName } from '../../reconcile/sets';
import { ServiceError } from '../../service-error';
import { isDailyReading } from '../run/choose-reading';
import type { Claim } from '../run/claim';
import type { Services } from '../run/services';
import { refuseTiesWithoutRights } from './tie-rights';
import { judgeTies, type Tie, type TieSentence } from './ties';

export interface Labels {
  tags: TagInfo[];
  /** Null where they were not asked for. */
  interests: InterestInfo[] | null;
  /** Tags that got another name in Mailchimp: the key of the old one, and the new one. */
  renamed: ReadonlyMap<string, string>;
  /** Names of tags that do not exist any more. */
  deleted: string[];
  /** The tag for people whom the list brings. */
  ownTag: string | null;
  ties: Tie[];
  /** What has changed about how ties stand. */
  sentences: TieSentence[];
}

export async function readLabels(
  services: Pick<Services, 'crm' | 'storage'>,
  mailchimp: MailchimpAccount,
  { run, audience, list }: Pick<Claim, 'run' | 'audience' | 'list'>,
  now: Date,
): Promise<Labels> {
  const { crm } = services;
  const rows = await crm.labels(audience.id);
  const own = rows.filter(({ audienceId }) => audienceId === audience.id);
  const tags = await unlessGone(mailchimp.tags(audience.listId));
  const asksInterests =
    run.mode !== 'sync' ||
    audience.watermarks === null ||
    // An audience that has none may have been given some since.
    isDailyReading(run, audience, now) ||
    own.some(({ kind }) => kind === 'interest');
  const interests = asksInterests ? await unlessGone(mailchimp.interests(audience.listId)) : null;

  const known = own.filter(({ kind }) => kind === 'tag');
  const names = new Map(tags.map(({ tagId, name }) => [tagId, name]));
  const taken = new Set(tags.map(({ name }) => keyOfName(name)));
  const ownTag = known.find(({ id }) => id === list.tagId);
  return {
    tags,
    interests,
    renamed: new Map(
      known.flatMap(({ mailchimpId, name }): [string, string][] => {
        const now = names.get(mailchimpId);
        return now !== undefined && keyOfName(now) !== keyOfName(name) ? [[keyOfName(name), now]] : [];
      }),
    ),
    deleted: known
      .filter(({ mailchimpId, name }) => !names.has(mailchimpId) && !taken.has(keyOfName(name)))
      .map(({ name }) => name),
    ownTag: (ownTag && names.get(ownTag.mailchimpId)) ?? null,
    ...(await refuseTiesWithoutRights(
      services,
      own,
      await judgeTies(crm, { audience, list, rows, exists: existence(tags, interests) }),
    )),
  };
}

/** That the audience is gone is said by whoever reads its members. */
async function unlessGone<T>(reading: Promise<T[]>): Promise<T[]> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ServiceError && error.kind === 'not-found') return [];
    throw error;
  }
}

function existence(tags: TagInfo[], interests: InterestInfo[] | null): (row: LabelRow) => boolean {
  const tagIds = new Set(tags.map(({ tagId }) => tagId));
  const interestIds = interests && new Set(interests.map(({ interestId }) => interestId));
  return ({ kind, mailchimpId }) =>
    kind === 'tag' ? tagIds.has(mailchimpId) : (interestIds?.has(mailchimpId) ?? true);
}

/** A tag keeps its members when it gets another name. */
export const underNewNames = ({ renamed }: Pick<Labels, 'renamed'>, tags: readonly string[]): string[] =>
  renamed.size === 0 ? [...tags] : tags.map((tag) => renamed.get(keyOfName(tag)) ?? tag);

/** Of a member of whom Mailchimp told nothing new. */
export function tagsAsLastSeen(labels: Labels, { labels: last }: MemberRow): string[] {
  const deleted = new Set(labels.deleted.map(keyOfName));
  return underNewNames(labels, last?.tags ?? []).filter((tag) => !deleted.has(keyOfName(tag)));
}

/** Of everything here that decides about people who did not change themselves; empty where there is nothing of the kind. */
export function labelSettings({ ties, ownTag }: Labels): string {
  if (ties.length === 0 && ownTag === null) return '';
  return JSON.stringify([
    ownTag,
    ties.map(({ kind, mailchimpId, list, subscribeStrangers }) => [kind, mailchimpId, list.id, subscribeStrangers]),
  ]);
}
