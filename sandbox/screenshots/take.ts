/**
 * `npm run screenshots [-- --only WORD] [--guide]`: walks through every page and state of the app in a real browser and leaves a
 * picture of each in dist/screenshots, with index.html to look at them all. Exits with 1 when a walk could not be finished.
 * With `--guide` those that the user's guide shows are put into docs/pictures as well.
 */
import type { Browser } from 'playwright-core';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../browser';
import { projectFolder } from '../project-folder';
import { notUnderstood } from '../start/command-line';
import { print } from '../start/ending';
import { contactSheet, type Shown } from './contact-sheet';
import { sceneOf, type Look, type Walk } from './step';
import { settings, type Setting } from './steps/all';
import type { World } from './world';

const folder = join(projectFolder, 'dist', 'screenshots');
const longest = 30_000;
const words = settings.map(({ name }) => name).join(', ');

const help = `npm run screenshots [-- OPTIONS]

Walks through every page and state of the app and leaves pictures and an index.html in dist/screenshots.

  --only WORD   a part of them: ${words}
  --guide       put those of the user's guide into docs/pictures as well
  --help        print this
`;

console.log = console.error;

void main();

async function main(): Promise<void> {
  try {
    const { only, guide = false, help: asked = false } = readOrder();
    if (asked) await print(help);
    else process.exitCode = (await takeAll(only, guide)) ? 0 : 1;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
  process.exit();
}

function readOrder() {
  const options = { only: { type: 'string' }, guide: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    throw new Error(notUnderstood(cause, 'npm run screenshots'), { cause });
  }
}

async function takeAll(only: string | undefined, guide: boolean): Promise<boolean> {
  const wanted = settings.filter(({ name }) => only === undefined || name.includes(only));
  if (wanted.length === 0) throw new Error(`--only ${only} takes no pictures. Words that do: ${words}.`);
  if (only === undefined) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  const shown: Shown[] = [];
  try {
    for (const setting of wanted) shown.push(...(await takeSetting(browser, setting)));
  } finally {
    await browser.close();
  }
  await writeFile(join(folder, 'index.html'), contactSheet(shown));
  if (guide) await putIntoGuide(shown);
  const count = shown.reduce((sum, { pictures }) => sum + pictures.length, 0);
  say(`${count} pictures are in ${folder}; open index.html to see them.`);
  return shown.every(({ failure }) => failure === null);
}

async function putIntoGuide(shown: Shown[]): Promise<void> {
  const pictures = join(projectFolder, 'docs', 'pictures');
  await mkdir(pictures, { recursive: true });
  for (const { file, guide } of shown.flatMap((walk) => walk.pictures))
    if (guide !== undefined) await copyFile(join(folder, file), join(pictures, `${guide}.png`));
}

async function takeSetting(browser: Browser, setting: Setting): Promise<Shown[]> {
  say(`${setting.title} ...`);
  const world = await setting.start(say);
  const shown: Shown[] = [];
  try {
    for (const walk of setting.walks) shown.push(await takeWalk(browser, world, walk));
  } finally {
    await world.close();
  }
  return shown;
}

async function takeWalk(browser: Browser, world: World, walk: Walk): Promise<Shown> {
  const context = await browser.newContext(optionsOf(walk.look ?? {}));
  await context.addCookies(cookiesOf(world, walk.look ?? {}));
  const page = await context.newPage();
  page.setDefaultTimeout(longest);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && walk.excused?.test(message.text()) !== true) complaints.push(message.text());
  });
  const shown: Shown = { title: walk.title, pictures: [], failure: null };
  try {
    for (const step of walk.steps) {
      await step.act(sceneOf(world, page));
      // The pointer would leave its mark on whatever is under it; here the bar on top is empty.
      await page.mouse.move(((walk.look?.width ?? 1366) / (walk.look?.zoom ?? 1)) * 0.6, 24);
      const file = `${walk.name}-${step.name}.png`;
      await page.screenshot({ path: join(folder, file), animations: 'disabled' });
      shown.pictures.push({ file, title: step.title, ...(step.guide === undefined ? {} : { guide: step.guide }) });
    }
  } catch (error) {
    const at = walk.steps[shown.pictures.length];
    shown.failure = `${walk.name}, ${at?.name}: ${error instanceof Error ? error.message : String(error)}`;
    await page.screenshot({ path: join(folder, `${walk.name}-${at?.name}-failed.png`) });
  } finally {
    await context.close();
  }
  if (complaints.length > 0) shown.failure = [shown.failure, ...new Set(complaints)].filter(Boolean).join('\n');
  if (shown.failure !== null) say(shown.failure);
  return shown;
}

function optionsOf(look: Look) {
  const zoom = look.zoom ?? 1;
  return {
    viewport: { width: (look.width ?? 1366) / zoom, height: (look.height ?? 820) / zoom },
    deviceScaleFactor: zoom,
    locale: look.language === 1031 ? 'de-DE' : 'en-US',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce' as const,
    colorScheme: look.dark === true ? ('dark' as const) : ('light' as const),
    forcedColors: look.forcedColours === true ? ('active' as const) : ('none' as const),
  };
}

function cookiesOf(world: World, look: Look) {
  return [
    { name: 'user', value: look.as ?? 'administrator', url: world.url },
    { name: 'language', value: String(look.language ?? 1033), url: world.url },
  ];
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
