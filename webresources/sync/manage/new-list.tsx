/** A new marketing list, made in place. An organization that wants more than a name gets its own form. */
import {
  Button,
  Field,
  Input,
  Link,
  Radio,
  RadioGroup,
  Subtitle2,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState, type FormEvent, type ReactElement } from 'react';
import type { PersonType } from '../../frame/links';
import { PageMessage, refusalMessage } from '../../frame/page-message';
import { useSurroundings } from '../../frame/surroundings';
import { t } from '../../texts/texts';
import type { Refusal } from '../../web-api';
import { refusalFrom } from '../../web-api';
import { createList, type NewList as CreatedList } from '../requests';

export interface NewListProps {
  suggestion: string;
  onCreated: (list: CreatedList) => void;
  onCancel: () => void;
}

export function NewList({ suggestion, onCreated, onCancel }: NewListProps): ReactElement {
  const { api, links } = useSurroundings();
  const styles = useStyles();
  const [name, setName] = useState(suggestion);
  const [personType, setPersonType] = useState<PersonType>('contact');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const missing = name.trim() === '';

  const create = async (): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      onCreated(await createList(api, name.trim(), personType));
    } catch (error) {
      setRefusal(refusalFrom(error));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!missing && !busy) void create();
  };

  return (
    <form className={styles.form} onSubmit={submit} aria-label={t('manage.list.new')}>
      <Subtitle2 as="h3">{t('manage.list.new')}</Subtitle2>
      {refusal !== null && (
        <>
          <PageMessage message={refusalMessage(refusal)} />
          <Link href={links.newRecord('list')} target="_blank" rel="noopener">
            {t('manage.newList.fullForm')}
          </Link>
        </>
      )}
      <Field
        label={t('manage.newList.name')}
        required
        {...(missing && { validationMessage: t('manage.newList.nameMissing') })}
      >
        <Input value={name} maxLength={128} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label={t('manage.newList.type')}>
        <RadioGroup
          layout="horizontal"
          value={personType}
          onChange={(_, { value }) => setPersonType(value === 'lead' ? 'lead' : 'contact')}
        >
          <Radio value="contact" label={t('common.contacts')} />
          <Radio value="lead" label={t('common.leads')} />
        </RadioGroup>
      </Field>
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabledFocusable={missing || busy}>
          {t('manage.newList.create')}
        </Button>
        <Button disabledFocusable={busy} onClick={onCancel}>
          {t('manage.newList.back')}
        </Button>
      </div>
    </form>
  );
}

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
});
