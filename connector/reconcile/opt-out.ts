/**
 * The flag "no bulk e-mail" of a person, as far as it is ours: set for a no that the person said in Mailchimp, cleared when the
 * person signs up again. What people set is never cleared, and what people cleared is not set again for the same no.
 */

import type { RememberedNo, Rules } from './situation';
import { instant } from './who-wins';

/** What a run did about the flag, as the row of one address in one audience remembers it. */
export interface OptOutMark {
  /** `left`: it was looked at and left to people, or cleared. */
  did: 'set' | 'left';
  /** ISO. */
  on: string;
}

export interface OptOutFacts {
  rule: Rules['optOut'];
  /** The record says: no bulk e-mail. */
  flag: boolean;
  /** Of all rows of the person, whatever the audience. */
  marks: readonly OptOutMark[];
  /** Of the rows of this audience. */
  ownMarks: readonly OptOutMark[];
  /** What is remembered of the person in this audience once this run is over. */
  nos: readonly RememberedNo[];
  /** In Mailchimp, in this or another tied audience. */
  isInAnywhere: boolean;
  /** When something other than us subscribed the person; null where nothing did since the last run. */
  signedUpOn: string | null;
}

/** `claim` and `note` only write down that this no was looked at: the flag is ours already, or is left to people. */
export type OptOutMove = 'set' | 'clear' | 'claim' | 'note' | 'nothing';

export function decideOptOut({ rule, flag, marks, ownMarks, nos, isInAnywhere, signedUpOn }: OptOutFacts): OptOutMove {
  const ours = isOurs(flag, marks);
  const latest = latestMark(marks);
  if (ours && signedUpOn !== null && latest !== null && instant(signedUpOn) > instant(latest.on)) return 'clear';
  const latestOwn = latestMark(ownMarks);
  // Somebody has cleared what we set: from now on the flag is people's again.
  if (!flag && latestOwn?.did === 'set' && latest === latestOwn) return 'note';

  const said = nos.filter(({ kind, presumed }) => !presumed && (kind === 'unsubscribed' || kind === 'complained'));
  const newest = said.reduce((date, no) => Math.max(date, instant(no.seenOn)), -Infinity);
  const considered = latestOwn !== null && instant(latestOwn.on) >= newest;
  if (said.length === 0 || considered || rule === 'never') return 'nothing';
  if (rule === 'all' && isInAnywhere) return 'nothing';
  if (!flag) return 'set';
  if (!ours) return 'note';
  return latestOwn?.did === 'set' ? 'nothing' : 'claim';
}

/** Whether the flag is one that a run set: the latest that any run did about it was to set it. */
export function isOurs(flag: boolean, marks: readonly OptOutMark[]): boolean {
  return flag && latestMark(marks)?.did === 'set';
}

function latestMark(marks: readonly OptOutMark[]): OptOutMark | null {
  return marks.reduce<OptOutMark | null>(
    (latest, mark) => (latest === null || instant(mark.on) >= instant(latest.on) ? mark : latest),
    null,
  );
}
