/** Links to records, which open beside the page, and to the other pages, which take its place. */
import { Link, Text, makeStyles, tokens } from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import type { Place } from '../pages';
import { t } from '../texts/texts';
import { openPlace } from './navigation';
import { useSurroundings } from './surroundings';

export function RecordLink({ table, id, name }: { table: string; id: string; name: string }): ReactElement {
  const { links } = useSurroundings();
  return <OutsideLink href={links.record(table, id)}>{name}</OutsideLink>;
}

export function OutsideLink({ children, href }: { children: string; href: string }): ReactElement {
  const styles = useStyles();
  // The icon stays with the last word when a long name wraps.
  const end = children.lastIndexOf(' ') + 1;
  const [start, lastWord] = [children.slice(0, end), children.slice(end)];
  return (
    <Link href={href} target="_blank" rel="noopener" className={styles.link}>
      {start}
      <span className={styles.together}>
        {lastWord} <OpenRegular aria-label={t('common.newTab')} className={styles.icon} />
      </span>
    </Link>
  );
}

export interface PageLinkProps {
  to: Place;
  /** Where the words alone do not say enough. */
  label?: string;
  children: ReactNode;
}

export function PageLink({ children, label, to }: PageLinkProps): ReactElement {
  const { links } = useSurroundings();
  return (
    <Link
      href={links.page(to)}
      target="_top"
      {...(label !== undefined && { 'aria-label': label })}
      onClick={(event) => openPlace(event, to)}
    >
      {children}
    </Link>
  );
}

export type PersonType = 'contact' | 'lead';

export interface PersonLinkProps {
  /** A member has no record. */
  type: PersonType | 'member';
  id: string | null;
  /** Null where the user may not see the record. */
  name: string | null;
}

/** A person by name, as far as the user may see the record. */
export function PersonLink({ id, name, type }: PersonLinkProps): ReactElement {
  const styles = useStyles();
  if (name === null) return <Text className={styles.hidden}>{hiddenPerson(type)}</Text>;
  if (id === null || type === 'member') return <Text>{name === '' ? t('common.person.noName') : name}</Text>;
  return <RecordLink table={type} id={id} name={name === '' ? t('common.person.noName') : name} />;
}

export const hiddenPerson = (type: PersonType | 'member'): string => t(`common.person.hidden.${type}`);

const useStyles = makeStyles({
  link: { overflowWrap: 'anywhere' },
  // A word that is wider than the column breaks all the same.
  together: { display: 'inline-block', maxWidth: '100%', textDecorationLine: 'inherit' },
  icon: { verticalAlign: 'text-bottom' },
  hidden: { color: tokens.colorNeutralForeground3, fontStyle: 'italic' },
});
