/** A command of a bar. One that cannot be used says why instead of vanishing. */
import { Button, Toolbar, Tooltip, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { t } from '../texts/texts';

export interface CommandProps {
  label: string;
  icon: ReactElement;
  /** What the command does. */
  hint: string;
  /** Why the command cannot be used now. */
  reason: string | null;
  primary?: boolean;
  onClick: () => void;
}

export function Command({ hint, icon, label, onClick, primary, reason }: CommandProps): ReactElement {
  const restoreFocus = useRestoreFocusTarget();
  return (
    <Tooltip content={reason ?? hint} relationship="description" positioning="below">
      <Button
        {...restoreFocus}
        appearance={primary === true ? 'primary' : 'subtle'}
        {...(primary !== true && { style: commandStyle })}
        icon={icon}
        disabledFocusable={reason !== null}
        onClick={onClick}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

// As the platform's own command bars.
const commandStyle = { fontWeight: tokens.fontWeightRegular } as const;

/** The commands of a page, and what narrows its rows at their right. */
export function CommandBar({ children, filters }: { children: ReactNode; filters?: ReactNode }): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.bar}>
      <Toolbar aria-label={t('common.commands')} className={styles.commands}>
        {children}
      </Toolbar>
      {filters}
    </div>
  );
}

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingVerticalXS,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
  },
  commands: { flexWrap: 'wrap', padding: 0, gap: tokens.spacingHorizontalXXS },
});
