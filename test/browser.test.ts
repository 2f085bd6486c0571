import { launchBrowser } from './browser';

test('several tests may start the browser for the first time at once', async () => {
  const browsers = await Promise.all([launchBrowser(), launchBrowser(), launchBrowser()]);
  const titles = await Promise.all(
    browsers.map(async (browser) => {
      const page = await browser.newPage();
      await page.setContent('<title>ready</title>');
      return page.title();
    }),
  );
  await Promise.all(browsers.map((browser) => browser.close()));
  expect(titles).toEqual(['ready', 'ready', 'ready']);
});
