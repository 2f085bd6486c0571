/** What a pause holds back: it says how many people on the list have said no in Mailchimp since it began. */

import type { AudienceRow } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import { ServiceError } from '../../service-error';
import { mailchimpOf, type Services } from '../run/services';

/** Counts as often as the audience would be synced, and writes nothing but its status. */
export async function sayWhoWaits(services: Services, audience: AudienceRow): Promise<void> {
  const { crm } = services;
  const isDue = audience.nextCheck === null || Date.parse(audience.nextCheck) <= services.now().getTime();
  if (audience.tieState !== 'paused' || !isDue) return;
  try {
    const waiting = await countWaiting(services, audience);
    const minutes = audience.scheduleMinutes === 0 ? 60 : audience.scheduleMinutes;
    await crm.changeAudience(audience.id, {
      statusSentence: pausedSentence(waiting),
      nextCheck: new Date(services.now().getTime() + minutes * 60_000).toISOString(),
    });
  } catch (error) {
    // Whatever is wrong with the connection is told by the next run; the timer has other audiences to look after.
    if (!(error instanceof ServiceError)) throw error;
    services.telemetry.exception(error, { audience: audience.id });
  }
}

export function pausedSentence(waiting: number): string {
  if (waiting === 0) return 'Paused. Nobody joins or leaves until it is resumed.';
  return waiting === 1
    ? 'Paused. 1 person who said no is waiting to be passed on.'
    : `Paused. ${waiting.toLocaleString('en')} people who said no are waiting to be passed on.`;
}

async function countWaiting(services: Services, audience: AudienceRow): Promise<number> {
  const account = (await services.crm.accounts()).find(({ id }) => id === audience.accountId);
  if (!account || audience.watermarks === null) return 0;
  const saidNo: Member[] = [];
  const query = { archived: false, sinceLastChanged: audience.watermarks.mailchimp };
  for await (const { members } of mailchimpOf(services, account).members(audience.listId, query)) {
    saidNo.push(...members.filter(({ status }) => status === 'unsubscribed' || status === 'cleaned'));
  }
  if (saidNo.length === 0) return 0;
  const rows = await services.crm.memberRowsOf(audience.id, {
    mailchimpContactIds: saidNo.map(({ contactId }) => contactId),
    memberIds: saidNo.map(({ id }) => id),
    personIds: [],
  });
  const news = rows.filter(({ status, onList }) => onList && (status === 'subscribed' || status === 'pending'));
  return new Set(news.map(({ id, personId }) => personId ?? id)).size;
}
