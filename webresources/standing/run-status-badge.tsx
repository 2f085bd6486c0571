/** The status of a run. */
import {
  ArrowSyncRegular,
  CheckmarkCircleFilled,
  ClockRegular,
  DismissCircleFilled,
  HandRightRegular,
  SubtractCircleRegular,
  WarningFilled,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { ToneBadge, type Tone } from '../frame/tone-badge';
import type { Choice } from '../schema.generated';
import { t } from '../texts/texts';

export function RunStatusBadge({ status }: { status: Choice<'mcs_runstatus'> }): ReactElement {
  const { icon, tone } = looks[status];
  return <ToneBadge tone={tone} icon={icon} word={t(`choices.mcs_runstatus.${status}`)} />;
}

const looks: Readonly<Record<Choice<'mcs_runstatus'>, { tone: Tone; icon: ReactElement }>> = {
  requested: { tone: 'informative', icon: <ClockRegular /> },
  'in-progress': { tone: 'brand', icon: <ArrowSyncRegular /> },
  'needs-approval': { tone: 'severe', icon: <HandRightRegular /> },
  completed: { tone: 'success', icon: <CheckmarkCircleFilled /> },
  'completed-with-issues': { tone: 'warning', icon: <WarningFilled /> },
  failed: { tone: 'danger', icon: <DismissCircleFilled /> },
  cancelled: { tone: 'subtle', icon: <SubtractCircleRegular /> },
};
