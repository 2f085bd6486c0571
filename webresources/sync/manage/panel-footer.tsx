/** The buttons at the foot of Manage. Nothing starts before Start. */
import { Button, Text } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { t } from '../../texts/texts';
import type { ManageStep } from './manage-panel';

export interface PanelFooterProps {
  step: ManageStep;
  /** A marketing list is chosen. */
  chosen: boolean;
  busy: boolean;
  /** The tie has run before and its list stays. */
  running: boolean;
  paused: boolean;
  /** The numbers are there and agreed to. */
  ready: boolean;
  /** The numbers have a box that is still to be ticked before the start; it may stand below the fold. */
  needsAgreement: boolean;
  onNext: () => void;
  onStart: () => void;
  onResume: () => void;
  onSave: () => void;
  onCancel: () => void;
}

export function PanelFooter(props: PanelFooterProps): ReactElement {
  const { busy, chosen, needsAgreement, onCancel, onNext, onResume, onSave, onStart, paused, ready, running, step } =
    props;
  return (
    <>
      {step !== 'numbers' && (
        <Button appearance="primary" disabledFocusable={!chosen || busy} onClick={onNext}>
          {t(step === 'list' ? 'manage.footer.next' : 'manage.footer.nextNumbers')}
        </Button>
      )}
      {step === 'numbers' && !paused && (
        <Button appearance="primary" disabledFocusable={!ready || busy} onClick={onStart}>
          {t(running ? 'manage.footer.syncNow' : 'manage.footer.start')}
        </Button>
      )}
      {step === 'numbers' && paused && (
        <Button appearance="primary" disabledFocusable={busy} onClick={onResume}>
          {t('manage.menu.resume')}
        </Button>
      )}
      <Button disabledFocusable={!chosen || busy} onClick={onSave}>
        {t(running ? 'manage.footer.save' : 'manage.footer.saveOnly')}
      </Button>
      <Button disabledFocusable={busy} onClick={onCancel}>
        {t('common.cancel')}
      </Button>
      {step === 'numbers' && needsAgreement && <Text size={200}>{t('manage.footer.needsAgreement')}</Text>}
    </>
  );
}
