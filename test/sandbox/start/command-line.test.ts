import { readStartOrder } from '../../../sandbox/start/command-line';

const nothing = { help: false, once: false, json: false, verbose: false, personType: 'contact' };

test.each([
  ['', nothing],
  ['--once --json', { ...nothing, once: true, json: true }],
  ['--lead --port 9000', { ...nothing, personType: 'lead', port: 9000 }],
  [
    '--mailchimp-export a.csv b.csv --leads l.csv --list-members m.csv',
    {
      ...nothing,
      personType: 'lead',
      exports: { personType: 'lead', mailchimp: ['a.csv', 'b.csv'], people: 'l.csv', listMembers: 'm.csv' },
    },
  ],
  [
    '--mailchimp-export a.csv --mailchimp-export b.csv --once',
    { ...nothing, once: true, exports: { personType: 'contact', mailchimp: ['a.csv', 'b.csv'] } },
  ],
])('"%s" is understood', (line, order) => {
  expect(readStartOrder(line.split(' ').filter((word) => word !== ''))).toEqual(order);
});

test.each([
  ['--json', '--json needs --once: one document is printed at the end.'],
  ['--nope', "Unknown option '--nope': see npm start -- --help."],
  ['once', '"once" is not understood: see npm start -- --help.'],
  ['--port eighty', '--port must be a number from 0 to 65535, and "eighty" is not.'],
  ['--port 70000', '--port must be a number from 0 to 65535, and "70000" is not.'],
  ['--contacts c.csv --leads l.csv', 'Name either --contacts or --leads, not both.'],
  ['--contacts c.csv --lead', '--lead does not go with --contacts: name --leads FILE.'],
  ['--list-members m.csv', '--list-members needs --contacts or --leads: the people whom the list names.'],
])('"%s" is refused with one sentence', (line, sentence) => {
  expect(() => readStartOrder(line.split(' '))).toThrow(sentence);
});
