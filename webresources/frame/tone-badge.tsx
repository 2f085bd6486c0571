/** A state as icon and word, so that it never depends on colour alone. */
import { Badge, makeStyles } from '@fluentui/react-components';
import type { ReactElement } from 'react';

export type Tone = 'subtle' | 'informative' | 'brand' | 'success' | 'warning' | 'severe' | 'danger';

export interface ToneBadgeProps {
  tone: Tone;
  icon: ReactElement;
  word: string;
  size?: 'medium' | 'large';
}

export function ToneBadge({ icon, size = 'large', tone, word }: ToneBadgeProps): ReactElement {
  const styles = useStyles();
  return (
    <Badge appearance="tint" color={tone} size={size} shape="rounded" icon={icon} className={styles.badge}>
      {word}
    </Badge>
  );
}

const useStyles = makeStyles({
  badge: {
    whiteSpace: 'nowrap',
    flexShrink: 0,
    maxWidth: '100%',
    boxSizing: 'border-box',
    '@media (max-width: 480px)': { whiteSpace: 'normal', height: 'auto', minHeight: '20px' },
  },
});
