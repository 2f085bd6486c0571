/** The bar under the commands: what was just asked for, what became of it, or what went wrong. */
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { CopyRegular, DismissRegular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { t } from '../texts/texts';
import type { Refusal } from '../web-api';

export interface Message {
  intent: 'info' | 'success' | 'warning' | 'error';
  text: string;
  /** Under which Microsoft's support, or the log of the service, finds what happened. */
  correlationId?: string | null;
}

export interface PageMessageProps {
  message: Message;
  onDismiss?: () => void;
  onRetry?: () => void;
  /** Where more is to be found: stands after the text. */
  link?: ReactNode;
  /** Further buttons. */
  children?: ReactNode;
}

export function PageMessage({ children, link, message, onDismiss, onRetry }: PageMessageProps): ReactElement {
  const { correlationId } = message;
  const buttons = onRetry !== undefined || typeof correlationId === 'string' || children !== undefined;
  const copyable = typeof correlationId === 'string' ? correlationId : null;
  return (
    <MessageBar intent={message.intent} layout="multiline" style={barStyle}>
      <MessageBarBody>
        {message.text}
        {link !== undefined && <> {link}</>}
        {copyable !== null && <span style={idStyle}>{t('common.correlationId', { id: copyable })}</span>}
      </MessageBarBody>
      {(onDismiss !== undefined || buttons) && (
        <MessageBarActions
          style={buttons ? undefined : noButtonsStyle}
          {...(onDismiss !== undefined && {
            containerAction: (
              <Button
                appearance="transparent"
                icon={<DismissRegular />}
                aria-label={t('common.dismiss')}
                onClick={onDismiss}
              />
            ),
          })}
        >
          {children}
          {onRetry !== undefined && <Button onClick={onRetry}>{t('common.tryAgain')}</Button>}
          {copyable !== null && (
            <Button icon={<CopyRegular />} onClick={() => void navigator.clipboard?.writeText(copyable)}>
              {t('common.copyId')}
            </Button>
          )}
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

const noButtonsStyle = { padding: 0, margin: 0 } as const;
const barStyle = { flexShrink: 0, rowGap: 0 } as const;
const idStyle = { display: 'block', fontSize: '12px' } as const;

export function refusalMessage(refusal: Refusal): Message {
  return { intent: 'error', text: refusal.message, correlationId: refusal.correlationId };
}
