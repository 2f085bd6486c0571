/** The Mailchimp panel beside the form of a contact, lead or marketing list. */
import { Text } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { PageFrame } from '../frame/page-frame';
import { t } from '../texts/texts';
import { ListPanel } from './list-panel';
import { PersonPanel } from './person-panel';

export function PanelPage({ table, id }: { table: string; id: string }): ReactElement {
  switch (table) {
    case 'contact':
    case 'lead':
      return <PersonPanel key={id} type={table} id={id} />;
    case 'list':
      return <ListPanel key={id} id={id} />;
    default:
      return (
        <PageFrame title={t('panel.title')} narrow>
          <Text>{t('panel.otherTable')}</Text>
        </PageFrame>
      );
  }
}
