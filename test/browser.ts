/** A real browser for the tests, and what a page complained about in it. */
import type { Page } from 'playwright-core';

export { launchBrowser } from '../sandbox/browser';

/** What a page complained about: console errors, uncaught exceptions and refusals of its content security policy. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}
