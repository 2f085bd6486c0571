/** Narrows rows to one value. The button says what is chosen. */
import { Dropdown, Option, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { t } from '../texts/texts';

export interface FilterDropdownProps<Value extends string> {
  label: string;
  /** What is chosen, as "Status: All". */
  say: (chosen: string) => string;
  options: readonly { value: Value; text: string }[];
  value: Value | null;
  onChange: (value: Value | null) => void;
}

export function FilterDropdown<Value extends string>(props: FilterDropdownProps<Value>): ReactElement {
  const { label, onChange, options, say, value } = props;
  const styles = useStyles();
  const chosen = options.find((option) => option.value === value);
  return (
    <Dropdown
      appearance="filled-darker"
      className={styles.dropdown}
      listbox={{ className: styles.listbox ?? '' }}
      aria-label={label}
      value={say(chosen?.text ?? t('common.all'))}
      selectedOptions={[value ?? '']}
      onOptionSelect={(_, { optionValue }) =>
        onChange(options.find((option) => option.value === optionValue)?.value ?? null)
      }
    >
      <Option value="">{t('common.all')}</Option>
      {options.map((option) => (
        <Option key={option.value} value={option.value} text={option.text}>
          {option.text}
        </Option>
      ))}
    </Dropdown>
  );
}

const useStyles = makeStyles({
  dropdown: { minWidth: '132px', maxWidth: '240px', '@media (max-width: 480px)': { width: '100%', maxWidth: 'none' } },
  listbox: { maxHeight: '360px', paddingRight: tokens.spacingHorizontalXS },
});
