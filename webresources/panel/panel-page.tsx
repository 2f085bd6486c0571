/** The Mailchimp panel beside the form of a contact, lead or marketing list. */
import type { ReactElement } from 'react';
import { PageFrame } from '../frame/page-frame';

export function PanelPage({ table, id }: { table: string; id: string }): ReactElement {
  return (
    <PageFrame title="Mailchimp" narrow>
      {`${table} ${id}`}
    </PageFrame>
  );
}
