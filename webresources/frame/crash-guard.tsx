/** Stands between the user and an empty screen where a page breaks down. */
import { Button, Text } from '@fluentui/react-components';
import { Component, type ReactElement, type ReactNode } from 'react';
import { t } from '../texts/texts';
import { PageFrame } from './page-frame';
import { StateCard } from './state-card';

export class CrashGuard extends Component<{ children: ReactNode }, { broken: string | null }> {
  override state = { broken: null };

  static getDerivedStateFromError(error: unknown): { broken: string } {
    return { broken: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    return this.state.broken === null ? this.props.children : <Broken text={this.state.broken} />;
  }
}

function Broken({ text }: { text: string }): ReactElement {
  return (
    <PageFrame title="Audience Sync">
      <StateCard title={t('common.crashed.title')}>
        <Text>{t('common.crashed.text')}</Text>
        <Text font="monospace" size={200}>
          {text}
        </Text>
        <div>
          <Button appearance="primary" onClick={() => window.location.reload()}>
            {t('common.reload')}
          </Button>
        </div>
      </StateCard>
    </PageFrame>
  );
}
