/** The Mailchimp accounts with the state of their connection. */
import { Badge, Text, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleFilled,
  DismissCircleFilled,
  QuestionCircleRegular,
  WarningFilled,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { formatMoment } from '../formats';
import { t } from '../texts/texts';
import { accountWords } from './account-words';
import type { Account } from './board';

export function AccountChips({ accounts }: { accounts: readonly Account[] }): ReactElement {
  const styles = useStyles();
  return (
    <ul className={styles.chips} aria-label={t('sync.accounts')}>
      {accounts.map((account) => {
        const { word, tone } = accountWords(account);
        const checked =
          account.checkedOn === null
            ? t('sync.account.notChecked')
            : t('sync.account.checked', { time: formatMoment(account.checkedOn) });
        return (
          <Tooltip key={account.id} content={account.error ?? checked} relationship="description">
            <li className={styles.chip}>
              <Text className={styles.name}>{account.name}</Text>
              <Badge appearance="ghost" color={tone} icon={icons[tone]} className={styles.word}>
                {word}
              </Badge>
            </li>
          </Tooltip>
        );
      })}
    </ul>
  );
}

const icons = {
  success: <CheckmarkCircleFilled />,
  warning: <WarningFilled />,
  danger: <DismissCircleFilled />,
  subtle: <QuestionCircleRegular />,
} as const;

const useStyles = makeStyles({
  chips: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    minWidth: 0,
  },
  chip: {
    minWidth: 0,
    maxWidth: '100%',
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderRadius: '16px',
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  name: { minWidth: 0, overflowWrap: 'anywhere' },
  word: { flexShrink: 0, whiteSpace: 'nowrap' },
});
