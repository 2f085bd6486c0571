/** One member opened: what happened in order, what was decided and why, who else has the address, and what can be done. */
import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  OverlayDrawer,
  Spinner,
  Tag,
  TagGroup,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { ArrowSyncRegular, DismissRegular, OpenRegular } from '@fluentui/react-icons';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { formatDate, formatTime } from '../formats';
import { PageLink, RecordLink } from '../frame/links';
import { PageMessage } from '../frame/page-message';
import { useMayWrite, usePrivilege } from '../frame/rights';
import { useSurroundings } from '../frame/surroundings';
import type { VisiblePerson } from '../frame/use-visible-people';
import { wrappingTag, wrappingTags } from '../frame/wrapping-tag';
import { runPlace } from '../pages';
import { useAsked } from '../requests/use-asked';
import { tables } from '../schema.generated';
import { OutcomeBadge } from '../standing/outcome-badge';
import { reasonCure } from '../standing/reason-words';
import { tagsInText } from '../tags';
import { t } from '../texts/texts';
import { mailchimpAddress, type AudienceFacts } from './audience-facts';
import type { Member } from './member';
import { nameOf } from './members-table';
import { readRelated, type Related } from './related';
import { decision, storyOf } from './story';

export interface MemberStoryProps {
  member: Member;
  /** Null where the user may not see the record. */
  person: VisiblePerson | null;
  audience: AudienceFacts;
  now: Date;
  onClose: () => void;
  onSynced: () => void;
}

export function MemberStory({ audience, member, now, onClose, onSynced, person }: MemberStoryProps): ReactElement {
  const styles = useStyles();
  const asked = useAsked();
  const mayAsk = usePrivilege('prvCreatemcs_syncrun');
  const mayWrite = useMayWrite(tables.mcs_audience.set, audience.id);
  const name = nameOf(member, person);
  const over = asked.runId !== null && !asked.busy;
  useEffect(() => {
    if (over) onSynced();
  }, [onSynced, over]);
  const retry = member.outcome === 'attention' || member.reason === 'retry-later';
  const cure = member.reason === null ? null : reasonCure(member.reason);
  const events = storyOf(member);
  return (
    <OverlayDrawer
      open
      position="end"
      size="medium"
      className={styles.drawer}
      aria-label={name}
      onOpenChange={(_, { open }) => !open && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button appearance="subtle" aria-label={t('common.close')} icon={<DismissRegular />} onClick={onClose} />
          }
        >
          <span className={styles.name}>{name}</span>
        </DrawerHeaderTitle>
        {person !== null && member.address !== '' && member.address !== name && (
          <Text className={styles.quiet}>{member.address}</Text>
        )}
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        {asked.message !== null && (
          <PageMessage
            message={asked.message}
            onDismiss={asked.dismiss}
            {...(asked.runId !== null && {
              link: <PageLink to={runPlace(asked.runId)}>{t('members.story.openRun')}</PageLink>,
            })}
          />
        )}
        <Part title={t('members.story.why')}>
          {member.outcome !== null && (
            <div>
              <OutcomeBadge outcome={member.outcome} />
            </div>
          )}
          <Text>{decision(member, audience.rules)}</Text>
          {cure !== null && <Text className={styles.quiet}>{t('members.story.cure', { cure })}</Text>}
          {member.retryDue !== null && (
            <Text className={styles.quiet}>
              {t('members.story.retryDue', { day: formatTime(member.retryDue, now) })}
            </Text>
          )}
        </Part>
        <Part title={t('members.story.happened')}>
          {events.length === 0 ? (
            <Text>{t('members.story.none')}</Text>
          ) : (
            <ol className={styles.events}>
              {events.map((event) => (
                <li key={`${event.at.toISOString()} ${event.text}`} className={styles.event}>
                  <time dateTime={event.at.toISOString()} className={styles.day} title={formatTime(event.at, now)}>
                    {formatDate(event.at)}
                  </time>
                  <span className={styles.what}>{event.text}</span>
                </li>
              ))}
            </ol>
          )}
        </Part>
        {person !== null && <Tags text={member.tags} />}
        {person !== null && <RelatedPart audienceId={audience.id} member={member} />}
        {member.lastRunId !== null && (
          <Part title={t('members.story.lastRun')}>
            <div>
              <PageLink to={runPlace(member.lastRunId)}>{t('members.story.openRun')}</PageLink>
            </div>
          </Part>
        )}
      </DrawerBody>
      <DrawerFooter className={styles.footer}>
        {mayAsk === true && mayWrite === true && (
          <Button
            appearance="primary"
            icon={<ArrowSyncRegular />}
            disabledFocusable={asked.busy}
            onClick={() =>
              void asked.ask({ mode: 'sync', audience, wish: { people: [member.id] } }, 'members.story.asked')
            }
          >
            {t(retry ? 'members.story.retry' : 'members.story.sync')}
          </Button>
        )}
        <Outside member={member} person={person} dataCentre={audience.dataCentre} />
      </DrawerFooter>
    </OverlayDrawer>
  );
}

