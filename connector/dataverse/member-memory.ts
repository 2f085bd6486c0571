/**
 * What a row of mcs_audiencemember remembers, as JSON in text columns with a fingerprint over all of it. Memory that cannot be
 * read, or that somebody else has written, is never taken for "nothing was said": it counts as a no.
 */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RememberedNo } from '../reconcile/situation';
import type { LastWords, MemberRow } from './port';
import { date, text, type Row } from './row';

export const memoryColumns = ['mcs_lastcrm', 'mcs_lastmailchimp', 'mcs_consent', 'mcs_fingerprint', 'modifiedon'];

type Kept = Pick<MemberRow, 'last' | 'no' | 'wasIn' | 'addressBase' | 'optOut'>;
type Memory = Kept & Pick<MemberRow, 'unreadable'>;

const names = {
  firstName: z.string(),
  lastName: z.string(),
  fields: z.record(z.string(), z.string()).exactOptional(),
  refused: z.array(z.string()).exactOptional(),
};

const crmShape: z.ZodType<LastWords['crm']> = z
  .object({ onList: z.boolean(), changedOn: z.string().nullable(), ...names })
  .nullable();

const mailchimpShape: z.ZodType<LastWords['mailchimp']> = z
  .object({
    status: z.enum(['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional', 'archived', 'absent']),
    changedOn: z.string().nullable(),
    by: z.enum(['us', 'admin', 'person', 'unknown']),
    ...names,
  })
  .nullable();

const noShape = z.object({
  kind: z.enum(['unsubscribed', 'complained', 'bounced', 'unconfirmed', 'forgotten']),
  since: z.string(),
  seenOn: z.string(),
  askedOn: z.string().optional(),
  presumed: z.literal(true).optional(),
});

const addressColumn = z.enum(['emailaddress1', 'emailaddress2', 'emailaddress3']);

const consentShape = z.object({
  wasIn: z.boolean(),
  no: noShape.nullable(),
  addressBase: z
    .object({
      column: addressColumn,
      address: z.string(),
      refused: z.string().exactOptional(),
      undone: z.string().exactOptional(),
    })
    .optional(),
  optOut: z.object({ did: z.enum(['set', 'left']), on: z.string() }).optional(),
});

export function toMemoryColumns({ last, no, wasIn, addressBase, optOut }: Kept): Row {
  const columns = [
    last.crm && JSON.stringify(last.crm),
    last.mailchimp && JSON.stringify(last.mailchimp),
    JSON.stringify({ wasIn, no, addressBase, optOut }),
  ];
  const [mcs_lastcrm, mcs_lastmailchimp, mcs_consent] = columns;
  return { mcs_lastcrm, mcs_lastmailchimp, mcs_consent, mcs_fingerprint: fingerprintOf(columns) };
}

export function memoryOf(row: Row): Memory {
  const columns = [text(row, 'mcs_lastcrm'), text(row, 'mcs_lastmailchimp'), text(row, 'mcs_consent')];
  const [lastCrm, lastMailchimp, consentText] = columns;
  const fingerprint = text(row, 'mcs_fingerprint');
  const crm = parse(crmShape, lastCrm);
  const mailchimp = parse(mailchimpShape, lastMailchimp);
  const consent = consentText == null ? { wasIn: false, no: null } : parse(consentShape, consentText);
  const asWritten = fingerprint === null || fingerprint === fingerprintOf(columns);
  if (crm === undefined || mailchimp === undefined || consent == null || !asWritten) return careful(row);
  const { wasIn, no, addressBase, optOut } = consent;
  return {
    last: { crm, mailchimp },
    wasIn,
    no: no === null ? null : toNo(no),
    ...(addressBase === undefined ? {} : { addressBase }),
    ...(optOut === undefined ? {} : { optOut }),
  };
}

function careful(row: Row): Memory {
  const since = date(row, 'modifiedon') ?? '1970-01-01T00:00:00Z';
  return {
    last: { crm: null, mailchimp: null },
    wasIn: false,
    no: { kind: 'unsubscribed', since, seenOn: since },
    unreadable: true,
  };
}

function toNo({ askedOn, presumed, ...no }: z.infer<typeof noShape>): RememberedNo {
  return { ...no, ...(askedOn === undefined ? {} : { askedOn }), ...(presumed === undefined ? {} : { presumed }) };
}

/** Undefined when it is there and cannot be read. */
function parse<T>(shape: z.ZodType<T>, json: string | null | undefined): T | null | undefined {
  if (json == null) return null;
  try {
    return shape.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

function fingerprintOf(columns: readonly (string | null | undefined)[]): string {
  return createHash('sha256')
    .update(columns.map((column) => column ?? '').join('\n'))
    .digest('hex');
}
