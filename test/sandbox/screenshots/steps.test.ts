/** The walks themselves are taken by `npm run screenshots`; here only that no picture takes the place of another. */
import { settings } from '../../../sandbox/screenshots/steps/all';
import { command } from '../start/command';

const walks = settings.flatMap(({ walks }) => walks);

test('every picture has a file of its own', () => {
  const files = walks.flatMap(({ name, steps }) => steps.map((step) => `${name}-${step.name}`));
  expect(new Set(files).size).toBe(files.length);
});

test('every picture of the guide has a name of its own', () => {
  const names = walks.flatMap(({ steps }) => steps.flatMap(({ guide }) => guide ?? []));
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  [['--only', 'nonsense'], '--only nonsense takes no pictures. Words that do: living, status, '],
  [['--zzz'], "Unknown option '--zzz': see npm run screenshots -- --help."],
])('%j is answered with one sentence', async (words, sentence) => {
  const { code, stderr } = await command('screenshots/take', ...words).ended;
  expect(code).toBe(1);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
