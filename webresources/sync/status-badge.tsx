/** A status as icon and word, so that it never depends on colour alone. */
import { Badge } from '@fluentui/react-components';
import {
  ArrowSyncRegular,
  CheckmarkCircleFilled,
  ClockRegular,
  DismissCircleFilled,
  HandRightRegular,
  LinkDismissRegular,
  PauseCircleRegular,
  PlayCircleRegular,
  WarningFilled,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { statusWords, type SyncStatus } from './status-words';

export function StatusBadge({ status }: { status: SyncStatus }): ReactElement {
  const { word, tone } = statusWords[status];
  return (
    <Badge appearance="tint" color={tone} size="large" shape="rounded" icon={icons[status]} style={badgeStyle}>
      {word}
    </Badge>
  );
}

const badgeStyle = { whiteSpace: 'nowrap', flexShrink: 0 } as const;

const icons: Readonly<Record<SyncStatus, ReactElement>> = {
  'not-tied': <LinkDismissRegular />,
  ready: <PlayCircleRegular />,
  requested: <ClockRegular />,
  'in-progress': <ArrowSyncRegular />,
  synced: <CheckmarkCircleFilled />,
  'synced-with-issues': <WarningFilled />,
  'needs-approval': <HandRightRegular />,
  error: <DismissCircleFilled />,
  paused: <PauseCircleRegular />,
};
