// Checks every exchange with the Mailchimp stand-in that a test run has written down. First run the tests with
// AUDIENCE_SYNC_EXCHANGES naming an empty folder, then, with the same setting:
// npx jest --testMatch '<rootDir>/test/contract/mailchimp/recorded.contract.ts'

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkExchanges, sayWhenAbsent, testWithContract, type Exchange } from './contract';

sayWhenAbsent();

testWithContract('every recorded exchange with Mailchimp is as Mailchimp describes it', () => {
  const folder = process.env['AUDIENCE_SYNC_EXCHANGES'] ?? '';
  if (folder === '') throw new Error('AUDIENCE_SYNC_EXCHANGES names no folder of recorded exchanges.');
  const files = readdirSync(folder).filter((name) => /^mailchimp-.*\.jsonl$/.test(name));
  const counts = new Map<string, number>();
  let checked = 0;
  for (const name of files) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (line === '') continue;
      const exchange: Exchange = JSON.parse(line);
      for (const finding of checkExchanges([exchange])) {
        const words = `${finding.side} of ${finding.operation}: ${finding.message}`;
        counts.set(words, (counts.get(words) ?? 0) + 1);
      }
      checked += 1;
    }
  }
  process.stdout.write(`${checked} exchanges in ${files.length} files checked\n`);
  expect(checked).toBeGreaterThan(0);
  expect(Object.fromEntries(counts)).toEqual({});
});
