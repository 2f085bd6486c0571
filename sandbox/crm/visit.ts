/** One person's look at one address of the app. */
import type { Privileges } from './privileges';
import type { App } from './site-map';
import type { ReadViewRows } from './view-rows';
import type { WebApi } from './web-api';
import type { Language, Words } from './words/words';

export interface Visit {
  app: App | null;
  appId: string;
  query: URLSearchParams;
  /** As the person in front of the shell: records. */
  api: WebApi;
  readRows: ReadViewRows;
  /** As the platform itself: navigation, views and definitions, which it shows to whoever may open the app. */
  platform: WebApi;
  privileges: Privileges;
  language: Language;
  words: Words;
}
