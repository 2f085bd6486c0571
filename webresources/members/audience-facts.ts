/** The audience whose members are shown: its numbers by reason as the last run wrote them, and where its members live. */
import { choices, tables, type Choice } from '../schema.generated';
import { outcomeOfReason } from '../standing/reason-words';
import { codeOf, dateOf, labelOf, rowOf, textOf, type WebApi } from '../web-api';
import type { StoryRules } from './story';

export interface AudienceFacts {
  id: string;
  name: string;
  list: string | null;
  lastSynced: Date | null;
  /** Rows by reason. */
  reasons: Readonly<Record<string, number>>;
  rules: StoryRules;
  /** Of Mailchimp, like "us1". */
  dataCentre: string | null;
}

export async function readAudienceFacts(api: WebApi, id: string): Promise<AudienceFacts> {
  const row = await api.retrieve(tables.mcs_audience.set, id, {
    select: [
      'mcs_audienceid',
      'mcs_name',
      '_mcs_marketinglistid_value',
      'mcs_lastsynced',
      'mcs_reasoncounts',
      'mcs_resubscriberule',
      'mcs_removalrule',
    ],
    expand: 'mcs_accountid($select=mcs_datacentre)',
  });
  return {
    id,
    name: textOf(row, 'mcs_name') ?? '',
    list: labelOf(row, '_mcs_marketinglistid_value') ?? textOf(rowOf(row, 'mcs_marketinglistid') ?? {}, 'listname'),
    lastSynced: dateOf(row, 'mcs_lastsynced'),
    reasons: countsIn(textOf(row, 'mcs_reasoncounts')),
    rules: {
      resubscribe: codeOf(row, 'mcs_resubscriberule', choices.mcs_resubscriberule) ?? 'leave-out',
      removal: codeOf(row, 'mcs_removalrule', choices.mcs_removalrule) ?? 'archive',
    },
    dataCentre: textOf(rowOf(row, 'mcs_accountid') ?? {}, 'mcs_datacentre'),
  };
}

export interface Facet {
  outcome: Choice<'mcs_outcome'>;
  count: number;
  /** The most frequent first. */
  reasons: { reason: Choice<'mcs_reason'>; count: number }[];
}

/** Every outcome, with the reasons that somebody has. Dataverse stops counting at 5,000, so runs count and pages add up. */
export function facetsOf(counts: Readonly<Record<string, number>>): Facet[] {
  const known = Object.keys(choices.mcs_reason).filter(isReason);
  return outcomes.map((outcome) => {
    const reasons = known
      .filter((reason) => outcomeOfReason(reason) === outcome && (counts[reason] ?? 0) > 0)
      .map((reason) => ({ reason, count: counts[reason] ?? 0 }))
      .sort((a, b) => b.count - a.count);
    return { outcome, reasons, count: reasons.reduce((sum, { count }) => sum + count, 0) };
  });
}

export const isReason = (code: string): code is Choice<'mcs_reason'> => Object.hasOwn(choices.mcs_reason, code);

export const isOutcome = (code: string): code is Choice<'mcs_outcome'> => Object.hasOwn(choices.mcs_outcome, code);

const outcomes = ['in-sync', 'waiting', 'left-out', 'attention'] as const;

/** https://mailchimp.com/developer/marketing/api/list-members/get-member-info/ : `web_id` is the member's id in the web application. */
export function mailchimpAddress(dataCentre: string | null, webId: string | null): string | null {
  if (dataCentre === null || webId === null || !/^[a-z]{2}\d{1,3}$/.test(dataCentre)) return null;
  return `https://${dataCentre}.admin.mailchimp.com/lists/members/view?id=${encodeURIComponent(webId)}`;
}

function countsIn(json: string | null): Record<string, number> {
  const counts: Record<string, number> = {};
  try {
    const parsed: unknown = JSON.parse(json ?? '{}');
    for (const [code, count] of Object.entries(parsed ?? {})) if (typeof count === 'number') counts[code] = count;
  } catch {
    return {}; // counts are a nicety; the rows are there all the same
  }
  return counts;
}
