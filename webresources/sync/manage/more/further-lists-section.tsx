/** Tags and interests that have a marketing list of their own: whoever has one is on its list, and the other way round. */
import { Button, Switch, Text, makeStyles, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import type { PersonType } from '../../../frame/links';
import { useSurroundings } from '../../../frame/surroundings';
import { inUserLanguage } from '../../../texts/service-words';
import { t } from '../../../texts/texts';
import type { Audience } from '../../board';
import { ListSearchBox } from '../list-search-box';
import type { ChosenList } from '../list-step';
import { SearchBox, type Found } from '../search-box';
import { letStrangersJoin, readTiedLabels, searchFreeLabels, tieLabel, type Label } from './labels';
import { Section } from './section';
import type { Attempt } from './use-attempt';

export interface FurtherListsSectionProps {
  audience: Audience;
  audiences: readonly Audience[];
  personType: PersonType;
  attempt: Attempt;
}

export function FurtherListsSection(props: FurtherListsSectionProps): ReactElement {
  const { attempt, audience, audiences, personType } = props;
  const { api } = useSurroundings();
  const { busy, run } = attempt;
  const styles = useStyles();
  const [tied, setTied] = useState<readonly Label[] | null>(null);
  const [adding, setAdding] = useState(false);
  const read = useCallback(async () => setTied(await readTiedLabels(api, audience.id)), [api, audience.id]);
  useEffect(() => void run(read), [read, run]);
  const change = (work: () => Promise<void>): Promise<boolean> =>
    run(async () => {
      await work();
      await read();
    });
  const tiedTo = useMemo(() => {
    const lists = audiences.flatMap(({ list, name }): [string, string][] => (list === null ? [] : [[list.id, name]]));
    const further = (tied ?? []).flatMap(({ list, name }): [string, string][] =>
      list === null ? [] : [[list.id, name]],
    );
    return new Map([...lists, ...further]);
  }, [audiences, tied]);

  return (
    <Section title={t('manage.more.lists')} hint={t('manage.more.lists.hint')}>
      <ul className={styles.list}>
        {tied?.map((label) => (
          <li key={label.id} className={styles.row}>
            <div className={styles.words}>
              <Text weight="semibold">{nameOf(label)}</Text>
              <Text>{t('manage.more.lists.tiedTo', { list: label.list?.name ?? '' })}</Text>
              {label.sentence !== null && <Text className={styles.quiet}>{inUserLanguage(label.sentence)}</Text>}
              <Switch
                label={t('manage.more.lists.strangers')}
                checked={label.strangers}
                disabled={busy}
                onChange={(_, { checked }) => void change(() => letStrangersJoin(api, label, checked))}
              />
            </div>
            <Button
              size="small"
              appearance="subtle"
              disabledFocusable={busy}
              aria-label={t('manage.more.lists.untieOf', { name: label.name })}
              onClick={() => void change(() => tieLabel(api, label, null))}
            >
              {t('manage.more.lists.untie')}
            </Button>
          </li>
        ))}
      </ul>
      {adding ? (
        <NewTie
          audienceId={audience.id}
          personType={personType}
          tiedTo={tiedTo}
          busy={busy}
          onCancel={() => setAdding(false)}
          onTie={(label, list) =>
            void change(() => tieLabel(api, label, list)).then((done) => done && setAdding(false))
          }
        />
      ) : (
        <div>
          <Button icon={<AddRegular />} onClick={() => setAdding(true)}>
            {t('manage.more.lists.add')}
          </Button>
        </div>
      )}
    </Section>
  );
}

interface NewTieProps {
  audienceId: string;
  personType: PersonType;
  tiedTo: ReadonlyMap<string, string>;
  busy: boolean;
  onTie: (label: Label, list: ChosenList) => void;
  onCancel: () => void;
}

function NewTie({ audienceId, busy, onCancel, onTie, personType, tiedTo }: NewTieProps): ReactElement {
  const { api } = useSurroundings();
  const styles = useStyles();
  const [label, setLabel] = useState<Label | null>(null);
  const [list, setList] = useState<ChosenList | null>(null);
  const search = useCallback(
    async (text: string): Promise<Found<Label>[]> =>
      (await searchFreeLabels(api, audienceId, text)).map((one) => ({
        key: one.id,
        name: nameOf(one),
        hint: one.members === null ? null : t('manage.list.members', { count: one.members }),
        value: one,
      })),
    [api, audienceId],
  );
  return (
    <div className={styles.form} role="group" aria-label={t('manage.more.lists.add')}>
      <SearchBox
        label={t('manage.more.lists.label')}
        chosen={label === null ? '' : nameOf(label)}
        nothing={t('manage.more.lists.noLabel')}
        search={search}
        onChoose={setLabel}
      />
      <ListSearchBox
        label={t('manage.more.lists.list')}
        tiedTo={tiedTo}
        chosen={list}
        only={personType}
        onChoose={setList}
      />
      <div className={styles.buttons}>
        <Button
          disabledFocusable={busy || label === null || list === null}
          onClick={() => label !== null && list !== null && onTie(label, list)}
        >
          {t('manage.more.lists.tie')}
        </Button>
        <Button appearance="subtle" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}

const nameOf = ({ category, kind, name }: Label): string =>
  kind === 'tag'
    ? t('manage.more.lists.tag', { name })
    : t('manage.more.lists.interest', { name, category: category ?? '' });

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    ':empty': { display: 'none' },
  },
  row: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
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
