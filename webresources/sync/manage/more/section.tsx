/** One matter of "Fields and lists": its heading, a sentence, and what can be done. */
import { Subtitle2, Text, makeStyles, tokens, useId } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

export interface SectionProps {
  title: string;
  hint: string;
  children: ReactNode;
}

export function Section({ children, hint, title }: SectionProps): ReactElement {
  const styles = useStyles();
  const heading = useId('section');
  return (
    <section aria-labelledby={heading} className={styles.section}>
      <div className={styles.words}>
        <Subtitle2 as="h3" id={heading}>
          {title}
        </Subtitle2>
        <Text className={styles.quiet}>{hint}</Text>
      </div>
      {children}
    </section>
  );
}

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});
