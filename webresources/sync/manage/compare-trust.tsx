/** What the first sync would do under each choice of who is right, side by side. Each column is a preview run of its own. */
import { Button, Spinner, Text, makeStyles, tokens } from '@fluentui/react-components';
import { TableSimpleRegular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { formatNumber } from '../../formats';
import { PageMessage, refusalMessage } from '../../frame/page-message';
import { useSurroundings } from '../../frame/surroundings';
import { askForRun } from '../../requests/ask-for-run';
import { useRun, type FollowedRun } from '../../requests/use-run';
import { sentenceOr } from '../../texts/service-words';
import { t, type TextKey } from '../../texts/texts';
import { refusalFrom, type Refusal } from '../../web-api';
import type { Audience, Rules } from '../board';
import { readPlan, type PlanNumbers } from './plan-words';
import { trusts } from './rules';

type Trust = Rules['trust'];

export interface CompareTrustProps {
  audience: Audience;
  /** The choice that `plan` was counted for. */
  trust: Trust;
  plan: PlanNumbers;
}

export function CompareTrust({ audience, plan, trust }: CompareTrustProps): ReactElement {
  const { api, pollMs } = useSurroundings();
  const styles = useStyles();
  const [asked, setAsked] = useState<readonly { trust: Trust; runId: string }[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const first = useRun(api, asked?.[0]?.runId ?? null, pollMs);
  const second = useRun(api, asked?.[1]?.runId ?? null, pollMs);

  const ask = async (): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      const runs: { trust: Trust; runId: string }[] = [];
      for (const { code } of trusts()) {
        if (code === trust) continue;
        const wish = { settings: { trustOverride: code } };
        runs.push({ trust: code, runId: await askForRun(api, { mode: 'preview', audience, wish }) });
      }
      setAsked(runs);
    } catch (error) {
      setRefusal(refusalFrom(error));
    } finally {
      setBusy(false);
    }
  };

  if (asked === null) {
    return (
      <>
        {refusal !== null && <PageMessage message={refusalMessage(refusal)} />}
        <div>
          <Button icon={<TableSimpleRegular />} disabledFocusable={busy} onClick={() => void ask()}>
            {t('manage.compare')}
          </Button>
        </div>
      </>
    );
  }
  const columnOf = (code: Trust): Column =>
    code === trust ? { plan } : columnFrom(asked[0]?.trust === code ? first : second);
  const columns = trusts().map(({ code, label }) => ({ code, label, ...columnOf(code) }));
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{t('manage.compare.caption')}</caption>
      <thead>
        <tr>
          <td className={styles.corner} />
          {columns.map(({ code, label }) => (
            <th key={code} scope="col" className={styles.head}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {columns.some(({ problem }) => problem) && (
          <tr>
            <td />
            {columns.map(({ code, problem }) => (
              <td key={code} className={styles.problem}>
                <Text size={200}>{problem}</Text>
              </td>
            ))}
          </tr>
        )}
        {lines.map(({ count, text }) => (
          <tr key={text}>
            <th scope="row" className={styles.line}>
              {t(text)}
            </th>
            {columns.map((column) => (
              <td key={column.code} className={styles.number}>
                {column.plan ? formatNumber(count(column.plan)) : column.problem ? '–' : <Spinner size="tiny" />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Column {
  plan?: PlanNumbers | null;
  /** Why there are no numbers, once that is known. */
  problem?: string | null;
}

function columnFrom({ refusal, run }: FollowedRun): Column {
  if (run?.status.startsWith('completed') === true) {
    const plan = readPlan(run.counts);
    return plan === null ? { problem: t('manage.numbers.none') } : { plan };
  }
  if (run?.status === 'failed' || run?.status === 'cancelled') {
    return { problem: sentenceOr(run.sentence, 'manage.numbers.failed') };
  }
  return refusal === null ? {} : { problem: refusal.message };
}

const lines: readonly { text: TextKey; count: (plan: PlanNumbers) => number }[] = [
  { text: 'manage.compare.create', count: ({ create }) => create },
  { text: 'manage.compare.join', count: ({ join }) => join },
  { text: 'manage.compare.leaveList', count: ({ leaveList }) => leaveList },
  { text: 'manage.compare.add', count: ({ add }) => add },
  { text: 'manage.compare.leaveMailchimp', count: ({ leaveMailchimp }) => leaveMailchimp },
  { text: 'manage.compare.leftOut', count: ({ leftOut }) => leftOut },
  { text: 'manage.compare.held', count: ({ held }) => held },
];

const narrow = '@media (max-width: 480px)';

const useStyles = makeStyles({
  table: {
    borderCollapse: 'collapse',
    width: '100%',
    // Columns of one width, however long the reason in one of them is.
    tableLayout: 'fixed',
    overflowWrap: 'anywhere',
    hyphens: 'auto',
    [narrow]: { fontSize: tokens.fontSizeBase200 },
  },
  corner: { width: '34%' },
  caption: { textAlign: 'start', fontWeight: tokens.fontWeightSemibold, paddingBottom: tokens.spacingVerticalS },
  head: {
    textAlign: 'end',
    verticalAlign: 'bottom',
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground3,
    padding: tokens.spacingHorizontalXS,
    [narrow]: { paddingRight: 0 },
  },
  line: {
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    padding: `${tokens.spacingVerticalXS} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  number: {
    textAlign: 'end',
    fontVariantNumeric: 'tabular-nums',
    padding: tokens.spacingHorizontalXS,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    '& > *': { display: 'inline-flex' },
  },
  problem: { textAlign: 'end', verticalAlign: 'top', padding: tokens.spacingHorizontalXS, overflowWrap: 'anywhere' },
});
