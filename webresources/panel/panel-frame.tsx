/** What the panels share: the title, what was asked for and what became of it, and something to look at while they load. */
import { Skeleton, SkeletonItem } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { PageFrame } from '../frame/page-frame';
import { PageMessage, refusalMessage } from '../frame/page-message';
import type { Poll } from '../frame/use-poll';
import { t } from '../texts/texts';
import type { Requests } from './use-request';

export interface PanelFrameProps<Value> {
  of: Poll<Value>;
  requests: Requests;
  children: (value: Value, now: Date) => ReactNode;
}

export function PanelFrame<Value>({ children, of, requests }: PanelFrameProps<Value>): ReactElement {
  const { refresh, state } = of;
  const { message, say } = requests;
  return (
    <PageFrame
      narrow
      title={t('panel.title')}
      announcement={message?.text ?? ''}
      messages={
        <>
          {message !== null && <PageMessage message={message} onDismiss={() => say(null)} />}
          {state.kind === 'ready' && state.stale && (
            <PageMessage message={{ intent: 'warning', text: t('common.stale') }} onRetry={refresh} />
          )}
          {state.kind === 'refused' && <PageMessage message={refusalMessage(state.refusal)} onRetry={refresh} />}
        </>
      }
    >
      {state.kind === 'loading' && (
        <Skeleton aria-label={t('common.loading')}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {state.kind === 'ready' && children(state.value, state.now)}
    </PageFrame>
  );
}
