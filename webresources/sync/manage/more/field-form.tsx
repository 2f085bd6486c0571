/** One field: the merge field, the column, and how they follow each other. What cannot work is refused here at once. */
import { Button, Dropdown, Field, Input, Option, Switch, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useState, type ReactElement } from 'react';
import { choices } from '../../../schema.generated';
import { hasText, t } from '../../../texts/texts';
import { fits, type Column, type MergeField } from './columns';
import type { Mapping } from './mappings';
import { SearchBox, type Found } from '../search-box';

export interface FieldFormProps {
  initial: Mapping;
  /** Merge tags that have a mapping of their own. */
  taken: readonly string[];
  mergeFields: readonly MergeField[];
  columns: readonly Column[];
  busy: boolean;
  onSave: (mapping: Mapping) => void;
  onCancel: () => void;
}

export function FieldForm(props: FieldFormProps): ReactElement {
  const { busy, columns, initial, mergeFields, onCancel, onSave, taken } = props;
  const styles = useStyles();
  const [mapping, setMapping] = useState(initial);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Mapping>): void => setMapping({ ...mapping, ...part });
  const field = mergeFields.find(({ tag }) => tag === mapping.tag);
  const problems = problemsOf(mapping, { taken, mergeFields, columns });
  const told = (problem: string | null) =>
    tried && problem !== null ? ({ validationMessage: problem, validationState: 'error' } as const) : {};

  const search = useCallback(
    (text: string): Promise<Found<string>[]> => {
      const words = text.trim().toLowerCase();
      const fitting = columns.filter(
        (column) =>
          (field === undefined || fits(field, column)) &&
          (column.label.toLowerCase().includes(words) || column.name.includes(words)),
      );
      return Promise.resolve(
        fitting.slice(0, 50).map(({ label, name }) => ({ key: name, name: label, hint: name, value: name })),
      );
    },
    [columns, field],
  );
  const column = columns.find(({ name }) => name === mapping.column);

  return (
    <div className={styles.form} role="group" aria-label={t('manage.more.fields.form')}>
      <Field label={t('manage.more.fields.mergeField')} {...told(problems.tag)}>
        {mergeFields.length === 0 ? (
          <Input value={mapping.tag} onChange={(_, { value }) => change({ tag: value.trim().toUpperCase() })} />
        ) : (
          <Dropdown
            style={narrowable}
            value={field === undefined ? mapping.tag : describe(field)}
            selectedOptions={[mapping.tag]}
            onOptionSelect={(_, { optionValue = '' }) =>
              change({ tag: optionValue, name: nameOf(mergeFields, optionValue) })
            }
          >
            {mergeFields.map((one) => (
              <Option key={one.tag} value={one.tag} text={describe(one)}>
                {describe(one)}
              </Option>
            ))}
          </Dropdown>
        )}
      </Field>
      <Field {...told(problems.column)}>
        <SearchBox
          label={t('manage.more.fields.column')}
          chosen={column?.label ?? mapping.column}
          nothing={t('manage.more.fields.noColumn')}
          search={search}
          onChoose={(name) => change({ column: name })}
        />
      </Field>
      <Choose
        label={t('manage.more.fields.direction')}
        choice="mcs_direction"
        value={mapping.direction}
        onChange={(direction) => change({ direction })}
      />
      <Choose
        label={t('manage.more.fields.blank')}
        choice="mcs_blankrule"
        value={mapping.blank}
        onChange={(blank) => change({ blank })}
      />
      <Choose
        label={t('manage.more.fields.conflict')}
        choice="mcs_conflictrule"
        value={mapping.conflict}
        onChange={(conflict) => change({ conflict })}
      />
      <Field label={t('manage.more.fields.default')}>
        <Input value={mapping.standIn} maxLength={255} onChange={(_, { value }) => change({ standIn: value })} />
      </Field>
      {mergeFields.length === 0 && (
        <Switch
          label={t('manage.more.fields.createMissing')}
          checked={mapping.createMissing}
          onChange={(_, { checked }) => change({ createMissing: checked })}
        />
      )}
      <div className={styles.buttons}>
        <Button
          disabledFocusable={busy}
          onClick={() => {
            setTried(true);
            if (problems.tag === null && problems.column === null) onSave(mapping);
          }}
        >
          {t('manage.more.fields.save')}
        </Button>
        <Button appearance="subtle" disabledFocusable={busy} onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}

interface ChooseProps<Name extends RuleChoice> {
  label: string;
  choice: Name;
  value: keyof (typeof choices)[Name] & string;
  onChange: (code: keyof (typeof choices)[Name] & string) => void;
}

type RuleChoice = 'mcs_direction' | 'mcs_blankrule' | 'mcs_conflictrule';

function Choose<Name extends RuleChoice>({ choice, label, onChange, value }: ChooseProps<Name>): ReactElement {
  const codes: (keyof (typeof choices)[Name] & string)[] = [];
  for (const code in choices[choice]) codes.push(code);
  return (
    <Field label={label}>
      <Dropdown
        style={narrowable}
        value={wordOf(choice, value)}
        selectedOptions={[value]}
        onOptionSelect={(_, { optionValue }) => {
          const code = codes.find((one) => one === optionValue);
          if (code !== undefined) onChange(code);
        }}
      >
        {codes.map((code) => (
          <Option key={code} value={code} text={wordOf(choice, code)}>
            {wordOf(choice, code)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

export function wordOf(choice: RuleChoice, code: string): string {
  const key = `choices.${choice}.${code}`;
  return hasText(key) ? t(key) : code;
}

export interface Problems {
  tag: string | null;
  column: string | null;
}

export function problemsOf(
  { column, id, tag }: Mapping,
  known: Pick<FieldFormProps, 'taken' | 'mergeFields' | 'columns'>,
): Problems {
  const field = known.mergeFields.find((one) => one.tag === tag);
  const chosen = known.columns.find(({ name }) => name === column);
  const twice = id === null && known.taken.includes(tag);
  return {
    tag:
      tag === ''
        ? t('manage.more.fields.needsTag')
        : twice
          ? t('manage.more.fields.taken', { tag })
          : tag === 'EMAIL'
            ? t('manage.more.fields.email')
            : null,
    column:
      column === ''
        ? t('manage.more.fields.needsColumn')
        : field !== undefined && chosen !== undefined && !fits(field, chosen)
          ? t('manage.more.fields.misfit', { column: chosen.label, field: describe(field) })
          : null,
  };
}

const describe = ({ name, tag, type }: MergeField): string => `${name} (${tag}, ${type})`;

const nameOf = (mergeFields: readonly MergeField[], tag: string): string =>
  mergeFields.find((one) => one.tag === tag)?.name ?? tag;

/** Beside the menu of the app the panel is narrower than these boxes like to be. */
const narrowable = { minWidth: 0 } as const;

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});
