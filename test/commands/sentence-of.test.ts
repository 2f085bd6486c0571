import { parseArgs } from 'node:util';

import { isNotUnderstood, sentenceOf } from '../../commands/sentence-of';
import { ServiceError } from '../../connector/service-error';

function mistakeIn(...args: string[]): unknown {
  try {
    parseArgs({ args, options: { to: { type: 'string' } }, allowPositionals: true });
    return null;
  } catch (error) {
    return error;
  }
}

test.each([
  [['--audienze'], "Unknown option '--audienze'. See --help."],
  [['--to'], "Option '--to <value>' argument missing. See --help."],
])('%j is one sentence and where to read more', (args, sentence) => {
  expect(isNotUnderstood(mistakeIn(...args))).toBe(true);
  expect(sentenceOf(mistakeIn(...args))).toBe(sentence);
});

test('a command that has ended does not try again', () => {
  const error = new ServiceError('throttled', 'Mailchimp asks to slow down; it is tried again later.');
  expect(sentenceOf(error)).toBe('Mailchimp asks to slow down; try again later.');
});
