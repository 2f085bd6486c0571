import { describeReport } from '../../commands/describe';
import type { RunReport } from '../../commands/run-in-process';

const traffic = { requests: 1, writes: 2, peakConnections: 1 };
const report: RunReport = {
  audience: 'Newsletter',
  status: 'completed',
  sentence: 'Both sides agree.',
  counts: { plan: { create: 1, leaveList: 1200, held: 0 }, people: {} },
  mailchimp: traffic,
  dataverse: { ...traffic, requests: 1300, writes: 1 },
  seconds: 3,
  firstRunShown: false,
};

test('one and several are told apart', () => {
  expect(describeReport(report).split('\n')).toEqual([
    'Newsletter: Completed. Both sides agree.',
    '  1 person is created',
    '  1,200 people leave the list',
    '  Mailchimp 1 request (2 records changed), Dynamics 365 1,300 requests (1 record changed), 3 s',
  ]);
});
