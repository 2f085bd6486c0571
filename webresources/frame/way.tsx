/** The way back from a page that belongs to Sync Audiences. */
import { Breadcrumb, BreadcrumbItem } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { audiencesPlace } from '../pages';
import { t } from '../texts/texts';
import { PageLink } from './links';

export function Way(): ReactElement {
  return (
    <Breadcrumb size="small" aria-label={t('common.way')}>
      <BreadcrumbItem>
        <PageLink to={audiencesPlace}>{t('sync.title')}</PageLink>
      </BreadcrumbItem>
    </Breadcrumb>
  );
}
