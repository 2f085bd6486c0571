/** How a person stands, as icon and word. */
import { CheckmarkCircleFilled, ClockRegular, SubtractCircleRegular, WarningFilled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { ToneBadge, type Tone } from '../frame/tone-badge';
import { t } from '../texts/texts';
import type { Outcome } from './reason-words';

export function OutcomeBadge({ outcome, size }: { outcome: Outcome; size?: 'medium' | 'large' }): ReactElement {
  const { icon, tone } = looks[outcome];
  return (
    <ToneBadge
      tone={tone}
      icon={icon}
      word={t(`choices.mcs_outcome.${outcome}`)}
      {...(size !== undefined && { size })}
    />
  );
}

const looks: Readonly<Record<Outcome, { tone: Tone; icon: ReactElement }>> = {
  'in-sync': { tone: 'success', icon: <CheckmarkCircleFilled /> },
  waiting: { tone: 'informative', icon: <ClockRegular /> },
  'left-out': { tone: 'subtle', icon: <SubtractCircleRegular /> },
  attention: { tone: 'warning', icon: <WarningFilled /> },
};
