/** One audience of a person: how she stands there, why, and her tags. */
import { Button, Card, Subtitle2, Text, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { formatDate } from '../formats';
import { PageLink } from '../frame/links';
import { refusalMessage, type Message } from '../frame/page-message';
import { useMayWrite } from '../frame/rights';
import { useSurroundings } from '../frame/surroundings';
import { membersPlace } from '../pages';
import { tables } from '../schema.generated';
import { OutcomeBadge } from '../standing/outcome-badge';
import { textOfTags } from '../tags';
import { hasText, t } from '../texts/texts';
import { quotedPart, refusalFrom, textOf } from '../web-api';
import type { Membership } from './memberships';
import { TagEditor } from './tag-editor';

export interface MembershipCardProps {
  of: Membership;
  /** Why nothing can be asked for now; null where it can. */
  busy: string | null;
  onSync: (of: Membership) => void;
  onChanged: (tags: string[]) => void;
  say: (message: Message) => void;
}

export function MembershipCard({ busy, of, onChanged, onSync, say }: MembershipCardProps): ReactElement {
  const styles = useStyles();
  const { api } = useSurroundings();
  const mayWrite = useMayWrite(tables.mcs_audiencemember.set, of.id);
  const [saving, setSaving] = useState(false);
  const subscribed = of.status === 'subscribed';
  const cure = `reasons.${of.reason}.cure`;

  const save = async (tags: string[]): Promise<void> => {
    setSaving(true);
    try {
      await api.update(tables.mcs_audiencemember.set, of.id, { mcs_tags: textOfTags(tags) });
      onChanged(tags);
      say({ intent: 'success', text: t('panel.tags.saved', { audience: of.audience }) });
    } catch (error) {
      say(refusalMessage(refusalFrom(error)));
    } finally {
      setSaving(false);
    }
  };
  const suggest = async (start: string): Promise<string[]> => {
    const begins = start.trim() === '' ? '' : ` and startswith(mcs_name,${quotedPart(start.trim())})`;
    const rows = await api.retrieveMultiple(tables.mcs_tag.set, {
      select: ['mcs_name'],
      filter: `_mcs_audienceid_value eq ${of.audienceId}${begins}`,
      orderBy: 'mcs_name asc',
      top: 8,
    });
    return rows.map((row) => textOf(row, 'mcs_name') ?? '');
  };

  return (
    <Card className={styles.card} role="group" aria-label={t('panel.card', { audience: of.audience })}>
      <div className={styles.head}>
        <Subtitle2 as="h2" className={styles.name}>
          {of.audience}
        </Subtitle2>
        {of.outcome !== null && <OutcomeBadge outcome={of.outcome} size="medium" />}
      </div>
      <Text className={styles.address}>{of.address}</Text>
      <Text>
        {t(`choices.mcs_memberstatus.${of.status}`)}
        {' · '}
        {t(of.onList ? 'panel.onList' : 'panel.notOnList')}
        {of.since !== null && (
          <>
            {' · '}
            {t('panel.since', { day: formatDate(of.since) })}
          </>
        )}
      </Text>
      {of.reason !== null && of.outcome !== 'in-sync' && (
        <div className={styles.reason}>
          <Text>{t(`reasons.${of.reason}.sentence`)}</Text>
          {hasText(cure) && <Text className={styles.quiet}>{t(cure)}</Text>}
        </div>
      )}
      <TagEditor
        tags={of.tags}
        of={of.address}
        readOnly={mayWrite !== true || saving || !subscribed}
        suggest={suggest}
        onChange={(tags) => void save(tags)}
      />
      {!subscribed && of.tags.length > 0 && <Text className={styles.quiet}>{t('panel.tags.frozen')}</Text>}
      <div className={styles.foot}>
        <Button
          size="small"
          icon={<ArrowSyncRegular />}
          disabledFocusable={busy !== null || of.tie !== 'running'}
          onClick={() => onSync(of)}
        >
          {t('panel.syncPerson')}
        </Button>
        <PageLink to={membersPlace(of.audienceId)} label={t('panel.membersOf', { audience: of.audience })}>
          {t('panel.members')}
        </PageLink>
      </div>
    </Card>
  );
}

const useStyles = makeStyles({
  card: { gap: tokens.spacingVerticalS },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  name: { overflowWrap: 'anywhere', minWidth: 0 },
  address: { overflowWrap: 'anywhere', color: tokens.colorNeutralForeground2 },
  reason: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  foot: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalL },
});
