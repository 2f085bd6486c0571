/** Which rows of many are shown, and the way to the others. */
import { Button, Text, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronLeftRegular, ChevronRightRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { t } from '../texts/texts';

export interface PagerProps {
  /** What is shown, in words. */
  text: string;
  /** Null where there is no page on that side. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}

export function Pager({ onNext, onPrevious, text }: PagerProps): ReactElement {
  const styles = useStyles();
  return (
    <nav className={styles.pager} aria-label={t('common.pages')}>
      <Text className={styles.text} role="status">
        {text}
      </Text>
      {(onPrevious !== null || onNext !== null) && (
        <>
          <Button
            appearance="subtle"
            icon={<ChevronLeftRegular />}
            aria-label={t('common.previousPage')}
            disabledFocusable={onPrevious === null}
            onClick={() => onPrevious?.()}
          />
          <Button
            appearance="subtle"
            icon={<ChevronRightRegular />}
            aria-label={t('common.nextPage')}
            disabledFocusable={onNext === null}
            onClick={() => onNext?.()}
          />
        </>
      )}
    </nav>
  );
}

const useStyles = makeStyles({
  pager: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minHeight: '32px' },
  text: { flexGrow: 1, color: tokens.colorNeutralForeground3 },
});
