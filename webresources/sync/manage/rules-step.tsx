/** Second step of Manage: how the two sides follow each other. */
import {
  Dropdown,
  Field,
  Label,
  Option,
  Radio,
  RadioGroup,
  SpinButton,
  Switch,
  Text,
  makeStyles,
  tokens,
  useId,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { PersonType } from '../../frame/links';
import { t } from '../../texts/texts';
import type { Rules } from '../board';
import {
  directions,
  limitBounds,
  newMemberRules,
  removals,
  resubscriptions,
  schedules,
  trusts,
  type Choice,
} from './rules';

export interface RulesStepProps {
  rules: Rules;
  /** Nothing of this tie has been synced yet. */
  firstSync: boolean;
  doubleOptIn: boolean;
  personType: PersonType | null;
  onChange: (rules: Rules) => void;
}

export function RulesStep({ rules, firstSync, doubleOptIn, personType, onChange }: RulesStepProps): ReactElement {
  const change = (part: Partial<Rules>): void => onChange({ ...rules, ...part });
  return (
    <>
      <Choices
        label={t('manage.rules.direction')}
        hint={t('manage.rules.direction.hint')}
        choices={directions()}
        value={rules.direction}
        onChange={(direction) => change({ direction })}
      />
      <Switch
        label={t(`manage.rules.create.${personType ?? 'contact'}`)}
        checked={rules.createPeople}
        onChange={(_, { checked }) => change({ createPeople: checked })}
      />
      {firstSync && (
        <Choices
          label={t('manage.rules.trust')}
          choices={trusts()}
          value={rules.trust}
          onChange={(trust) => change({ trust })}
        />
      )}
      <Choices
        label={t('manage.rules.removal')}
        choices={removals()}
        value={rules.removal}
        onChange={(removal) => change({ removal })}
      />
      <Choices
        label={t('manage.rules.resubscribe')}
        choices={resubscriptions()}
        value={rules.resubscribe}
        onChange={(resubscribe) => change({ resubscribe })}
      />
      {doubleOptIn && (
        <Choices
          label={t('manage.rules.newMembers')}
          choices={newMemberRules()}
          value={rules.newMembers}
          onChange={(newMembers) => change({ newMembers })}
        />
      )}
      <Limits rules={rules} onChange={change} />
      <Schedule minutes={rules.scheduleMinutes} onChange={(scheduleMinutes) => change({ scheduleMinutes })} />
    </>
  );
}

interface ChoicesProps<Code extends string> {
  label: string;
  hint?: string;
  choices: readonly Choice<Code>[];
  value: Code;
  onChange: (code: Code) => void;
}

function Choices<Code extends string>({ label, hint, choices, value, onChange }: ChoicesProps<Code>): ReactElement {
  const styles = useStyles();
  return (
    <Field label={{ children: label, className: styles.question ?? '' }} {...(hint !== undefined && { hint })}>
      <RadioGroup
        value={value}
        onChange={(_, data) => {
          const choice = choices.find(({ code }) => code === data.value);
          if (choice !== undefined) onChange(choice.code);
        }}
      >
        {choices.map((choice) => (
          <Radio
            key={choice.code}
            value={choice.code}
            label={
              choice.hint === undefined ? (
                choice.label
              ) : (
                <>
                  {choice.label}: <span className={styles.quiet}>{choice.hint}</span>
                </>
              )
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
}

function Limits({ rules, onChange }: { rules: Rules; onChange: (part: Partial<Rules>) => void }): ReactElement {
  const styles = useStyles();
  const title = useId('limits');
  const number = (key: keyof typeof limitBounds): ReactElement => (
    <SpinButton
      className={styles.number}
      aria-label={t(`manage.rules.limits.${key}`)}
      value={rules[key]}
      {...limitBounds[key]}
      onChange={(_, { value, displayValue }) => {
        const wanted = value ?? Number(displayValue);
        const { max, min } = limitBounds[key];
        if (Number.isFinite(wanted)) onChange({ [key]: Math.min(Math.max(Math.round(wanted), min), max) });
      }}
    />
  );
  return (
    <div role="group" aria-labelledby={title} className={styles.group}>
      <Label id={title} className={styles.question}>
        {t('manage.rules.limits')}
      </Label>
      <div className={styles.sentence}>
        <Text>{t('manage.rules.limits.before')}</Text>
        {number('limitPercent')}
        <Text>{t('manage.rules.limits.afterPercent')}</Text>
        {number('limitPeople')}
        <Text>{t('manage.rules.limits.afterPeople')}</Text>
        {number('limitMost')}
        <Text>{t('manage.rules.limits.end')}</Text>
      </div>
    </div>
  );
}

function Schedule({ minutes, onChange }: { minutes: number; onChange: (minutes: number) => void }): ReactElement {
  const styles = useStyles();
  const choices = schedules(minutes);
  return (
    <Field
      label={{ children: t('manage.rules.schedule'), className: styles.question ?? '' }}
      className={styles.schedule}
    >
      <Dropdown
        style={narrowable}
        value={choices.find(({ code }) => code === minutes)?.label ?? ''}
        selectedOptions={[String(minutes)]}
        onOptionSelect={(_, { optionValue }) => onChange(Number(optionValue))}
      >
        {choices.map(({ code, label }) => (
          <Option key={code} value={String(code)}>
            {label}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

/** Beside the menu of the app the panel is narrower than these boxes like to be. */
const narrowable = { minWidth: 0 } as const;

const useStyles = makeStyles({
  question: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  sentence: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  number: { width: '88px' },
  schedule: { maxWidth: '240px' },
});
