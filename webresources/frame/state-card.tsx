/** What stands in place of the content: nothing yet, nothing found, no right to look. One heading, one way on. */
import { Card, Title3, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

export function StateCard({ title, children }: { title: string; children: ReactNode }): ReactElement {
  const styles = useStyles();
  return (
    <Card className={styles.card}>
      <Title3 as="h2">{title}</Title3>
      {children}
    </Card>
  );
}

const useStyles = makeStyles({
  card: { maxWidth: '640px', padding: tokens.spacingHorizontalXXL, gap: tokens.spacingVerticalM },
});
