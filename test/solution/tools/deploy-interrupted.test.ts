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

/** The second is the harder way: what was carried out, nobody was told of. */
const ways: Record<string, boolean> = { 'before a request arrives': false, 'after a request was carried out': true };
const cases: [string, keyof typeof ways, Act[], Act][] = [
  ['a first deployment', 'before a request arrives', [], deploying(managed)],
  ['a first deployment', 'after a request was carried out', [], deploying(managed)],
  ['an unmanaged one', 'after a request was carried out', [], deploying(unmanaged)],
  ['an upgrade', 'after a request was carried out', [deploying(managed)], deploying(next)],
  ['a removal', 'after a request was carried out', [deploying(managed)], removing],
];

test.each(cases)(
  '%s, cut off %s, whichever it is',
  async (_, way, before, act) => {
    const afterApply = ways[way];
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
  300_000,
);
