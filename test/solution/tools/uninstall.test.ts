import { smallPackage } from './packages';
import { startEnvironment, startFunctionsDouble, type Environment, type FunctionsDouble } from './deployments';

let functions: FunctionsDouble;
let environment: Environment;

beforeAll(async () => {
  functions = await startFunctionsDouble();
});
afterAll(() => functions.close());
beforeEach(async () => {
  environment = await startEnvironment(functions.url);
});
afterEach(() => environment.close());

const file = smallPackage();

async function people(): Promise<unknown> {
  const { api } = environment;
  const [contacts, lists, members] = await Promise.all(
    [
      'contacts?$select=fullname',
      'lists?$select=listname,membercount',
      'listmembers?$select=_entityid_value,createdon',
    ].map((path) => api.rows(path)),
  );
  return { contacts, lists, members };
}

test('says what it would remove, with the rows of each table, and removes nothing without --yes', async () => {
  await environment.deploy(file);
  await environment.api.post('mcs_audiences', { mcs_name: 'Newsletter' });
  const before = await environment.state();
  environment.said();
  expect(await environment.uninstall(false)).toBe(2);
  const said = environment.said().join('\n');
  expect(said).toContain('This would remove 15 steps, 3 webhooks and');
  expect(said).toContain('Audiences: 1 row\n');
  expect(said).toContain('Sync Runs: 0 rows');
  expect(said).toContain('Contacts, leads, marketing lists and who is on them stay as they are.');
  expect(await environment.state()).toEqual(before);
});

test('leaves people, lists and memberships as they were, and can be repeated and followed by a deployment', async () => {
  await environment.control('POST', 'seed', {
    contacts: [{ firstname: 'Wilma', lastname: 'F', emailaddress1: 'wilma@example.com' }],
    lists: [{ listname: 'Newsletter', createdfromcode: 2, members: [{ email: 'wilma@example.com' }] }],
  });
  await environment.deploy(file);
  const deployed = await environment.state();
  const before = await people();
  expect(await environment.uninstall(true)).toBe(0);
  expect(await people()).toEqual(before);
  expect(await environment.state()).toMatchObject({ solutions: [], endpoints: [], steps: [], holders: [] });
  environment.said();
  expect(await environment.uninstall(true)).toBe(0);
  expect(environment.said()).toContain('Audience Sync is not installed here: nothing was changed.');
  expect(await environment.deploy(file)).toBe(0);
  expect(await environment.state()).toEqual(deployed);
  expect(await people()).toEqual(before);
});

test('says what remains of an unmanaged solution, and how to take that away', async () => {
  await environment.deploy(smallPackage({ managed: false }));
  environment.said();
  expect(await environment.uninstall(true)).toBe(0);
  expect(environment.said().join('\n')).toMatch(
    /its tables, columns, pages and roles remain[^]*Delete from this environment/,
  );
  expect(await environment.api.rows('sdkmessageprocessingsteps')).toEqual([]);
  expect(await environment.api.rows('mcs_audiences')).toEqual([]);
});

test('stops with a sentence where another solution stands on our tables', async () => {
  await environment.deploy(file);
  await environment.control('POST', 'faults', {
    method: 'DELETE',
    pathContains: 'solutions(',
    status: 400,
    body: { error: { code: '0x8004f01f', message: 'The Entity(x) component cannot be deleted.' } },
  });
  await expect(environment.uninstall(true)).rejects.toThrow('Remove what is named from the other solution');
  expect(await environment.uninstall(true)).toBe(0);
});
