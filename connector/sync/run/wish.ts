/** What the person who created a run wants of it beyond its mode, as `mcs_proposedsettings` says; a wrong wish is a sentence. */

import { z } from 'zod';

import type { RunRow } from '../../dataverse/port';
import { choices } from '../../dataverse/schema.generated';
import { ServiceError } from '../../service-error';

export type Wish =
  | { kind: 'sync'; people?: string[] }
  | { kind: 'approve'; runId: string; people: 'all' | string[] }
  | { kind: 'undo'; runId: string; preview: boolean }
  | { kind: 'cancel'; runId: string }
  | { kind: 'preview'; settings: ProposedSettings; marketingListId: string | null };

const id = z.guid().transform((text) => text.toLowerCase());

const approval = z.object({ approve: id, people: z.union([z.literal('all'), z.array(id).min(1)]).default('all') });
/** Members of an audience, or the people of their records. */
const named = z.object({ people: z.array(id).min(1).max(50) });
const undo = z.object({ undo: id, preview: z.boolean().default(false) });
const cancellation = z.object({ cancel: id });

function oneOf<
  Name extends
    | 'mcs_direction'
    | 'mcs_trustoverride'
    | 'mcs_removalrule'
    | 'mcs_resubscriberule'
    | 'mcs_newmemberrule'
    | 'mcs_optoutrule',
>(choice: Name): z.ZodType<keyof (typeof choices)[Name]> {
  const known: object = choices[choice];
  return z.custom<keyof (typeof choices)[Name]>((value) => typeof value === 'string' && Object.hasOwn(known, value), {
    error: `must be one of ${Object.keys(known).join(', ')}`,
  });
}

const limit = z.int().min(0);

/** Settings of an audience that have not been saved: a preview takes them in place of those of the row. */
const proposedSettings = z.strictObject({
  direction: oneOf('mcs_direction').optional(),
  createPeople: z.boolean().optional(),
  trustOverride: oneOf('mcs_trustoverride').optional(),
  removalRule: oneOf('mcs_removalrule').optional(),
  resubscribeRule: oneOf('mcs_resubscriberule').optional(),
  newMemberRule: oneOf('mcs_newmemberrule').optional(),
  optOutRule: oneOf('mcs_optoutrule').optional(),
  limits: z
    .strictObject({ percent: limit.max(100).optional(), people: limit.optional(), most: limit.optional() })
    .optional(),
});
export type ProposedSettings = z.infer<typeof proposedSettings>;

const proposal = z.looseObject({ settings: proposedSettings.default({}), marketingListId: id.nullish() });

export function wishOf(run: Pick<RunRow, 'mode' | 'proposedSettings'>): Wish {
  const said = parsed(run.proposedSettings);
  switch (run.mode) {
    case 'undo': {
      const { undo: runId, preview } = required(undo, said, 'An undo says which run to undo, like {"undo": "RUN"}');
      return { kind: 'undo', runId, preview };
    }
    case 'cancel':
      return {
        kind: 'cancel',
        runId: required(cancellation, said, 'A cancellation says which run to cancel, like {"cancel": "RUN"}').cancel,
      };
    case 'preview': {
      const unreadable = said === null && (run.proposedSettings ?? 'null') !== 'null';
      const { settings, marketingListId } = required(
        proposal,
        unreadable ? run.proposedSettings : (said ?? {}),
        'The settings of this preview are wrong',
      );
      return { kind: 'preview', settings, marketingListId: marketingListId ?? null };
    }
    case 'sync': {
      if (isObject(said) && !('approve' in said) && 'people' in said) {
        const { people } = required(named, said, 'A sync of some people says whom, like {"people": ["MEMBER"]}');
        return { kind: 'sync', people };
      }
      if (!isObject(said) || !('approve' in said)) return { kind: 'sync' };
      const { approve: runId, people } = required(
        approval,
        said,
        'An approval says which run and whom, like {"approve": "RUN", "people": "all"}',
      );
      return { kind: 'approve', runId, people };
    }
    case 'full':
    case 'refresh':
    case 'backup':
  }
  return { kind: 'sync' };
}

/** Whether the run only carries out what an earlier one held: it looks at nobody else. */
export function isApproval({ mode, proposedSettings: said }: Pick<RunRow, 'mode' | 'proposedSettings'>): boolean {
  const wish = parsed(said);
  return mode === 'sync' && isObject(wish) && 'approve' in wish;
}

function required<Shape extends z.ZodType>(shape: Shape, said: unknown, sentence: string): z.output<Shape> {
  const read = shape.safeParse(said);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new ServiceError('refused', `${sentence}: ${place}${issue?.message ?? 'nothing is said'}.`);
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    // As if nothing had been said: whoever needs it says what is missing.
    return null;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whom somebody wants looked at again, whatever else a sync finds. */
export const namedIn = (wish: Wish): ReadonlySet<string> => new Set((wish.kind === 'sync' && wish.people) || []);

/** Changes nothing, whatever it plans. */
export const isPreview = ({ mode }: Pick<RunRow, 'mode'>, wish: Wish): boolean =>
  mode === 'preview' || (wish.kind === 'undo' && wish.preview);

/** Runs that say nothing about how the audience stands while they are requested, at work or refused. */
export const isAside = (run: Pick<RunRow, 'mode' | 'proposedSettings'>): boolean =>
  ['preview', 'undo', 'cancel', 'backup'].includes(run.mode) || isApproval(run);
