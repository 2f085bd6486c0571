/** First step of Manage: the marketing list, searched on the server, or made here. */
import { Button, MessageBar, MessageBarBody, Text, makeStyles, tokens } from '@fluentui/react-components';
import { AddRegular, PeopleListRegular } from '@fluentui/react-icons';
import { useMemo, useState, type ReactElement } from 'react';
import { t } from '../../texts/texts';
import type { Audience, TiedList } from '../board';
import { ListSearchBox, describeList } from './list-search-box';
import { NewList } from './new-list';
import { creationSentence } from './rules';

export interface ChosenList extends TiedList {
  members?: number | null;
  owner?: string | null;
}

export interface ListStepProps {
  audience: Audience;
  audiences: readonly Audience[];
  chosen: ChosenList | null;
  onChoose: (list: ChosenList) => void;
}

export function ListStep({ audience, audiences, chosen, onChoose }: ListStepProps): ReactElement {
  const styles = useStyles();
  const [creating, setCreating] = useState(false);
  const tiedTo = useMemo(() => {
    const others = audiences.filter(({ id, list }) => id !== audience.id && list !== null);
    return new Map(others.map(({ name, list }) => [list?.id ?? '', name]));
  }, [audience.id, audiences]);
  return (
    <>
      <Text>{t('manage.list.question', { audience: audience.name })}</Text>
      <ListSearchBox label={t('manage.list.label')} tiedTo={tiedTo} chosen={chosen} onChoose={onChoose} />
      {chosen !== null && (
        <div className={styles.chosen}>
          <PeopleListRegular fontSize={24} className={styles.icon} aria-hidden />
          <div className={styles.stack}>
            <Text weight="semibold">{chosen.name}</Text>
            <Text size={200} className={styles.quiet}>
              {describeList(chosen)}
            </Text>
          </div>
        </div>
      )}
      {chosen?.personType !== null && chosen?.personType !== undefined && (
        <Text>{creationSentence(chosen.personType)}</Text>
      )}
      {audience.list !== null && chosen !== null && chosen.id !== audience.list.id && (
        <MessageBar intent="warning" layout="multiline" style={{ flexShrink: 0 }}>
          <MessageBarBody>{t('manage.list.changed')}</MessageBarBody>
        </MessageBar>
      )}
      {creating ? (
        <NewList
          suggestion={audience.name}
          onCreated={(list) => {
            setCreating(false);
            onChoose({ ...list, members: 0 });
          }}
          onCancel={() => setCreating(false)}
        />
      ) : (
        <div>
          <Button icon={<AddRegular />} onClick={() => setCreating(true)}>
            {t('manage.list.new')}
          </Button>
        </div>
      )}
    </>
  );
}

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  icon: { flexShrink: 0 },
  chosen: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
});
