/** A number of people that tells its reasons when asked. */
import { Link, Popover, PopoverSurface, PopoverTrigger, Text, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatNumber } from '../formats';
import { PageLink } from '../frame/links';
import { membersPlace } from '../pages';
import { reasonPhrases } from '../standing/reason-words';
import { t } from '../texts/texts';

export interface PeopleCountProps {
  count: number | null;
  kind: 'left-out' | 'attention';
  audience: string;
  audienceId: string;
  reasons: Readonly<Record<string, number>>;
}

export function PeopleCount({ count, kind, audience, audienceId, reasons }: PeopleCountProps): ReactElement {
  const styles = useStyles();
  if (count === null || count === 0) {
    return (
      <span aria-label={t(count === null ? 'common.notKnown' : 'common.none')}>
        {count === null ? '–' : formatNumber(0)}
      </span>
    );
  }
  const what = t(`sync.count.${kind}`);
  const phrases = reasonPhrases(reasons, kind);
  return (
    <Popover withArrow trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Link as="button" aria-label={t('sync.count.show', { count, what, audience })}>
          {formatNumber(count)}
        </Link>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('sync.count.of', { what, audience })}>
        <Text weight="semibold">{t('sync.count.title', { what, count })}</Text>
        <Text className={styles.hint}>{t(`sync.count.${kind}.hint`)}</Text>
        {phrases.length > 0 && (
          <ul className={styles.reasons}>
            {phrases.map((phrase) => (
              <li key={phrase}>{phrase}</li>
            ))}
          </ul>
        )}
        <PageLink to={membersPlace(audienceId, kind)}>{t('sync.count.people')}</PageLink>
      </PopoverSurface>
    </Popover>
  );
}

const useStyles = makeStyles({
  surface: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, maxWidth: '280px' },
  hint: { color: tokens.colorNeutralForeground3 },
  reasons: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
});
