/** What is wrong with the page as it is laid out: sideways scrolling, things beside the screen, words that are cut off. */
import type { Page } from 'playwright-core';

/** Of the page at rest: what floats takes a moment to find its place after the screen has changed. */
export async function layoutFaultsOn(page: Page): Promise<string[]> {
  let faults = await faultsNow(page);
  for (let looks = 0; looks < 20 && faults.length > 0; looks += 1) {
    await page.evaluate(() => new Promise(requestAnimationFrame));
    faults = await faultsNow(page);
  }
  return faults;
}

function faultsNow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth: screen, scrollWidth } = document.documentElement;
    const faults: string[] = [];
    if (scrollWidth > screen) faults.push(`The page is ${scrollWidth} wide on a screen of ${screen}.`);
    // Spoken only, and what tabster puts around the page for the keyboard.
    const unseen = new Set<Element>();
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const hidden = style.visibility === 'hidden' || style.opacity === '0' || box.width <= 1 || box.height <= 1;
      const within = element.parentElement !== null && unseen.has(element.parentElement);
      if (within || hidden || element.matches('svg, option, [data-tabster-dummy]')) {
        if (within || style.clipPath !== 'none' || element.matches('svg, [data-tabster-dummy]')) unseen.add(element);
        continue;
      }
      const words = (element.textContent ?? '').trim();
      const says = `${element.tagName.toLowerCase()} "${words.slice(0, 60)}"`;
      const tooWide = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
      const tooHigh = element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 3;
      const named = element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby');
      if (tooWide && /auto|scroll/.test(style.overflowX) && !(element.tabIndex >= 0 && named))
        faults.push(`Scrolls sideways: ${says}`);
      if (words !== '' && tooWide && /hidden|clip/.test(style.overflowX)) faults.push(`Cut off at the side: ${says}`);
      if (words !== '' && tooHigh && /hidden|clip/.test(style.overflowY)) faults.push(`Cut off below: ${says}`);
      if (box.right > screen + 1 || box.left < -1) faults.push(`Beside the screen: ${says}`);
    }
    return faults;
  });
}
