/** Finds something by a part of its name, on the server, and lets one be chosen. */
import { Combobox, Field, Option, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { t } from '../../texts/texts';
import { refusalFrom } from '../../web-api';

export interface Found<Value> {
  key: string;
  name: string;
  hint: string | null;
  /** Why it cannot be chosen; shown in place of the hint. */
  refusal?: string | null;
  value: Value;
}

export interface SearchBoxProps<Value> {
  label: string;
  /** Shown while nobody types. */
  chosen: string;
  nothing: string;
  /** What is chosen, among the found. */
  chosenKey?: string | null;
  /** How to use the box. */
  hint?: string;
  placeholder?: string;
  disabled?: boolean;
  /** As many are found at most. */
  most?: number;
  /** Must stay the same function from one rendering to the next. */
  search: (text: string) => Promise<Found<Value>[]>;
  onChoose: (value: Value) => void;
}

export function SearchBox<Value>(props: SearchBoxProps<Value>): ReactElement {
  const { chosen, chosenKey, disabled = false, hint, label, most, nothing, onChoose, placeholder, search } = props;
  const styles = useStyles();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<readonly Found<Value>[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef(0);

  useEffect(() => {
    if (!open) return undefined;
    const turn = (asked.current += 1);
    const look = async (): Promise<void> => {
      try {
        const answer = await search(typed ?? '');
        if (asked.current !== turn) return; // a later search is on its way
        setFound(answer);
        setProblem(null);
      } catch (error) {
        setProblem(refusalFrom(error).message);
      }
    };
    const timer = setTimeout(() => void look(), typed === null ? 0 : pauseBetweenKeys);
    return () => clearTimeout(timer);
  }, [open, search, typed]);

  return (
    <Field
      label={label}
      {...(hint !== undefined && { hint })}
      {...(problem !== null && { validationMessage: problem, validationState: 'error' })}
    >
      <Combobox
        style={narrowable}
        autoComplete="off"
        disabled={disabled}
        {...(placeholder !== undefined && { placeholder })}
        value={typed ?? chosen}
        selectedOptions={typeof chosenKey === 'string' ? [chosenKey] : []}
        open={open}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
        }}
        onOpenChange={(_, data) => {
          setOpen(data.open);
          if (!data.open) setTyped(null);
        }}
        onOptionSelect={(_, { optionValue }) => {
          const one = found?.find(({ key }) => key === optionValue);
          setTyped(null);
          if (one !== undefined && isFree(one)) onChoose(one.value);
        }}
        listbox={{ className: styles.listbox ?? '' }}
      >
        {found === null && (
          <Option disabled text={t('manage.list.searching')}>
            {t('manage.list.searching')}
          </Option>
        )}
        {found?.length === 0 && (
          <Option disabled text={nothing}>
            {nothing}
          </Option>
        )}
        {found?.map((one) => (
          <Option key={one.key} value={one.key} text={one.name} disabled={!isFree(one)}>
            <span className={styles.stack}>
              <span>{one.name}</span>
              {isFree(one) ? (
                one.hint !== null && (
                  <Text size={200} className={styles.quiet}>
                    {one.hint}
                  </Text>
                )
              ) : (
                <Text size={200} className={styles.refused}>
                  {one.refusal}
                </Text>
              )}
            </span>
          </Option>
        ))}
        {found !== null && most !== undefined && found.length >= most && (
          <Option disabled text={t('common.more')}>
            {t('manage.list.onlyFirst', { count: most })}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}

const isFree = ({ refusal = null }: Found<unknown>): boolean => refusal === null;

const pauseBetweenKeys = 250;

/** Beside the menu of the app the panel is narrower than these boxes like to be. */
const narrowable = { minWidth: 0 } as const;

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  refused: { color: 'inherit', fontStyle: 'italic' },
  listbox: { maxHeight: '320px' },
});
