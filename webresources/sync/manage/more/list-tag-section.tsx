/** The tag that Mailchimp gives to people who come from the marketing list. It is a setting of the list. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { useSurroundings } from '../../../frame/surroundings';
import { tables } from '../../../schema.generated';
import { t } from '../../../texts/texts';
import { labelOf, textOf } from '../../../web-api';
import { searchTags } from './labels';
import { SearchBox, type Found } from '../search-box';
import { Section } from './section';
import type { Attempt } from './use-attempt';

export interface ListTagSectionProps {
  audienceId: string;
  list: { id: string; name: string };
  attempt: Attempt;
}

interface ListTag {
  id: string;
  name: string;
}

export function ListTagSection({ attempt, audienceId, list }: ListTagSectionProps): ReactElement {
  const { api } = useSurroundings();
  const { busy, run } = attempt;
  const styles = useStyles();
  const [tag, setTag] = useState<ListTag | null>(null);
  useEffect(
    () =>
      void run(async () => {
        const row = await api.retrieve('lists', list.id, { select: ['_mcs_tagid_value'] });
        const id = textOf(row, '_mcs_tagid_value');
        setTag(id === null ? null : { id, name: labelOf(row, '_mcs_tagid_value') ?? '' });
      }),
    [api, list.id, run],
  );
  const give = (chosen: ListTag | null): void =>
    void run(async () => {
      const value = chosen === null ? null : `/${tables.mcs_tag.set}(${chosen.id})`;
      await api.update('lists', list.id, { 'mcs_tagid@odata.bind': value });
      setTag(chosen);
    });
  const search = useCallback(
    async (text: string): Promise<Found<ListTag>[]> =>
      (await searchTags(api, audienceId, text)).map(({ id, members, name }) => ({
        key: id,
        name,
        hint: members === null ? null : t('manage.list.members', { count: members }),
        value: { id, name },
      })),
    [api, audienceId],
  );
  return (
    <Section title={t('manage.more.tag')} hint={t('manage.more.tag.hint', { list: list.name })}>
      <div className={styles.line}>
        <div className={styles.box}>
          <SearchBox
            label={t('manage.more.tag.label')}
            chosen={tag?.name ?? ''}
            nothing={t('manage.more.tag.none')}
            disabled={busy}
            search={search}
            onChoose={give}
          />
        </div>
        {tag !== null && (
          <Button disabledFocusable={busy} onClick={() => give(null)}>
            {t('manage.more.tag.remove')}
          </Button>
        )}
      </div>
    </Section>
  );
}

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalS },
  box: { flexGrow: 1, minWidth: 0 },
});
