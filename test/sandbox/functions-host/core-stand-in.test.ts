import { app } from '@azure/functions';
import type { CoreStandIn } from '../../../sandbox/functions-host/core-stand-in';

jest.mock(
  '@azure/functions-core',
  () =>
    jest
      .requireActual<typeof import('../../../sandbox/functions-host/core-stand-in')>(
        '../../../sandbox/functions-host/core-stand-in',
      )
      .createCoreStandIn(),
  { virtual: true },
);

const core = jest.requireMock<CoreStandIn>('@azure/functions-core');

test('registrations can be asserted through the library itself', () => {
  app.timer('every-minute', { schedule: '0 * * * * *', handler: () => {} });
  app.http('ask', { route: 'ask/{what}', methods: ['GET'], authLevel: 'function', handler: () => ({}) });
  expect(core.registered.get('every-minute')?.trigger).toMatchObject({ type: 'timerTrigger', schedule: '0 * * * * *' });
  expect(core.registered.get('ask')?.trigger).toMatchObject({
    type: 'httpTrigger',
    route: 'ask/{what}',
    methods: ['GET'],
    authLevel: 'function',
  });
  expect(core.getProgrammingModel().name).toBe('@azure/functions');
});

test('a second function of the same name is refused', () => {
  const twice = () => app.http('once', { handler: () => ({}) });
  twice();
  expect(twice).toThrow('A function named "once" is registered already.');
});
