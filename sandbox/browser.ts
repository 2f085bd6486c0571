/**
 * A real browser, for the tests and for the screenshot. It comes from npm, so a bare machine needs nothing but `npm ci`;
 * CHROMIUM_PATH names another one, and /usr/bin/chromium is used where the packed one cannot run.
 */
import { chromium, type Browser } from 'playwright-core';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const packageFile = z.object({ version: z.string() });

const flags = [
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-default-apps',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--font-render-hinting=none',
  // Nothing outside this machine exists for a test: what a page asks for elsewhere fails at once.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** Starts a browser of its own; whoever asks for it closes it. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({ executablePath, headless: true, args: flags, env });
}

interface Chromium {
  executablePath: string;
  env: Record<string, string>;
}

async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return { executablePath: named, env: environment() };
  try {
    return await packedChromium();
  } catch (error) {
    if (existsSync('/usr/bin/chromium')) return { executablePath: '/usr/bin/chromium', env: environment() };
    throw new Error('No browser can run here: set CHROMIUM_PATH to a Chromium or install the package chromium.', {
      cause: error,
    });
  }
}

async function packedChromium(): Promise<Chromium> {
  const home = await unpack();
  const executablePath = join(home, 'chromium');
  // The same fonts everywhere, so that a page measures alike on a desktop and on an image without any.
  const fonts = { FONTCONFIG_FILE: join(home, 'fonts.conf') };
  const own = environment(fonts);
  try {
    await run(executablePath, ['--version'], { env: own });
    return { executablePath, env: own };
  } catch {
    // A bare image lacks libnss3 and its kin; the package carries copies of exactly those.
    const env = environment({ ...fonts, LD_LIBRARY_PATH: join(home, 'al2023', 'lib') });
    await run(executablePath, ['--version'], { env });
    return { executablePath, env };
  }
}

/**
 * Unpacks once per machine and version. The package itself unpacks into the temporary folder file by file, where a
 * second test worker would take a half-written binary for a finished one; so each unpacks apart and the first to
 * finish puts its folder into place in one step.
 */
async function unpack(): Promise<string> {
  const entry = require.resolve('@sparticuz/chromium');
  const { version } = packageFile.parse(require(join(dirname(entry), '..', '..', 'package.json')));
  const home = join(tmpdir(), `audience-sync-chromium-${version}-${userInfo().uid}`);
  if (existsSync(join(home, 'chromium'))) return home;

  const staging = await mkdtemp(`${home}-`);
  const script = `const m = require(${JSON.stringify(entry)}); (m.default ?? m).executablePath().catch((e) => { console.error(e); process.exit(1); })`;
  // Pretending to be on Lambda makes the package unpack its shared libraries as well; only the child believes it.
  await run(process.execPath, ['-e', script], {
    env: environment({ TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }),
  });
  await writeFile(join(staging, 'fonts.conf'), fontConfiguration(join(home, 'fonts')));
  try {
    await rename(staging, home);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(join(home, 'chromium'))) throw error;
  }
  return home;
}

function fontConfiguration(fonts: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(fonts, 'cache')}</cachedir>
  <alias binding="same"><family>Segoe UI</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
}

function environment(more: Record<string, string> = {}): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) own[name] = value;
  return { ...own, ...more };
}
