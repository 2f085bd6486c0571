/** One bar for each account whose connection is broken, never one for each of its audiences. */
import type { ReactElement } from 'react';
import { OutsideLink } from '../frame/links';
import { PageMessage } from '../frame/page-message';
import { useSurroundings } from '../frame/surroundings';
import { t } from '../texts/texts';
import { accountWords } from './account-words';
import type { Account } from './board';

export function AccountProblems({ accounts }: { accounts: readonly Account[] }): ReactElement {
  const { links } = useSurroundings();
  return (
    <>
      {accounts.map((account) => {
        const { problem, tone } = accountWords(account);
        if (problem === null) return null;
        return (
          <PageMessage
            key={account.id}
            message={{ intent: tone === 'danger' ? 'error' : 'warning', text: problem }}
            link={<OutsideLink href={links.record('mcs_account', account.id)}>{t('sync.account.open')}</OutsideLink>}
          />
        );
      })}
    </>
  );
}