interface OutsideProps {
  member: Member;
  person: VisiblePerson | null;
  dataCentre: string | null;
}

/** The person's own pages in both systems. */
function Outside({ dataCentre, member, person }: OutsideProps): ReactElement {
  const { links } = useSurroundings();
  const { record, webId } = member;
  const mailchimp = mailchimpAddress(dataCentre, webId);
  return (
    <>
      {person !== null && record !== null && record.type !== 'member' && (
        <Button
          as="a"
          icon={<OpenRegular />}
          href={links.record(record.type, record.id)}
          target="_blank"
          rel="noopener"
        >
          {t(record.type === 'contact' ? 'members.story.openContact' : 'members.story.openLead')}
        </Button>
      )}
      {mailchimp !== null && (
        <Button as="a" icon={<OpenRegular />} href={mailchimp} target="_blank" rel="noopener noreferrer">
          {t('members.story.openMailchimp')}
        </Button>
      )}
    </>
  );
}

function Tags({ text }: { text: string | null }): ReactElement {
  const tags = tagsInText(text);
  return (
    <Part title={t('members.story.tags')}>
      {tags.length === 0 ? (
        <Text>{t('members.story.tags.none')}</Text>
      ) : (
        <TagGroup aria-label={t('members.story.tags')} style={wrappingTags}>
          {tags.map((tag) => (
            <Tag key={tag} size="small" value={tag} {...wrappingTag(tag)} />
          ))}
        </TagGroup>
      )}
    </Part>
  );
}

function RelatedPart({ audienceId, member }: { audienceId: string; member: Member }): ReactElement {
  const { api } = useSurroundings();
  const styles = useStyles();
  const [found, setFound] = useState<{ of: string; related: Related } | null>(null);
  useEffect(() => {
    let stopped = false;
    const look = async (): Promise<void> => {
      const related = await readRelated(api, audienceId, member).catch(() => ({ records: [], addresses: [] }));
      if (!stopped) setFound({ of: member.id, related });
    };
    void look();
    return () => {
      stopped = true;
    };
  }, [api, audienceId, member]);
  const related = found?.of === member.id ? found.related : null;
  return (
    <>
      <Part title={t('members.story.related')}>
        {related === null ? (
          <Spinner size="tiny" label={t('members.story.related.looking')} labelPosition="after" />
        ) : related.records.length === 0 ? (
          <Text>{t('members.story.related.none')}</Text>
        ) : (
          <ul className={styles.list}>
            {related.records.map(({ id, name, type }) => (
              <li key={id}>
                <RecordLink table={type} id={id} name={name === '' ? t('common.person.noName') : name} />{' '}
                <Text size={200} className={styles.quiet}>
                  {t(`common.${type}`)}
                </Text>
              </li>
            ))}
          </ul>
        )}
      </Part>
      {related !== null && related.addresses.length > 0 && (
        <Part title={t('members.story.addresses')}>
          <ul className={styles.list}>
            {related.addresses.map((address) => (
              <li key={address}>{address}</li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
}

function Part({ children, title }: { title: string; children: ReactNode }): ReactElement {
  const styles = useStyles();
  return (
    <section className={styles.part}>
      <Text as="h3" weight="semibold">
        {title}
      </Text>
      {children}
    </section>
  );
}

const useStyles = makeStyles({
  drawer: { '@media (max-width: 640px)': { width: '100vw', maxWidth: '100vw' } },
  name: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    paddingTop: tokens.spacingVerticalS,
    paddingBottom: tokens.spacingVerticalL,
  },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  events: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: tokens.spacingVerticalS },
  event: { display: 'grid', gridTemplateColumns: '88px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalM },
  what: { display: 'block', '::first-letter': { textTransform: 'uppercase' } },
  day: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, display: 'grid', rowGap: tokens.spacingVerticalXS },
  footer: {
    flexWrap: 'wrap',
    rowGap: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
});
