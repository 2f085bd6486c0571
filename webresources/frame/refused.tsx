/** What stands in place of the content when Dynamics 365 will not give it. */
import { Button, Text } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { t } from '../texts/texts';
import type { Refusal } from '../web-api';
import { PageMessage, refusalMessage } from './page-message';
import { StateCard } from './state-card';

export interface RefusedProps {
  refusal: Refusal;
  onRetry: () => void;
  /** That it may not be seen, as a title. */
  forbidden: string;
  /** That it does not exist; null for what cannot be missing. */
  gone: { title: string; text: string } | null;
}

export function Refused({ forbidden, gone, onRetry, refusal }: RefusedProps): ReactElement {
  const known =
    refusal.status === 403 ? { title: forbidden, text: t('common.askForRole') } : refusal.status === 404 ? gone : null;
  if (known === null) return <PageMessage message={refusalMessage(refusal)} onRetry={onRetry} />;
  return (
    <StateCard title={known.title}>
      <Text>{known.text}</Text>
      <div>
        <Button onClick={onRetry}>{t('common.tryAgain')}</Button>
      </div>
    </StateCard>
  );
}
