/** One run: who asked for it, how far it is, and every change it made. */
import type { ReactElement } from 'react';
import { PageFrame } from '../frame/page-frame';

export function RunPage({ runId }: { runId: string }): ReactElement {
  return <PageFrame title="Run">{runId}</PageFrame>;
}
