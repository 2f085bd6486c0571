/** Every page in every state, on every screen, in every colour, in both languages: nobody is shut out and nothing is cut off. */
import { findingsOn } from './findings';
import { layoutFaultsOn } from './layout';
import { begin, pageStates } from './page-states';
import { complaints, page, setStage } from './stage';

setStage();

interface Surroundings {
  colorScheme: 'light' | 'dark';
  forcedColors: 'none' | 'active';
  /** Null for the width that the page usually has. */
  width: number | null;
  height: number;
}

const light: Surroundings = { colorScheme: 'light', forcedColors: 'none', width: null, height: 800 };
const dark: Surroundings = { ...light, colorScheme: 'dark' };
const forced: Surroundings = { ...light, forcedColors: 'active' };
const narrow = { width: 320, height: 800 };
// A screen of 1280 by 800 shows half as much of the page in each direction.
const zoomed = { width: 640, height: 400 };

// A page is loaded once in each language, and what surrounds it changes under it.
const english: [string, Surroundings][] = [
  ['light', light],
  ['dark, 320 pixels wide', { ...dark, ...narrow }],
  ['forced colours at 200 %', { ...forced, ...zoomed }],
];
const german: [string, Surroundings][] = [
  ['German, dark', dark],
  ['German, 320 pixels wide', { ...light, ...narrow }],
  ['German at 200 %', { ...light, ...zoomed }],
];

test.each(pageStates)('$name', async ({ refused, show, width: usual }) => {
  const faults: string[] = [];
  for (const [languageId, places] of [
    [1033, english],
    [1031, german],
  ] as const) {
    // No page is left that asks for rows that are gone.
    await page.goto('about:blank');
    begin(languageId);
    await page.setViewportSize({ width: usual, height: 800 });
    await show();
    for (const [name, { colorScheme, forcedColors, height, width }] of places) {
      await page.emulateMedia({ colorScheme, forcedColors });
      await page.setViewportSize({ width: width ?? usual, height });
      const found = [...(await layoutFaultsOn(page)), ...(languageId === 1033 ? await findingsOn(page) : [])];
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    }
  }
  const expected = refused ? complaints.filter((one) => !/status of (403|500)/.test(one)) : complaints;
  expect([...faults, ...expected]).toEqual([]);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.getByText(/\{\w+\}/).count()).toBe(0);
});
