/** The status of an audience. */
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
import { ToneBadge } from '../frame/tone-badge';
import { statusTones, statusWord, type SyncStatus } from './status-words';

export function StatusBadge({ status }: { status: SyncStatus }): ReactElement {
  return <ToneBadge tone={statusTones[status]} icon={icons[status]} word={statusWord(status)} />;
}

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
