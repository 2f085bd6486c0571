/** Manage: which marketing list belongs to an audience, by which rules, and what the first sync would do. */
import {
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  OverlayDrawer,
  Button,
  Tab,
  TabList,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { PageMessage, refusalMessage } from '../../frame/page-message';
import { useSurroundings } from '../../frame/surroundings';
import { useKeptFocus } from '../../frame/use-kept-focus';
import { isOpen } from '../../requests/run';
import { useRun } from '../../requests/use-run';
import { t } from '../../texts/texts';
import type { Refusal } from '../../web-api';
import { refusalFrom } from '../../web-api';
import type { Audience, Board, Rules } from '../board';
import { requestRun, restoreTie, resume, saveTie } from '../requests';
import type { SyncTerms } from '../use-wishes';
import { ListStep, type ChosenList } from './list-step';
import { MoreStep } from './more/more-step';
import { NumbersStep } from './numbers-step';
import { PanelFooter } from './panel-footer';
import { PausedStep } from './paused-step';
import { agreementNeeded, readPlan } from './plan-words';
import { RulesStep } from './rules-step';
import { TieMenu } from './tie-menu';

export type ManageStep = 'list' | 'rules' | 'more' | 'numbers';

export interface ManagePanelProps {
  audience: Audience;
  board: Board;
  firstStep: ManageStep;
  /** The marketing list that somebody started from. */
  startList: ChosenList | null;
  onClose: () => void;
  /** The audience was written to. */
  onChanged: () => void;
  onSync: (audience: Audience, terms: SyncTerms) => Promise<boolean>;
  onSaid: (text: string) => void;
}

export function ManagePanel(props: ManagePanelProps): ReactElement {
  const { audience, board, firstStep, onChanged, onClose, onSaid, onSync, startList } = props;
  const { api, pollMs } = useSurroundings();
  const styles = useStyles();
  // The audience as it was when the panel opened: what Cancel returns to.
  const [original] = useState(audience);
  // The audience as this panel last wrote it.
  const [written, setWritten] = useState(audience);
  const [list, setList] = useState<ChosenList | null>(startList ?? original.list);
  const [rules, setRules] = useState(original.rules);
  const [step, setStep] = useState<ManageStep>(firstStep);
  const [preview, setPreview] = useState(() => previewUnderWay(board, audience));
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const body = useKeptFocus('[role=tab][aria-selected=true]');
  const followed = useRun(api, preview?.runId ?? null, pollMs);

  const choices = printOf(list, rules);
  const running = (written.tie === 'running' || written.tie === 'paused') && list?.id === written.list?.id;
  const plan = followed.run?.status.startsWith('completed') === true ? readPlan(followed.run.counts) : null;
  const paused = written.tie === 'paused' && running;
  const needsAgreement = plan !== null && !running && agreementNeeded(plan);

  /** Whether it worked; a refusal stands in the panel then. */
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setRefusal(null);
    try {
      await work();
      return true;
    } catch (error) {
      setRefusal(refusalFrom(error));
      return false;
    } finally {
      setBusy(false);
      onChanged();
    }
  };

  const saveChoices = async (chosen: ChosenList): Promise<void> => {
    await saveTie(api, written, chosen.id, rules);
    const tie = written.list?.id === chosen.id && written.tie !== 'not-tied' ? written.tie : 'ready';
    setWritten({ ...written, list: chosen, rules, tie });
  };

  const lookAtNumbers = async (): Promise<void> => {
    if (list === null) return;
    setStep('numbers');
    if (paused || preview?.of === choices) return;
    setPreview(null);
    setAgreed(false);
    await attempt(async () => {
      await saveChoices(list);
      setPreview({ runId: await requestRun(api, { mode: 'preview', audience }), of: choices });
    });
  };

  const opensWithNumbers = useRef(firstStep === 'numbers');
  useEffect(() => {
    if (!opensWithNumbers.current) return;
    opensWithNumbers.current = false;
    void lookAtNumbers();
  });

  const goTo = (next: ManageStep): void => (next === 'numbers' ? void lookAtNumbers() : setStep(next));
  /** By the button at the foot, which then says something else: the focus goes on to the step. */
  const goOn = (next: ManageStep): void => {
    body.current?.closest('[role=dialog]')?.querySelector<HTMLElement>(`[data-step=${next}]`)?.focus();
    goTo(next);
  };
  const save = async (): Promise<void> => {
    if (list === null || !(await attempt(() => saveChoices(list)))) return;
    onSaid(t(running ? 'manage.saved.running' : 'manage.saved.notStarted', { audience: audience.name }));
    onClose();
  };
  const start = async (): Promise<void> => {
    setBusy(true);
    const taken = await onSync(audience, {
      mode: running ? 'sync' : 'full',
      consentConfirmed: needsAgreement && agreed,
      seen: plan,
    });
    setBusy(false);
    if (taken) onClose();
  };
  const resumeTie = async (): Promise<void> => {
    const resumed = await attempt(async () => {
      if (list !== null) await saveChoices(list);
      await resume(api, audience);
    });
    if (resumed && (await onSync(audience, { mode: 'sync' }))) onClose();
  };
  const cancel = async (): Promise<void> => {
    if (await attempt(() => restoreTie(api, original, written))) onClose();
  };

  return (
    <OverlayDrawer
      open
      position="end"
      size="medium"
      className={styles.panel}
      aria-label={t('manage.title', { audience: audience.name })}
      onOpenChange={(_, { open }) => !open && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <div className={styles.actions}>
              {original.list !== null && (
                <TieMenu
                  audience={audience}
                  onRefused={setRefusal}
                  onDone={(text) => {
                    onChanged();
                    onSaid(text);
                    onClose();
                  }}
                  onResumed={() => void onSync(audience, { mode: 'sync' }).then(onClose)}
                />
              )}
              <Button appearance="subtle" aria-label={t('common.close')} icon={<DismissRegular />} onClick={onClose} />
            </div>
          }
        >
          {t('manage.title', { audience: audience.name })}
        </DrawerHeaderTitle>
        <TabList selectedValue={step} onTabSelect={(_, { value }) => goTo(stepOf(value))} className={styles.steps}>
          <Tab value="list" data-step="list">
            {t('manage.step.list')}
          </Tab>
          <Tab value="rules" data-step="rules">
            {t('manage.step.rules')}
          </Tab>
          <Tab value="more" data-step="more" disabled={list === null}>
            {t('manage.step.more')}
          </Tab>
          <Tab value="numbers" data-step="numbers" disabled={list === null}>
            {t('manage.step.numbers')}
          </Tab>
        </TabList>
      </DrawerHeader>
      <DrawerBody>
        <div ref={body} className={styles.body}>
          {refusal !== null && <PageMessage message={refusalMessage(refusal)} />}
          {step === 'list' && (
            <ListStep audience={original} audiences={board.audiences} chosen={list} onChoose={setList} />
          )}
          {step === 'rules' && (
            <RulesStep
              rules={rules}
              firstSync={!running}
              doubleOptIn={audience.doubleOptIn}
              personType={list?.personType ?? null}
              onChange={setRules}
            />
          )}
          {step === 'more' && <MoreStep audience={audience} audiences={board.audiences} list={list} />}
          {step === 'numbers' && paused && <PausedStep audience={audience} />}
          {step === 'numbers' && !paused && (
            <NumbersStep
              followed={followed}
              plan={plan}
              personType={list?.personType ?? 'contact'}
              firstSync={!running}
              comparison={running ? null : { audience: written, trust: rules.trust }}
              agreement={needsAgreement ? { agreed, onAgree: setAgreed } : null}
              onRetry={() => {
                setPreview(null);
                void lookAtNumbers();
              }}
            />
          )}
        </div>
      </DrawerBody>
      <DrawerFooter className={styles.footer}>
        <PanelFooter
          step={step}
          chosen={list !== null}
          busy={busy}
          running={running}
          paused={paused}
          ready={plan !== null && (!needsAgreement || agreed)}
          needsAgreement={needsAgreement && !agreed}
          onResume={() => void resumeTie()}
          onNext={() => goOn(step === 'list' ? 'rules' : 'numbers')}
          onStart={() => void start()}
          onSave={() => void save()}
          onCancel={() => void cancel()}
        />
      </DrawerFooter>
    </OverlayDrawer>
  );
}

interface Preview {
  runId: string;
  /** The choices whose numbers it shows. */
  of: string;
}

/** A preview that was asked for before the panel was closed. */
function previewUnderWay(board: Board, audience: Audience): Preview | null {
  const run = board.runs.find(({ audienceId, mode }) => audienceId === audience.id && mode === 'preview');
  return run === undefined || !isOpen(run) ? null : { runId: run.id, of: printOf(audience.list, audience.rules) };
}

function printOf(list: ChosenList | null, rules: Rules): string {
  return JSON.stringify([list?.id, rules]);
}

function stepOf(value: unknown): ManageStep {
  return value === 'rules' || value === 'more' || value === 'numbers' ? value : 'list';
}

const useStyles = makeStyles({
  panel: { '@media (max-width: 640px)': { width: '100vw', maxWidth: '100vw' } },
  actions: { display: 'flex', flexShrink: 0 },
  steps: { flexWrap: 'wrap', marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    paddingTop: tokens.spacingVerticalS,
    paddingBottom: tokens.spacingVerticalL,
  },
  footer: {
    flexWrap: 'wrap',
    rowGap: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
});
