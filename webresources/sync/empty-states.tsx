/** What stands in place of the table: nothing yet, nothing found, no right to look, or an error. */
import {
  Button,
  Card,
  Link,
  Skeleton,
  SkeletonItem,
  Text,
  Title3,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState, type ReactElement, type ReactNode } from 'react';
import type { Refusal } from '../web-api';
import { PageMessage, refusalMessage } from '../frame/page-message';

export function NoAccount({ onGetAudiences, busy }: { onGetAudiences: () => void; busy: boolean }): ReactElement {
  const styles = useStyles();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    const text = ['Connect our Mailchimp account to Audience Sync:', ...steps.map((step, i) => `${i + 1}. ${step}`)];
    void navigator.clipboard?.writeText(text.join('\n')).then(() => setCopied(true));
  };
  return (
    <StateCard title="Connect your Mailchimp account">
      <Text>An administrator does this once:</Text>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className={styles.actions}>
        <Button appearance="primary" onClick={onGetAudiences} disabledFocusable={busy}>
          Get audiences from Mailchimp
        </Button>
        <Button icon={copied ? <CheckmarkRegular /> : <CopyRegular />} onClick={copy}>
          {copied ? 'Copied' : 'Copy this text for your administrator'}
        </Button>
      </div>
    </StateCard>
  );
}

const steps = [
  'In Mailchimp, open Account & billing > Extras > API keys and create a key.',
  'Store the key in the setting MAILCHIMP_API_KEY of the sync service, in Azure best as a Key Vault reference.',
  'On this page, choose Get audiences from Mailchimp.',
] as const;

export function NoAudience({ onGetAudiences, busy }: { onGetAudiences: () => void; busy: boolean }): ReactElement {
  const styles = useStyles();
  return (
    <StateCard title="Mailchimp has no audience yet">
      <Text>
        Create one in{' '}
        <Link href="https://admin.mailchimp.com/audience/" target="_blank" rel="noopener noreferrer" inline>
          Mailchimp
        </Link>
        , then get the audiences from there.
      </Text>
      <div className={styles.actions}>
        <Button appearance="primary" onClick={onGetAudiences} disabledFocusable={busy}>
          Get audiences from Mailchimp
        </Button>
      </div>
    </StateCard>
  );
}

export function NothingFound({ onClear }: { onClear: () => void }): ReactElement {
  return (
    <StateCard title="No audience matches">
      <div>
        <Button onClick={onClear}>Show all audiences</Button>
      </div>
    </StateCard>
  );
}

export function Refused({ refusal, onRetry }: { refusal: Refusal; onRetry: () => void }): ReactElement {
  if (refusal.status === 403) {
    return (
      <StateCard title="You may not see the audiences">
        <Text>Ask an administrator for the role Audience Sync User.</Text>
        <div>
          <Button onClick={onRetry}>Try again</Button>
        </div>
      </StateCard>
    );
  }
  return <PageMessage message={refusalMessage(refusal)} onRetry={onRetry} />;
}

export function Loading(): ReactElement {
  const styles = useStyles();
  return (
    <Skeleton aria-label="Loading audiences" className={styles.skeleton}>
      {[0, 1, 2, 3].map((line) => (
        <SkeletonItem key={line} size={48} />
      ))}
    </Skeleton>
  );
}

function StateCard({ title, children }: { title: string; children: ReactNode }): ReactElement {
  const styles = useStyles();
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{title}</Title3>
      {children}
    </Card>
  );
}

const useStyles = makeStyles({
  card: { maxWidth: '640px', padding: tokens.spacingHorizontalXXL, gap: tokens.spacingVerticalM },
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
