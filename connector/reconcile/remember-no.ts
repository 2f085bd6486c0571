/**
 * The memory of a no. It is learnt from what Mailchimp says now, kept through archiving, deletion, absence and a new tie, and
 * ended only when the person becomes subscribed by something other than us.
 */

import type { AddressSituation, RememberedNo, Situation } from './situation';
import { instant } from './who-wins';

/** The memory of every address of the situation, in its order. */
export function rememberNos({
  addresses,
  crmNow,
  now,
}: Pick<Situation, 'addresses' | 'crmNow' | 'now'>): (RememberedNo | null)[] {
  return addresses.map((address) => {
    const said = heardNow(address, { now, crmNow });
    const known = asItReallyWas(address);
    const no = said && known ? newer(address, known, said) : (said ?? known);
    if (no === null || saysNoStill(address)) return no;
    const signedUp = addresses.some((other) => becameSubscribed(other) && (other === address || isLater(other, no)));
    return signedUp ? null : no;
  });
}

/** The no that speaks against writing to the person: any address's, except that a bounce speaks for its address only. */
export function personalNos(memories: readonly (RememberedNo | null)[]): RememberedNo[] {
  return memories.filter((no): no is RememberedNo => no !== null && no.kind !== 'bounced');
}

/** The memory to keep when the question that a run of this date wanted to ask is held or not sent: it was not asked. */
export function notAsked(no: RememberedNo | null, now: string): RememberedNo | null {
  if (no?.askedOn !== now) return no;
  const { askedOn: _, ...rest } = no;
  return rest;
}

/** A no that was only presumed is what the activity of the member says, as soon as somebody asked for it. */
function asItReallyWas({ now, no, beforeArchive }: AddressSituation): RememberedNo | null {
  if (!no?.presumed || now.status !== 'archived' || beforeArchive === null) return no;
  if (beforeArchive === 'no-objection') return null;
  const { presumed: _, ...known } = no;
  return { ...known, kind: beforeArchive };
}

function heardNow(
  { now, last, no, beforeArchive, complained }: AddressSituation,
  run: Pick<Situation, 'now' | 'crmNow'>,
): RememberedNo | null {
  const said = (kind: RememberedNo['kind']): RememberedNo => ({
    kind,
    since: now.changedOn ?? run.now,
    seenOn: run.crmNow,
  });
  const before = last?.status ?? 'absent';
  switch (now.status) {
    case 'unsubscribed':
      return now.by === 'us' || now.by === 'admin' ? null : said(complained ? 'complained' : 'unsubscribed');
    case 'cleaned':
      return said('bounced');
    case 'archived':
      if (no !== null || beforeArchive === 'no-objection') return null;
      // Mailchimp forgets the status that a member had before archiving, so only its activity can tell.
      if (beforeArchive !== null) return said(beforeArchive);
      if (now.by === 'us') return null;
      if (before === 'pending') return said('unconfirmed');
      return before === 'absent' ? { ...said('unsubscribed'), presumed: true } : null;
    case 'absent':
      return before === 'pending' && !no ? said('unconfirmed') : null;
    case 'subscribed':
    case 'pending':
    case 'transactional':
  }
  return null;
}

/**
 * A no that is heard again is the one remembered: any edit moves Mailchimp's date, so only a member that changed its status
 * can have said a new one. A new one replaces the old, but a confirmation stays asked for.
 */
function newer({ now, last }: AddressSituation, old: RememberedNo, said: RememberedNo): RememberedNo {
  if (said.kind === 'bounced' && old.kind !== 'bounced') return old;
  const weaker = old.kind === 'bounced' && said.kind !== 'bounced';
  const saidAgain = now.status !== last?.status && instant(said.since) > instant(old.since);
  if (!weaker && !saidAgain) return old;
  const kind = said.kind === 'unsubscribed' && old.kind === 'complained' ? 'complained' : said.kind;
  return old.askedOn === undefined ? { ...said, kind } : { ...said, kind, askedOn: old.askedOn };
}

/** Subscribed by something other than us, and not so when we last looked. */
function becameSubscribed({ now, last }: AddressSituation): boolean {
  return now.status === 'subscribed' && now.by !== 'us' && last?.status !== 'subscribed';
}

function isLater({ now }: AddressSituation, no: RememberedNo): boolean {
  return now.changedOn !== null && instant(now.changedOn) > instant(no.since);
}

function saysNoStill({ now }: AddressSituation): boolean {
  return now.status === 'cleaned' || (now.status === 'unsubscribed' && now.by !== 'us' && now.by !== 'admin');
}
