/** The connection of a Mailchimp account in words, and the sentence that goes over the page when it is broken. */
import { choiceLabels } from '../schema.generated';
import type { Account } from './board';

export interface AccountWords {
  word: string;
  tone: 'success' | 'warning' | 'danger' | 'subtle';
  /** Null while nothing is wrong. */
  problem: string | null;
}

export function accountWords({ connection, name }: Account): AccountWords {
  const { problem, tone } = connections[connection];
  return { word: choiceLabels.mcs_connectionstatus[connection], tone, problem: problem?.(name) ?? null };
}

interface Connection {
  tone: AccountWords['tone'];
  problem?: (account: string) => string;
}

const connections: Readonly<Record<Account['connection'], Connection>> = {
  'not-checked': { tone: 'subtle' },
  connected: { tone: 'success' },
  'key-refused': {
    tone: 'danger',
    problem: (account) =>
      `Mailchimp refuses the key of ${account}. Nothing is synced until an administrator stores a new one.`,
  },
  unreachable: {
    tone: 'warning',
    problem: (account) => `Mailchimp cannot be reached for ${account}. It is tried again by itself.`,
  },
  copied: {
    tone: 'warning',
    problem: (account) => `This environment is a copy. Confirm which one owns the Mailchimp account ${account}.`,
  },
};
