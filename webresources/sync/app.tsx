/** The page Sync Audiences: finds out where it runs and puts itself on the screen. */
import { FluentProvider, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useMemo, useSyncExternalStore, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createRecordLinks, currentAppId } from '../record-links';
import { createWebApi } from '../web-api';
import { SyncAudiencesPage } from './page';
import { SurroundingsProvider, type Surroundings } from './surroundings';

declare global {
  interface Window {
    /** https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/getglobalcontext-clientglobalcontext.js.aspx */
    GetGlobalContext?: () => { getClientUrl(): string };
  }
}

function App({ surroundings }: { surroundings: Surroundings }): ReactElement {
  const dark = useSyncExternalStore(watchColours, () => colours.matches);
  const theme = useMemo(() => (dark ? webDarkTheme : webLightTheme), [dark]);
  return (
    <FluentProvider theme={theme} style={{ minHeight: '100%' }}>
      <SurroundingsProvider value={surroundings}>
        <SyncAudiencesPage />
      </SurroundingsProvider>
    </FluentProvider>
  );
}

const colours = window.matchMedia('(prefers-color-scheme: dark)');

function watchColours(changed: () => void): () => void {
  colours.addEventListener('change', changed);
  return () => colours.removeEventListener('change', changed);
}

function currentSurroundings(): Surroundings {
  const clientUrl = (window.GetGlobalContext?.().getClientUrl() ?? window.location.origin).replace(/\/+$/, '');
  const asked = Number(new URLSearchParams(window.location.search).get('poll'));
  return {
    api: createWebApi(clientUrl),
    links: createRecordLinks(clientUrl, currentAppId(window)),
    pollMs: asked > 0 ? Math.max(asked, 50) : 2000,
  };
}

const place = document.getElementById('page');
if (place !== null) createRoot(place).render(<App surroundings={currentSurroundings()} />);
