/** The last run of an audience, wherever a link knows the audience alone. */
import { Spinner, Text } from '@fluentui/react-components';
import { useCallback, type ReactElement } from 'react';
import { PageFrame } from '../frame/page-frame';
import { Refused } from '../frame/refused';
import { StateCard } from '../frame/state-card';
import { useSurroundings } from '../frame/surroundings';
import { usePoll } from '../frame/use-poll';
import { Way } from '../frame/way';
import { readLastRun, type LastRun } from '../requests/last-run';
import { t } from '../texts/texts';
import { RunPage } from './run-page';

export function LastRunPage({ audienceId }: { audienceId: string }): ReactElement {
  const { api } = useSurroundings();
  const read = useCallback(() => readLastRun(api, audienceId), [api, audienceId]);
  const { refresh, state } = usePoll<LastRun | null>(read, once);
  if (state.kind === 'ready' && state.value !== null) return <RunPage runId={state.value.id} />;
  return (
    <PageFrame title={t('run.one')} over={<Way />}>
      {state.kind === 'loading' && <Spinner label={t('run.loading')} />}
      {state.kind === 'refused' && (
        <Refused refusal={state.refusal} onRetry={refresh} forbidden={t('run.forbidden.title')} gone={null} />
      )}
      {state.kind === 'ready' && (
        <StateCard title={t('run.noneYet.title')}>
          <Text>{t('run.noneYet.text')}</Text>
        </StateCard>
      )}
    </PageFrame>
  );
}

const once = (): 'over' => 'over';
