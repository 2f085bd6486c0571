/** A walk through the app in one browser window: steps in order, each ending when what it shows is there, then its picture. */
import type { FrameLocator, Page } from 'playwright-core';
import type { World } from './world';

export interface Step {
  /** The picture's file name without its ending. */
  name: string;
  title: string;
  /** The name under which the user's guide shows it. */
  guide?: string;
  act: (scene: Scene) => Promise<void>;
}

export interface Walk {
  name: string;
  title: string;
  look?: Look;
  /** What the browser's console may say in this walk. */
  excused?: RegExp;
  steps: Step[];
}

export interface Look {
  as?: 'administrator' | 'user' | 'nobody';
  language?: 1031;
  dark?: boolean;
  forcedColours?: boolean;
  /** As a magnification of the browser: 2 leaves half of the window's width and height. */
  zoom?: number;
  width?: number;
  height?: number;
}

export interface Scene {
  world: World;
  page: Page;
  /** The page of the product inside the app. */
  app: FrameLocator;
  /** The page inside the pane at the side. */
  pane: FrameLocator;
  /** Opens an address of the app and waits until its command bars have settled. */
  open: (query: string) => Promise<void>;
}

export function sceneOf(world: World, page: Page): Scene {
  return {
    world,
    page,
    app: page.frameLocator('iframe.page'),
    pane: page.frameLocator('.pane:not([hidden]) iframe'),
    async open(query) {
      await page.goto(`${world.url}/main.aspx?${query}`);
      await settled(page);
    },
  };
}

/** Every command bar that is shown has asked its rules, and every grid has its rows. */
export async function settled(page: Page): Promise<void> {
  const unfinished = 'main [role=toolbar]:not([data-ready]):visible, [aria-busy=true]:visible, .moving';
  await page.locator(unfinished).first().waitFor({ state: 'hidden' });
}

export const appPage = (data = ''): string =>
  `pagetype=webresource&webresourceName=mcs_/sync/index.html${data === '' ? '' : `&data=${encodeURIComponent(data)}`}`;
export const view = (table: string): string => `pagetype=entitylist&etn=${table}`;
export const record = (table: string, id: string): string => `pagetype=entityrecord&etn=${table}&id=${id}`;
