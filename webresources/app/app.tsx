/** Finds out where the page runs, for whom and which of the pages is wanted, and puts it on the screen. */
import { FluentProvider, Spinner, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { Suspense, lazy, useMemo, useSyncExternalStore, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { CrashGuard } from '../frame/crash-guard';
import { PageFrame } from '../frame/page-frame';
import { SurroundingsProvider, type Surroundings } from '../frame/surroundings';
import { placeOf, type Place } from '../pages';
import { createRecordLinks, currentAppId } from '../record-links';
import { SyncAudiencesPage } from '../sync/page';
import { language } from '../texts/language';
import { t } from '../texts/texts';
import { recognizeUser, type GlobalContext } from '../user';
import { createWebApi } from '../web-api';

declare global {
  interface Window {
    /** https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/clientglobalcontext */
    GetGlobalContext?: () => GlobalContext;
  }
}

// One file holds all pages; each is evaluated only when it is wanted.
const RunPage = lazy(async () => ({ default: (await import('../run/run-page')).RunPage }));
const LastRunPage = lazy(async () => ({ default: (await import('../run/last-run-page')).LastRunPage }));
const MembersPage = lazy(async () => ({ default: (await import('../members/members-page')).MembersPage }));
const PanelPage = lazy(async () => ({ default: (await import('../panel/panel-page')).PanelPage }));

function App({ place, surroundings }: { place: Place; surroundings: Surroundings }): ReactElement {
  const dark = useSyncExternalStore(watchColours, () => colours.matches);
  const theme = useMemo(() => (dark ? webDarkTheme : webLightTheme), [dark]);
  return (
    <FluentProvider theme={theme} style={{ minHeight: '100%' }}>
      <SurroundingsProvider value={surroundings}>
        <CrashGuard>
          <Suspense fallback={<Spinner label={t('common.loading')} />}>
            <CurrentPage place={place} />
          </Suspense>
        </CrashGuard>
      </SurroundingsProvider>
    </FluentProvider>
  );
}

function CurrentPage({ place }: { place: Place }): ReactElement {
  switch (place.page) {
    case 'audiences':
      return <SyncAudiencesPage audienceId={place.audienceId} listId={place.listId} manage={place.manage} />;
    case 'run':
      return <RunPage runId={place.runId} />;
    case 'last-run':
      return <LastRunPage audienceId={place.audienceId} />;
    case 'members':
      return <MembersPage audienceId={place.audienceId} outcome={place.outcome} reason={place.reason} />;
    case 'panel':
      return <PanelPage table={place.table} id={place.id} />;
    case 'unknown':
      return <PageFrame title="Audience Sync">{t('common.noPage')}</PageFrame>;
  }
}

const colours = window.matchMedia('(prefers-color-scheme: dark)');

function watchColours(changed: () => void): () => void {
  colours.addEventListener('change', changed);
  return () => colours.removeEventListener('change', changed);
}

function currentSurroundings(): Surroundings {
  const context = window.GetGlobalContext?.();
  const userId = recognizeUser(context, navigator.languages);
  const clientUrl = (context?.getClientUrl?.() ?? window.location.origin).replace(/\/+$/, '');
  const asked = Number(new URLSearchParams(window.location.search).get('poll'));
  const standalone = window.parent === window ? window.location.href : null;
  return {
    api: createWebApi(clientUrl),
    links: createRecordLinks(clientUrl, currentAppId(window), standalone),
    userId,
    pollMs: asked > 0 ? Math.max(asked, 50) : 2000,
  };
}

const root = document.getElementById('page');
if (root !== null) {
  const surroundings = currentSurroundings();
  document.documentElement.lang = language();
  createRoot(root).render(<App place={placeOf(window.location.search)} surroundings={surroundings} />);
}
