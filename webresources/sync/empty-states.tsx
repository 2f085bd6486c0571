/** What stands in place of the table: nothing yet, nothing found, or not read yet. */
import { Button, Link, Skeleton, SkeletonItem, Text, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { OutsideLink } from '../frame/links';
import { StateCard } from '../frame/state-card';
import { useSurroundings } from '../frame/surroundings';
import { t } from '../texts/texts';
import { accountWords } from './account-words';
import type { Account } from './board';

export function NoAccount({ onGetAudiences, busy }: { onGetAudiences: () => void; busy: boolean }): ReactElement {
  const styles = useStyles();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    const text = [t('sync.noAccount.text'), ...steps.map((step, i) => `${i + 1}. ${t(step)}`)];
    void navigator.clipboard?.writeText(text.join('\n')).then(() => setCopied(true));
  };
  return (
    <StateCard title={t('sync.noAccount.title')}>
      <Text>{t('sync.noAccount.once')}</Text>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      <div className={styles.actions}>
        <Button appearance="primary" onClick={onGetAudiences} disabledFocusable={busy}>
          {t('sync.command.refresh')}
        </Button>
        <Button icon={copied ? <CheckmarkRegular /> : <CopyRegular />} onClick={copy}>
          {t(copied ? 'sync.noAccount.copied' : 'sync.noAccount.copy')}
        </Button>
      </div>
    </StateCard>
  );
}

const steps = ['sync.noAccount.step1', 'sync.noAccount.step2', 'sync.noAccount.step3'] as const;

interface ClosedAccountsProps {
  accounts: readonly Account[];
  onGetAudiences: () => void;
  busy: boolean;
}

/** Without audiences, and no way to fetch them before somebody has looked after the account. */
export function ClosedAccounts({ accounts, busy, onGetAudiences }: ClosedAccountsProps): ReactElement {
  const styles = useStyles();
  const { links } = useSurroundings();
  return (
    <StateCard title={t('sync.closed.title')}>
      {accounts.map((account) => {
        const { problem } = accountWords(account);
        if (problem === null) return null;
        return (
          <Text key={account.id}>
            {problem} <OutsideLink href={links.record('mcs_account', account.id)}>{t('sync.account.open')}</OutsideLink>
          </Text>
        );
      })}
      <Text>{t('sync.closed.then')}</Text>
      <div className={styles.actions}>
        <Button onClick={onGetAudiences} disabledFocusable={busy}>
          {t('sync.command.refresh')}
        </Button>
      </div>
    </StateCard>
  );
}

export function NoAudience({ onGetAudiences, busy }: { onGetAudiences: () => void; busy: boolean }): ReactElement {
  const styles = useStyles();
  return (
    <StateCard title={t('sync.noAudience.title')}>
      <Text>
        {t('sync.noAudience.before')}{' '}
        <Link href="https://admin.mailchimp.com/audience/" target="_blank" rel="noopener noreferrer" inline>
          Mailchimp
        </Link>
        {t('sync.noAudience.after')}
      </Text>
      <div className={styles.actions}>
        <Button appearance="primary" onClick={onGetAudiences} disabledFocusable={busy}>
          {t('sync.command.refresh')}
        </Button>
      </div>
    </StateCard>
  );
}

export function NothingFound({ onClear }: { onClear: () => void }): ReactElement {
  return (
    <StateCard title={t('sync.nothingFound.title')}>
      <div>
        <Button onClick={onClear}>{t('sync.nothingFound.clear')}</Button>
      </div>
    </StateCard>
  );
}

export function Loading(): ReactElement {
  const styles = useStyles();
  return (
    <Skeleton aria-label={t('sync.loading')} className={styles.skeleton}>
      {[0, 1, 2, 3].map((line) => (
        <SkeletonItem key={line} size={48} />
      ))}
    </Skeleton>
  );
}

const useStyles = makeStyles({
  steps: { margin: 0, paddingLeft: tokens.spacingHorizontalXXL, lineHeight: tokens.lineHeightBase400 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  skeleton: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
  },
});
