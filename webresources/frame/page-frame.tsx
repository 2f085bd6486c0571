/** What every page has: title, commands, messages under them, and a voice for those who do not see the page. */
import { Subtitle1, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, type ReactElement, type ReactNode } from 'react';

export interface PageFrameProps {
  title: string;
  /** Over the title: where the page belongs. */
  over?: ReactNode;
  /** One sentence under the title. */
  under?: ReactNode;
  /** At the right of the title. */
  aside?: ReactNode;
  commands?: ReactNode;
  messages?: ReactNode;
  /** Read out, once, when it changes. */
  announcement?: string;
  /** In a pane beside a form there is little room, and the pane shows the title: what stands at the top is only read out. */
  narrow?: boolean;
  children: ReactNode;
}

export function PageFrame(props: PageFrameProps): ReactElement {
  const { announcement = '', aside, children, commands, messages, narrow, over, title, under } = props;
  const styles = useStyles();
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className={mergeClasses(styles.page, narrow === true && styles.narrow)}>
      <header className={narrow === true ? styles.spoken : styles.head}>
        <div className={styles.titles}>
          {over}
          <Subtitle1 as="h1" className={styles.title}>
            {title}
          </Subtitle1>
          {typeof under === 'string' ? <Text className={styles.quiet}>{under}</Text> : under}
        </div>
        {aside}
      </header>
      {commands}
      <div className={styles.messages}>{messages}</div>
      <div role="status" aria-live="polite" className={styles.spoken}>
        {announcement}
      </div>
      {children}
    </main>
  );
}

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    boxSizing: 'border-box',
    minHeight: '100vh',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 480px)': { padding: tokens.spacingHorizontalM },
  },
  narrow: { padding: tokens.spacingHorizontalM },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalL,
  },
  titles: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    // A long sentence wraps before it pushes down what stands at its right.
    flex: '1 1 320px',
    minWidth: 0,
  },
  title: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  messages: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, ':empty': { display: 'none' } },
  spoken: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    margin: '-1px',
  },
});
