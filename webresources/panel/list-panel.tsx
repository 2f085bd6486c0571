/** A marketing list: the audience that it is tied to, with its status, its numbers and what can be done. */
import { Button, Card, Subtitle2, Text, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons';
import { useCallback, type ReactElement } from 'react';
import { formatNumber } from '../formats';
import { PageLink } from '../frame/links';
import { Moment } from '../frame/moment';
import { usePrivilege } from '../frame/rights';
import { StateCard } from '../frame/state-card';
import { useSurroundings } from '../frame/surroundings';
import { usePoll, type Pace } from '../frame/use-poll';
import { listPlace, managePlace, membersPlace } from '../pages';
import { StatusBadge } from '../standing/status-badge';
import { inUserLanguage } from '../texts/service-words';
import { t } from '../texts/texts';
import { readListTie, type ListTie, type TiedAudience } from './list-tie';
import { PanelFrame } from './panel-frame';
import { useRequest } from './use-request';

export function ListPanel({ id }: { id: string }): ReactElement {
  const { api } = useSurroundings();
  const read = useCallback(() => readListTie(api, id), [api, id]);
  const tie = usePoll(read, paceOf);
  const { refresh } = tie;
  const requests = useRequest(refresh);
  const { about, ask } = requests;
  const sync = ({ id: audienceId, name }: TiedAudience): void =>
    void ask({ audience: name, audienceId, about: name }).then(refresh);

  return (
    <PanelFrame of={tie} requests={requests}>
      {({ audience, list, through }, now) =>
        audience === null ? (
          <NotTied listId={id} list={list} />
        ) : (
          <TieCard audience={audience} through={through} now={now} busy={about !== null} onSync={sync} />
        )
      }
    </PanelFrame>
  );
}

const paceOf = ({ audience }: ListTie): Pace =>
  audience?.status === 'requested' || audience?.status === 'in-progress' ? 'busy' : 'quiet';

function NotTied({ list, listId }: { listId: string; list: ListTie['list'] }): ReactElement {
  const refusal = list.dynamic ? t('panel.list.dynamic') : list.accounts ? t('panel.list.accounts') : null;
  return (
    <StateCard title={t('panel.notTied')}>
      <Text>{refusal ?? t('panel.notTied.how')}</Text>
      {refusal === null && <PageLink to={listPlace(listId)}>{t('panel.manage')}</PageLink>}
    </StateCard>
  );
}

interface TieCardProps {
  audience: TiedAudience;
  through: ListTie['through'];
  now: Date;
  busy: boolean;
  onSync: (audience: TiedAudience) => void;
}

function TieCard({ audience, busy, now, onSync, through }: TieCardProps): ReactElement {
  const styles = useStyles();
  const mayStart = usePrivilege('prvCreatemcs_syncrun');
  const working = busy || audience.status === 'requested' || audience.status === 'in-progress';
  return (
    <Card className={styles.card} role="group" aria-label={t('panel.card', { audience: audience.name })}>
      <div className={styles.head}>
        <Subtitle2 as="h2" className={styles.name}>
          {audience.name}
        </Subtitle2>
        <StatusBadge status={audience.status} />
      </div>
      {through !== null && <Text>{t(`panel.through.${through.kind}`, { name: through.name })}</Text>}
      {audience.sentence !== null && <Text>{inUserLanguage(audience.sentence)}</Text>}
      <dl className={styles.numbers}>
        <dt>{t('panel.inSync')}</dt>
        <dd>
          <PageLink to={membersPlace(audience.id, 'in-sync')}>{share(audience)}</PageLink>
        </dd>
        <dt>{t('panel.leftOut')}</dt>
        <dd>
          <PageLink to={membersPlace(audience.id, 'left-out')}>{numberOrDash(audience.leftOut)}</PageLink>
        </dd>
        <dt>{t('panel.attention')}</dt>
        <dd>
          <PageLink to={membersPlace(audience.id, 'attention')}>{numberOrDash(audience.attention)}</PageLink>
        </dd>
        <dt>{t('panel.lastSynced')}</dt>
        <dd>
          <Moment at={audience.lastSynced} now={now} />
        </dd>
      </dl>
      <div className={styles.foot}>
        {mayStart === true && audience.tie === 'running' && (
          <Button
            appearance="primary"
            icon={<ArrowSyncRegular />}
            disabledFocusable={working}
            onClick={() => onSync(audience)}
          >
            {t('panel.syncNow')}
          </Button>
        )}
        <PageLink to={membersPlace(audience.id)}>{t('panel.members')}</PageLink>
        <PageLink to={managePlace(audience.id)}>{t('panel.manage')}</PageLink>
      </div>
    </Card>
  );
}

const numberOrDash = (value: number | null): string => (value === null ? '–' : formatNumber(value));

const share = ({ inSync, mailable }: TiedAudience): string =>
  inSync === null || mailable === null ? '–' : `${formatNumber(inSync)} / ${formatNumber(mailable)}`;

const useStyles = makeStyles({
  card: { gap: tokens.spacingVerticalS },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  name: { overflowWrap: 'anywhere', minWidth: 0 },
  numbers: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground3 },
    '& dd': { margin: 0, textAlign: 'end' },
  },
  foot: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalL },
});
