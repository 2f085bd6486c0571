/** Why Mailchimp does not take one person. */

import { z } from 'zod';
import { MailchimpProblem, withoutAddresses } from './errors';
import type { Refusal, RefusalKind } from './port';

/** Null when the error is about something else than this person. */
export function refusalOf(error: unknown, address: string): Refusal | null {
  if (!(error instanceof MailchimpProblem)) return null;
  const said = [error.detail, ...error.fields.map(({ field, message }) => `${field}: ${message}`)].filter(Boolean);
  return {
    address: address || addressIn(error.detail),
    kind: kindOfProblem(error),
    message: withoutAddresses(said.join(' ') || error.title),
    ...namedFields(error.fields.map(({ field }) => field)),
  };
}

export const bulkErrorShape = z.object({
  email_address: z.string().optional(),
  error: z.string().optional(),
  error_code: z.string().optional(),
  field: z.string().optional(),
  field_message: z.string().optional(),
});

/** One entry of `errors` in the answer to a bulk call. */
export function refusalOfBulkError(entry: z.infer<typeof bulkErrorShape>): Refusal {
  const text = entry.error ?? '';
  const aboutField = entry.field !== undefined && entry.field !== '';
  return {
    address: entry.email_address ?? addressIn(text),
    kind: entry.error_code === 'ERROR_CONTACT_EXISTS' ? 'exists' : (kindOfText(text) ?? kindOfField(entry.field)),
    message: withoutAddresses(
      [text, aboutField ? `${entry.field}: ${entry.field_message ?? ''}` : ''].filter(Boolean).join(' '),
    ),
    ...namedFields(aboutField ? [entry.field ?? ''] : []),
  };
}

const namedFields = (fields: string[]): { fields?: string[] } => (fields.length > 0 ? { fields } : {});

const kindOfTitle: Readonly<Record<string, RefusalKind>> = {
  'member exists': 'exists',
  'member in compliance state': 'compliance',
  'forgotten email not subscribed': 'forgotten',
};

function kindOfProblem(problem: MailchimpProblem): RefusalKind {
  const byTitle = kindOfTitle[problem.title.toLowerCase()];
  if (byTitle !== undefined) return byTitle;
  if (problem.status === 405) return 'cannot-archive';
  const { field, message } = problem.fields[0] ?? {};
  return kindOfText(problem.detail) ?? kindOfText(message ?? '') ?? kindOfField(field);
}

function kindOfField(field: string | undefined): RefusalKind {
  if (field === undefined || field === '') return 'other';
  return /^e-?mail/i.test(field) ? 'fake-address' : 'merge-fields';
}

const texts: readonly (readonly [RegExp, RefusalKind])[] = [
  [/already a list member|already in this list/i, 'exists'],
  // Somebody left between the reading and the writing: nothing is wrong with the address.
  [/only update email addresses for/i, 'other'],
  [/compliance state|must opt in again|previously unsubscribed/i, 'compliance'],
  [/permanently deleted|cannot be re-?imported/i, 'forgotten'],
  [/signed up to a lot of lists/i, 'too-many-signups'],
  [/looks fake or invalid|valid email address/i, 'fake-address'],
  [/merge fields were invalid/i, 'merge-fields'],
];

function kindOfText(text: string): RefusalKind | undefined {
  return texts.find(([pattern]) => pattern.test(text))?.[1];
}

function addressIn(text: string): string {
  return /[^\s"'<>]+@[^\s"'<>]+/.exec(text)?.[0] ?? '';
}
