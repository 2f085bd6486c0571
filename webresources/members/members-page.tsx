/** The people of an audience: on which side they are, how it stands with them, and why. */
import type { ReactElement } from 'react';
import { PageFrame } from '../frame/page-frame';

export interface MembersPageProps {
  audienceId: string;
  outcome: string | null;
  reason: string | null;
}

export function MembersPage({ audienceId }: MembersPageProps): ReactElement {
  return <PageFrame title="Members">{audienceId}</PageFrame>;
}
