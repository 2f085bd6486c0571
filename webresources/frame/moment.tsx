/** A point in time as people say it; the full date and time on demand. */
import { Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatElapsed, formatMoment } from '../formats';
import { t } from '../texts/texts';

export function Moment({ at, now }: { at: Date | null; now: Date }): ReactElement {
  if (at === null) return <span>{t('common.never')}</span>;
  return (
    <Tooltip content={formatMoment(at)} relationship="description">
      <time dateTime={at.toISOString()}>{formatElapsed(at, now)}</time>
    </Tooltip>
  );
}
