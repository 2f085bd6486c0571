/** What stands in place of the content: nothing yet, nothing found, no right to look. One heading, one way on. */
import { Card, Subtitle1, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

export function StateCard({ title, children }: { title: string; children: ReactNode }): ReactElement {
  const styles = useStyles();
  return (
    <Card className={styles.card}>
      <Subtitle1 as="h2" className={styles.title}>
        {title}
      </Subtitle1>
      {children}
    </Card>
  );
}

const useStyles = makeStyles({
  card: {
    maxWidth: '640px',
    padding: tokens.spacingHorizontalXXL,
    gap: tokens.spacingVerticalM,
    '@media (max-width: 480px)': { padding: tokens.spacingHorizontalL },
  },
  title: { overflowWrap: 'anywhere' },
});
