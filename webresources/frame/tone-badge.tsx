/** A state as icon and word, so that it never depends on colour alone. */
import { Badge } from '@fluentui/react-components';
import type { ReactElement } from 'react';

export type Tone = 'subtle' | 'informative' | 'brand' | 'success' | 'warning' | 'severe' | 'danger';

export interface ToneBadgeProps {
  tone: Tone;
  icon: ReactElement;
  word: string;
  size?: 'medium' | 'large';
}

export function ToneBadge({ icon, size = 'large', tone, word }: ToneBadgeProps): ReactElement {
  return (
    <Badge appearance="tint" color={tone} size={size} shape="rounded" icon={icon} style={badgeStyle}>
      {word}
    </Badge>
  );
}

const badgeStyle = { whiteSpace: 'nowrap', flexShrink: 0 } as const;
