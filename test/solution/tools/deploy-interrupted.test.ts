/** A deployment, or a removal, that is cut off at any request and run again ends where one that was left alone ends. */

import { smallPackage } from './packages';
import { startEnvironment, startFunctionsDouble, type Environment, type FunctionsDouble } from './deployments';
import type { Package } from '../../../solution/tools/deploy/package-file';

let functions: FunctionsDouble;
beforeAll(async () => {
  functions = await startFunctionsDouble();
});
afterAll(() => functions.close());

const managed = smallPackage();
const unmanaged = smallPackage({ managed: false });
const next = smallPackage({ version: '1.1.0.0' });

type Act = (environment: Environment) => Promise<number>;
const deploying =
  (file: Package): Act =>
  (environment) =>
    environment.deploy(file);
const removing: Act = (environment) => environment.uninstall(true);

async function within<T>(work: (environment: Environment) => Promise<T>): Promise<T> {
  const environment = await startEnvironment(functions.url);
  try {
    return await work(environment);
  } finally {
    await environment.close();
  }
}

const cases: [string, Act[], Act][] = [
  ['a first deployment', [], deploying(managed)],
  ['an unmanaged one', [], deploying(unmanaged)],
  ['an upgrade', [deploying(managed)], deploying(next)],
  ['a removal', [deploying(managed)], removing],
];

describe.each(cases)('%s', (_, before, act) => {
  test.each([
    ['before the request arrives', false],
    ['after the request was carried out', true],
  ])(
    'cut off %s, whichever request it is',
    async (_when, afterApply) => {
      const expected = await within(async (environment) => {
        for (const step of before) await step(environment);
        expect(await act(environment)).toBe(0);
        return environment.state();
      });
      let cuts = 0;
      for (let after = 0; ; after += 1) {
        const wasCut = await within(async (environment) => {
          for (const step of before) await step(environment);
          await environment.control('POST', 'faults', {
            pathContains: '/api/data/',
            after,
            times: 1_000,
            reset: true,
            afterApply,
          });
          const cut = await act(environment).then(
            () => false,
            (error: Error) => {
              expect(error.message).toContain('run the command again: it goes on where it stopped');
              return true;
            },
          );
          await environment.control('DELETE', 'faults');
          expect(await act(environment)).toBe(0);
          expect(await environment.state()).toEqual(expected);
          return cut;
        });
        if (!wasCut) break;
        cuts += 1;
      }
      expect(cuts).toBeGreaterThan(10);
    },
    60_000,
  );
});
