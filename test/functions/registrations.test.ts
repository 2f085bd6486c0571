import type { CoreStandIn } from '../../sandbox/functions-host/core-stand-in';

jest.mock(
  '@azure/functions-core',
  () =>
    jest
      .requireActual<typeof import('../../sandbox/functions-host/core-stand-in')>(
        '../../sandbox/functions-host/core-stand-in',
      )
      .createCoreStandIn(),
  { virtual: true },
);

const core = jest.requireMock<CoreStandIn>('@azure/functions-core');

describe('what the function app registers', () => {
  beforeAll(() => {
    // Nothing of the environment is set: loading the app must neither need it nor do anything.
    for (const name of [
      'sync-requested',
      'marketing-list-changed',
      'person-changed',
      'mailchimp-webhook',
      'run-sync',
      'schedule',
      'health',
      'status',
    ]) {
      jest.requireActual(`../../functions/${name}`);
    }
  });

  const registered = (name: string) => core.registered.get(name)?.trigger;

  test.each([
    ['sync-requested', { type: 'httpTrigger', methods: ['POST'], authLevel: 'function' }],
    ['marketing-list-changed', { type: 'httpTrigger', methods: ['POST'], authLevel: 'function' }],
    ['person-changed', { type: 'httpTrigger', methods: ['POST'], authLevel: 'function' }],
    [
      'mailchimp-webhook',
      {
        type: 'httpTrigger',
        methods: ['GET', 'POST'],
        authLevel: 'anonymous',
        route: 'mailchimp/{audienceId}/{secret}',
      },
    ],
    ['health', { type: 'httpTrigger', methods: ['GET'], authLevel: 'anonymous' }],
    ['status', { type: 'httpTrigger', methods: ['GET'], authLevel: 'function' }],
    ['run-sync', { type: 'queueTrigger', queueName: 'audience-sync-runs', connection: 'AzureWebJobsStorage' }],
    ['schedule', { type: 'timerTrigger', schedule: '0 * * * * *' }],
  ])('%s', (name, trigger) => {
    expect(registered(name)).toMatchObject(trigger);
  });

  test('and nothing else', () => {
    expect([...core.registered.keys()].sort()).toEqual([
      'health',
      'mailchimp-webhook',
      'marketing-list-changed',
      'person-changed',
      'run-sync',
      'schedule',
      'status',
      'sync-requested',
    ]);
  });
});
