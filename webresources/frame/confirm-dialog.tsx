/** Asks before something happens. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { t } from '../texts/texts';

export interface Question {
  title: string;
  text: string;
  /** The button that does it. */
  yes: string;
  /** The button that does not, where "Cancel" could be misread. */
  no?: string;
  onYes: () => void;
}

export function ConfirmDialog({ onClose, question }: { question: Question | null; onClose: () => void }): ReactElement {
  return (
    <Dialog modalType="alert" open={question !== null} onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{question?.title}</DialogTitle>
          <DialogContent>{question?.text}</DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              onClick={() => {
                onClose();
                question?.onYes();
              }}
            >
              {question?.yes}
            </Button>
            <Button onClick={onClose}>{question?.no ?? t('common.cancel')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
