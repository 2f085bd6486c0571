/** In place of the numbers: the service counts nothing for an audience that is paused. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatTime } from '../../formats';
import { useSurroundings } from '../../frame/surroundings';
import { t } from '../../texts/texts';
import type { Audience } from '../board';

export function PausedStep({ audience: { lastSynced, name } }: { audience: Audience }): ReactElement {
  const { api } = useSurroundings();
  return (
    <MessageBar intent="info" layout="multiline" style={{ flexShrink: 0 }}>
      <MessageBarBody>
        <MessageBarTitle>{t('manage.paused.title', { audience: name })}</MessageBarTitle>
        {lastSynced !== null && `${t('manage.paused.since', { time: formatTime(lastSynced, api.now()) })} `}
        {t('manage.paused.text')}
      </MessageBarBody>
    </MessageBar>
  );
}
