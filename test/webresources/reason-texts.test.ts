/** What the pages say about reasons and choices is what the service and the tables say. */
import { outcomeOf } from '../../connector/reconcile/outcome-of';
import { reasonCodes, reasons } from '../../connector/reconcile/reasons';
import { choiceLabels } from '../../webresources/schema.generated';
import {
  outcomeOfReason,
  phraseOf,
  reasonCure,
  reasonSentence,
  reasonTitle,
} from '../../webresources/standing/reason-words';
import choiceTexts from '../../webresources/texts/en/choices.json';

test.each(reasonCodes)('%s', (code) => {
  const { cure, sentence, title } = reasons[code];
  expect([reasonTitle(code), reasonSentence(code), reasonCure(code) ?? '']).toEqual([title, sentence, cure]);
  expect(outcomeOfReason(code)).toBe(outcomeOf(code));
  expect(phraseOf(code, 1)).toMatch(/^1 /);
});

test('a reason of a newer service is read aloud rather than hidden', () => {
  expect([reasonTitle('on-holiday'), reasonSentence('on-holiday'), outcomeOfReason('on-holiday')]).toEqual([
    'on holiday',
    null,
    null,
  ]);
});

// In Manage the rules read as sentences.
const asInTables = Object.entries(choiceTexts).filter(([key]) => !/^mcs_\w+rule\./.test(key));

test.each(asInTables)('%s is called %s as in the tables', (key, label) => {
  const [choice = '', code = ''] = key.split('.');
  const labels: Record<string, Record<string, string>> = choiceLabels;
  expect(labels[choice]?.[code]).toBe(label);
});
