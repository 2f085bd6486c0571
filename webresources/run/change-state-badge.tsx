/** What became of a change, where it was not simply done. */
import { ClockRegular, DismissCircleFilled, SubtractCircleRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { ToneBadge } from '../frame/tone-badge';
import { t } from '../texts/texts';

export function ChangeStateBadge({ state }: { state: 'refused' | 'waits' | 'decided' }): ReactElement {
  return <ToneBadge {...looks[state]} size="medium" word={t(`run.state.${state}`)} />;
}

const looks = {
  refused: { tone: 'danger', icon: <DismissCircleFilled /> },
  waits: { tone: 'severe', icon: <ClockRegular /> },
  decided: { tone: 'subtle', icon: <SubtractCircleRegular /> },
} as const;
