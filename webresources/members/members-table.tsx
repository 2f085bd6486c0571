/** The members of an audience, one row each. */
import { Link, Text, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { useMemo, type ReactElement } from 'react';
import { formatDate } from '../formats';
import { hiddenPerson } from '../frame/links';
import { RowsGrid, type GridColumn } from '../frame/rows-grid';
import type { Visibility, VisiblePerson } from '../frame/use-visible-people';
import { OutcomeBadge } from '../standing/outcome-badge';
import { reasonTitle } from '../standing/reason-words';
import { t } from '../texts/texts';
import { visibleAs, type Member } from './member';

export interface MembersTableProps {
  members: readonly Member[];
  visible: Visibility;
  onOpen: (member: Member) => void;
}

export function MembersTable({ members, onOpen, visible }: MembersTableProps): ReactElement {
  const columns = useMemo(() => columnsOf(visible, onOpen), [onOpen, visible]);
  return <RowsGrid<Member> label={t('members.label')} items={members} idOf={idOf} columns={columns} />;
}

const idOf = ({ id }: Member): string => id;

function columnsOf(visible: Visibility, onOpen: (member: Member) => void): GridColumn<Member>[] {
  return [
    {
      id: 'person',
      title: t('members.column.person'),
      grow: 1.5,
      interactive: true,
      render: (member) => <Person member={member} person={visible(visibleAs(member))} onOpen={onOpen} />,
    },
    {
      id: 'mailchimp',
      title: t('members.column.mailchimp'),
      grow: 1,
      render: ({ mailchimpChangedOn, status }) => (
        <Side word={t(`choices.mcs_memberstatus.${status}`)} since={mailchimpChangedOn} />
      ),
    },
    {
      id: 'list',
      title: t('members.column.list'),
      grow: 1,
      render: ({ listChangedOn, onList }) => (
        <Side word={t(onList ? 'members.onList' : 'members.offList')} since={listChangedOn} />
      ),
    },
    {
      id: 'outcome',
      title: t('members.column.outcome'),
      grow: 0.9,
      render: ({ outcome }) => outcome !== null && <OutcomeBadge outcome={outcome} />,
    },
    {
      id: 'reason',
      title: t('members.column.reason'),
      grow: 1.2,
      render: ({ reason }) => reason !== null && reasonTitle(reason),
    },
  ];
}

interface PersonProps {
  member: Member;
  /** Null for somebody whom the user may not see; undefined while that is not known. */
  person: VisiblePerson | null | undefined;
  onOpen: (member: Member) => void;
}

function Person({ member, onOpen, person }: PersonProps): ReactElement {
  const styles = useStyles();
  const restoreFocus = useRestoreFocusTarget();
  if (person === undefined) return <span className={styles.quiet}>…</span>;
  const name = nameOf(member, person);
  return (
    <span className={styles.stack}>
      <Link
        {...restoreFocus}
        as="button"
        className={person === null ? styles.hidden : undefined}
        aria-label={t('members.open', { person: name })}
        onClick={() => onOpen(member)}
      >
        {name}
      </Link>
      {person !== null && member.address !== name && (
        <Text size={200} className={styles.quiet}>
          {member.address === '' ? t('members.noAddress') : member.address}
        </Text>
      )}
    </span>
  );
}

export function nameOf(member: Member, person: VisiblePerson | null): string {
  if (person === null) return hiddenPerson(member.record?.type ?? 'member');
  return member.name || person.name || member.address || t('common.person.noName');
}

function Side({ since, word }: { word: string; since: Date | null }): ReactElement {
  const styles = useStyles();
  return (
    <span className={styles.stack}>
      <Text>{word}</Text>
      {since !== null && (
        <Text size={200} className={styles.quiet}>
          {t('members.since', { day: formatDate(since) })}
        </Text>
      )}
    </span>
  );
}

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  hidden: { fontStyle: 'italic' },
});
