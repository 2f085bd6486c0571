/** How a tag looks whose words may be longer than a line: it breaks, and none is wider than what it stands in. */
import type { TagProps } from '@fluentui/react-components';

export const wrappingTag = (words: string) =>
  ({
    style: { maxWidth: '100%', height: 'auto', minHeight: '24px' },
    primaryText: { children: words, style: { whiteSpace: 'normal', overflowWrap: 'anywhere', minWidth: 0 } },
  }) satisfies TagProps;

export const wrappingTags = { display: 'flex', flexWrap: 'wrap', rowGap: '4px', maxWidth: '100%' } as const;
