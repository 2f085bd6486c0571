import { createApplicationInsights } from '../../../connector/telemetry/application-insights';
import { connectTelemetry } from '../../../connector/telemetry/connect';
import { createConsoleTelemetry } from '../../../connector/telemetry/console';
import { personKey } from '../../../connector/telemetry/person-key';

function consoleLines() {
  const lines: unknown[] = [];
  return { lines, telemetry: createConsoleTelemetry((line) => lines.push(JSON.parse(line))) };
}

test('one JSON line per event, metric and exception', () => {
  const { lines, telemetry } = consoleLines();
  telemetry.event('SyncSliceFinished', { runId: 'r', done: true });
  telemetry.metric('sync.members', 7, { direction: 'to-crm' });
  telemetry.exception(new RangeError('too many'), { runId: 'r' });
  expect(lines).toEqual([
    { event: 'SyncSliceFinished', runId: 'r', done: true },
    { metric: 'sync.members', value: 7, direction: 'to-crm' },
    { exception: { name: 'RangeError', message: 'too many', stack: expect.any(String) }, runId: 'r' },
  ]);
});

test('an address never gets into telemetry', () => {
  const { lines, telemetry } = consoleLines();
  telemetry.event('MemberRejected', { who: 'fred@contoso.com' });
  telemetry.exception(new Error('fred@contoso.com was refused'), {});
  telemetry.exception('barney@contoso.com', {});
  expect(JSON.stringify(lines)).not.toMatch(/fred@|barney@/);
});

test('a person can be followed without being named', () => {
  expect(personKey(' Fred@Contoso.com')).toBe(personKey('fred@contoso.com'));
  expect(personKey('fred@contoso.com')).toMatch(/^[0-9a-f]{12}$/);
  expect(personKey('barney@contoso.com')).not.toBe(personKey('fred@contoso.com'));
});

describe('Application Insights', () => {
  function recording() {
    const tracked: unknown[] = [];
    let loads = 0;
    const load = () => {
      loads += 1;
      const track = (kind: string) => (what: object) => {
        tracked.push({ kind, ...what });
      };
      return Promise.resolve({
        trackEvent: track('event'),
        trackMetric: track('metric'),
        trackException: track('exception'),
        flush: () => Promise.resolve(),
      });
    };
    return { tracked, loads: () => loads, telemetry: createApplicationInsights('InstrumentationKey=x', load) };
  }

  test('is not loaded before something is said, and once', async () => {
    const { tracked, loads, telemetry } = recording();
    await telemetry.flush();
    expect(loads()).toBe(0);
    telemetry.event('WebhookReceived', { audience: 'a', who: 'fred@contoso.com' });
    telemetry.metric('queue.poison', 2);
    telemetry.exception(new TypeError('barney@contoso.com'));
    await telemetry.flush();
    expect(loads()).toBe(1);
    expect(tracked).toEqual([
      { kind: 'event', name: 'WebhookReceived', properties: { audience: 'a', who: '[address]' } },
      { kind: 'metric', name: 'queue.poison', value: 2, properties: {} },
      {
        kind: 'exception',
        exception: expect.objectContaining({ name: 'TypeError', message: '[address]' }),
        properties: {},
      },
    ]);
  });

  test('that cannot be loaded disturbs nobody', async () => {
    const telemetry = createApplicationInsights('x', () => Promise.reject(new Error('no such package')));
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    telemetry.event('SyncSliceFinished');
    await expect(telemetry.flush()).resolves.toBeUndefined();
    expect(stderr).toHaveBeenCalledWith('{"event":"SyncSliceFinished"}\n');
    stderr.mockRestore();
  });

  test('is only used where a connection string is set', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    connectTelemetry({ connectionString: null }).event('Started');
    expect(stderr).toHaveBeenCalledWith('{"event":"Started"}\n');
    stderr.mockRestore();
  });
});
