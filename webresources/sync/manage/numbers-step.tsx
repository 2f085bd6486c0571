/** Third step of Manage: the numbers of a preview run. Nothing has been changed when they appear. */
import {
  Checkbox,
  MessageBar,
  MessageBarBody,
  ProgressBar,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatPercent, formatTime } from '../../formats';
import type { PersonType } from '../../frame/links';
import { PageLink } from '../../frame/links';
import { PageMessage, refusalMessage, type Message } from '../../frame/page-message';
import { runPlace } from '../../pages';
import { isOpen, type Run } from '../../requests/run';
import type { FollowedRun } from '../../requests/use-run';
import { silentAfterMinutes, waitingSentence } from '../../standing/status-words';
import { sentenceOr } from '../../texts/service-words';
import { t } from '../../texts/texts';
import type { Audience, Rules } from '../board';
import { CompareTrust } from './compare-trust';
import {
  agreementSentence,
  automationSentence,
  changesNothing,
  mailSentence,
  planSentences,
  type PlanNumbers,
} from './plan-words';

export interface NumbersStepProps {
  followed: FollowedRun;
  plan: PlanNumbers | null;
  personType: PersonType;
  firstSync: boolean;
  /** Null where nobody joins Mailchimp, or it has been confirmed before. */
  agreement: { agreed: boolean; onAgree: (agreed: boolean) => void } | null;
  /** On a first sync: the audience, and who is right in these numbers. */
  comparison: { audience: Audience; trust: Rules['trust'] } | null;
  onRetry: () => void;
}

export function NumbersStep(props: NumbersStepProps): ReactElement {
  const { agreement, comparison, firstSync, followed, onRetry, personType, plan } = props;
  const styles = useStyles();
  const { now, refusal, run } = followed;
  const failure = failureOf(run, plan);
  if (failure !== null) return <PageMessage message={failure} onRetry={onRetry} />;
  if (plan === null) {
    return (
      <>
        {refusal !== null && <PageMessage message={refusalMessage(refusal)} />}
        <Counting run={run} now={now} />
      </>
    );
  }
  const automation = automationSentence(plan);
  return (
    <>
      <Text>{t(firstSync ? 'manage.numbers.first' : 'manage.numbers.now')}</Text>
      {changesNothing(plan) && <Text weight="semibold">{t('manage.numbers.nothing')}</Text>}
      <ul className={styles.numbers} aria-label={t('manage.numbers.label')}>
        {planSentences(plan, personType).map(({ count, side, text }) => (
          <li key={text} className={styles.line}>
            <Text size={500} weight="semibold" className={side === 'nobody' ? styles.quietCount : styles.count}>
              {count}
            </Text>{' '}
            <Text>{text}</Text>
          </li>
        ))}
      </ul>
      {run !== null && !changesNothing(plan) && (
        <div style={{ flexShrink: 0 }}>
          <PageLink to={runPlace(run.id)}>{t('manage.numbers.names')}</PageLink>
        </div>
      )}
      {comparison !== null && <CompareTrust {...comparison} plan={plan} />}
      <Text>{mailSentence(plan)}</Text>
      {automation !== null && (
        <MessageBar intent="info" layout="multiline" style={{ flexShrink: 0 }}>
          <MessageBarBody>{automation}</MessageBarBody>
        </MessageBar>
      )}
      {firstSync && plan.join + plan.create > 0 && (
        <Text className={styles.quiet}>{t('manage.numbers.removalsUnknown')}</Text>
      )}
      {agreement !== null && (
        <Checkbox
          className={styles.agreement}
          label={agreementSentence(plan)}
          checked={agreement.agreed}
          onChange={(_, { checked }) => agreement.onAgree(checked === true)}
        />
      )}
    </>
  );
}

function Counting({ run, now }: { run: Run | null; now: Date }): ReactElement {
  const styles = useStyles();
  const waiting = run === null || run.status === 'requested';
  const value = waiting ? {} : { value: run.progress, max: 100 };
  return (
    <div className={styles.counting}>
      <Text weight="semibold">
        {waiting
          ? t('manage.numbers.looking')
          : t('manage.numbers.lookingAt', { percent: formatPercent(run.progress) })}
      </Text>
      <ProgressBar {...value} thickness="large" aria-label={t('manage.numbers.progress')} />
      <Text className={styles.quiet} role="status">
        {waiting ? waitingFor(run, now) : sentenceOr(run.sentence, 'manage.numbers.counting')}
      </Text>
      <Text className={styles.quiet}>{t('manage.numbers.canClose')}</Text>
    </div>
  );
}

function waitingFor(run: Run | null, now: Date): string {
  const since = run?.requestedOn ?? null;
  const at = since === null ? null : formatTime(since, now);
  const silent = since !== null && now.getTime() - since.getTime() > silentAfterMinutes * 60_000;
  return waitingSentence(at, silent ? at : null);
}

function failureOf(run: Run | null, plan: PlanNumbers | null): Message | null {
  if (run === null || isOpen(run)) return null;
  if (run.status === 'failed') {
    return {
      intent: 'error',
      text: sentenceOr(run.sentence, 'manage.numbers.failed'),
      correlationId: run.correlationId,
    };
  }
  if (run.status === 'cancelled')
    return { intent: 'warning', text: sentenceOr(run.sentence, 'manage.numbers.cancelled') };
  if (plan !== null) return null;
  return { intent: 'error', text: t('manage.numbers.none'), correlationId: run.correlationId };
}

const useStyles = makeStyles({
  numbers: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  line: {
    display: 'grid',
    gridTemplateColumns: '72px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'baseline',
    paddingBottom: tokens.spacingVerticalS,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  count: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  quietCount: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground3 },
  quiet: { color: tokens.colorNeutralForeground3 },
  counting: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  agreement: {
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    padding: tokens.spacingVerticalXS,
  },
});
