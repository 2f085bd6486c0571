/** The fields that are kept in step: the usual ones, or those that were chosen for this audience. */
import { Button, Text, makeStyles, tokens } from '@fluentui/react-components';
import { AddRegular, ArrowLeftRegular, ArrowRightRegular, ArrowSwapRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import type { PersonType } from '../../../frame/links';
import { useSurroundings } from '../../../frame/surroundings';
import { t } from '../../../texts/texts';
import { readColumns, type Column, type MergeField } from './columns';
import { FieldForm, wordOf } from './field-form';
import { newMapping, readMappings, removeMapping, saveMapping, usualMappings, type Mapping } from './mappings';
import { Section } from './section';
import type { Attempt } from './use-attempt';

export interface FieldsSectionProps {
  audienceId: string;
  personType: PersonType;
  mergeFields: readonly MergeField[];
  attempt: Attempt;
}

export function FieldsSection({ attempt, audienceId, mergeFields, personType }: FieldsSectionProps): ReactElement {
  const { api } = useSurroundings();
  const { busy, run } = attempt;
  const styles = useStyles();
  const [chosen, setChosen] = useState<readonly Mapping[] | null>(null);
  const [columns, setColumns] = useState<readonly Column[]>([]);
  const [edited, setEdited] = useState<Mapping | null>(null);

  const read = useCallback(async () => setChosen(await readMappings(api, audienceId)), [api, audienceId]);
  useEffect(() => void run(read), [read, run]);
  useEffect(() => void run(async () => setColumns(await readColumns(api, personType))), [api, personType, run]);

  const usual = usualMappings(personType, mergeFields);
  const shown = chosen === null || chosen.length > 0 ? (chosen ?? []) : usual;
  const save = (mapping: Mapping): void =>
    void run(async () => {
      // With the first row of its own an audience no longer uses the usual fields, so they come along.
      if (chosen?.length === 0)
        for (const one of usual) if (one.tag !== mapping.tag) await saveMapping(api, audienceId, one);
      await saveMapping(api, audienceId, mapping);
      setEdited(null);
      await read();
    });
  const remove = (id: string): void =>
    void run(async () => {
      await removeMapping(api, id);
      await read();
    });
  const labelOf = (name: string): string => columns.find((column) => column.name === name)?.label ?? name;

  return (
    <Section
      title={t('manage.more.fields')}
      hint={t(chosen?.length === 0 ? 'manage.more.fields.usual' : 'manage.more.fields.hint')}
    >
      <ul className={styles.list}>
        {shown.map((mapping) => (
          <li key={mapping.tag} className={styles.row}>
            <div className={styles.words}>
              <Text weight="semibold">{labelOf(mapping.column)}</Text>
              <Arrow direction={mapping.direction} />
              <Text weight="semibold">{mapping.tag}</Text>
            </div>
            {mapping.id !== null && (
              <div>
                <Button
                  size="small"
                  appearance="subtle"
                  aria-label={t('manage.more.fields.editOf', { tag: mapping.tag })}
                  onClick={() => setEdited(mapping)}
                >
                  {t('manage.more.edit')}
                </Button>
                <Button
                  size="small"
                  appearance="subtle"
                  disabledFocusable={busy}
                  aria-label={t('manage.more.fields.removeOf', { tag: mapping.tag })}
                  onClick={() => mapping.id !== null && remove(mapping.id)}
                >
                  {t('manage.more.remove')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {edited === null ? (
        <div>
          <Button icon={<AddRegular />} onClick={() => setEdited(newMapping)}>
            {t('manage.more.fields.add')}
          </Button>
        </div>
      ) : (
        <FieldForm
          key={edited.id ?? 'new'}
          initial={edited}
          taken={(chosen ?? []).map(({ tag }) => tag)}
          mergeFields={mergeFields}
          columns={columns}
          busy={busy}
          onSave={save}
          onCancel={() => setEdited(null)}
        />
      )}
    </Section>
  );
}

function Arrow({ direction }: Pick<Mapping, 'direction'>): ReactElement {
  const label = wordOf('mcs_direction', direction);
  if (direction === 'to-mailchimp') return <ArrowRightRegular aria-label={label} />;
  if (direction === 'to-crm') return <ArrowLeftRegular aria-label={label} />;
  return <ArrowSwapRegular aria-label={label} />;
}

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    minHeight: '36px',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  words: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});
