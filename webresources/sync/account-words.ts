/** The connection of a Mailchimp account in words, and the sentence that goes over the page when it is broken. */
import { choiceLabels } from '../schema.generated';
import type { Account } from './board';

export interface AccountWords {
  word: string;
  tone: 'success' | 'warning' | 'danger' | 'subtle';
  /** Null while nothing is wrong. */
  problem: string | null;
}

export function accountWords(account: Account): AccountWords {
  const word = choiceLabels.mcs_connectionstatus[account.connection];
  switch (account.connection) {
    case 'connected':
      return { word, tone: 'success', problem: null };
    case 'not-checked':
      return { word, tone: 'subtle', problem: null };
    case 'key-refused':
      return {
        word,
        tone: 'danger',
        problem: `Mailchimp refuses the key of ${account.name}. Nothing is synced until an administrator stores a new one.`,
      };
    case 'unreachable':
      return {
        word,
        tone: 'warning',
        problem: `Mailchimp cannot be reached for ${account.name}. It is tried again by itself.`,
      };
    case 'copied':
      return {
        word,
        tone: 'warning',
        problem: `This environment is a copy. Confirm which one owns the Mailchimp account ${account.name}.`,
      };
  }
}
