/** The connection of a Mailchimp account in words, and the sentence that goes over the page when it is broken. */
import { t, type TextKey } from '../texts/texts';
import type { Account } from './board';

export interface AccountWords {
  word: string;
  tone: 'success' | 'warning' | 'danger' | 'subtle';
  /** Null while nothing is wrong. */
  problem: string | null;
}

export function accountWords({ connection, name }: Account): AccountWords {
  const { problem, tone } = connections[connection];
  const word = t(`choices.mcs_connectionstatus.${connection}`);
  return { word, tone, problem: problem === undefined ? null : t(problem, { account: name }) };
}

interface Connection {
  tone: AccountWords['tone'];
  problem?: TextKey;
}

const connections: Readonly<Record<Account['connection'], Connection>> = {
  'not-checked': { tone: 'subtle' },
  connected: { tone: 'success' },
  'key-refused': {
    tone: 'danger',
    problem: 'sync.account.key-refused',
  },
  unreachable: {
    tone: 'warning',
    problem: 'sync.account.unreachable',
  },
  copied: {
    tone: 'warning',
    problem: 'sync.account.copied',
  },
};
