import { column } from '../../sandbox/dataverse/sample-solution';
import { packageOf } from '../../../solution/tools/deploy/package-file';
import { holdersOfRole } from '../../../solution/tools/deploy/service-user';
import { webhooks } from '../../../solution/tools/deploy/webhooks';
import { strFromU8 } from 'fflate';
import { committedSolution, without, withText } from '../changed-solution';
import {
  application,
  startEnvironment,
  startFunctionsDouble,
  type Environment,
  type FunctionsDouble,
} from './deployments';
import { packed, smallPackage } from './packages';

let functions: FunctionsDouble;
let environment: Environment;
let api: Environment['api'];

beforeAll(async () => {
  functions = await startFunctionsDouble();
});
afterAll(() => functions.close());
beforeEach(async () => {
  environment = await startEnvironment(functions.url);
  ({ api } = environment);
});
afterEach(() => environment.close());

const file = smallPackage();
const [, lists, people] = webhooks;

async function writes(): Promise<unknown> {
  return (await environment.control('GET', 'traffic'))['writes'];
}

/** Looks without changing anything, and answers what was said. */
async function looked(change = {}, given = file): Promise<{ code: number; said: string }> {
  environment.said();
  await environment.control('DELETE', 'traffic');
  const code = await environment.check(given, change);
  expect(await writes()).toBe(0);
  return { code, said: environment.said().join('\n') };
}

const steps = () =>
  api.rows('sdkmessageprocessingsteps?$select=name,statecode,filteringattributes,_eventhandler_value');
const endpoint = (id = '') => api.get(`serviceendpoints(${id})?$select=url,description,isauthvalueset`);

describe('a fresh environment', () => {
  test('is told what would be done, and nothing is done', async () => {
    const { code, said } = await looked();
    expect(code).toBe(2);
    expect(said).toContain('The solution is not installed: version 1.0.0.0 would be.');
    expect(said).toContain('The webhook "Audience Sync: person changed" is not registered.');
    expect((await environment.state()) as object).toMatchObject({ solutions: [], endpoints: [], steps: [] });
  });

  test('gets the solution, three webhooks, a step for every message, a user and its role', async () => {
    expect(await environment.deploy(file)).toBe(0);
    const said = environment.said();
    expect(said[0]).toBe(`Signed in to ${environment.standIn.url} as Alex Admin.`);
    expect(said).toEqual(
      expect.arrayContaining([
        'Version 1.0.0.0 was installed.',
        `The webhook "Audience Sync: sync requested" leads to ${functions.url}/api/sync-requested.`,
        `An application user was made for the app registration ${application}.`,
        'The functions (version 0.1.0) answer and take the secret.',
      ]),
    );
    expect((await steps()).map((step) => String(step['name'])).toSorted()).toEqual([
      'Audience Sync: AddListMembers of list',
      'Audience Sync: AddMember of list',
      'Audience Sync: AddMembersByFetchXml of list',
      'Audience Sync: Create of mcs_syncrun',
      'Audience Sync: Delete of contact',
      'Audience Sync: Delete of lead',
      'Audience Sync: Merge of contact',
      'Audience Sync: Merge of lead',
      'Audience Sync: QualifyLead of lead',
      'Audience Sync: RemoveMember of list',
      'Audience Sync: RemoveMembersByFetchXml of list',
      'Audience Sync: SetState of contact',
      'Audience Sync: SetState of lead',
      'Audience Sync: Update of contact',
      'Audience Sync: Update of lead',
    ]);
    expect((await steps()).filter((step) => step['filteringattributes'] !== null)).toHaveLength(2);
    expect((await looked()).code).toBe(0);
  });

  test('with further messages for lists gets steps for them too', async () => {
    await environment.control('PATCH', 'switches', { listMessages: 'extended' });
    await environment.deploy(file);
    expect((await steps()).map((step) => step['name'])).toContain('Audience Sync: RemoveListMembers of list');
  });

  test('without a named service user is told that nobody holds the role', async () => {
    await environment.deploy(file, { serviceUser: null });
    for (const { userId, roleId } of await holdersOfRole(api)) {
      await api.remove(`systemusers(${userId})/systemuserroles_association(${roleId})/$ref`);
    }
    expect(await environment.deploy(file, { serviceUser: null })).toBe(0);
    expect(environment.said()).toContain(
      'Nobody holds the role Audience Sync Service: run the command with --service-user APPLICATIONID.',
    );
  });
});

describe('an environment that has it', () => {
  beforeEach(async () => {
    await environment.deploy(file);
    environment.said();
  });

  test('stays as it is when deployed again', async () => {
    const before = await environment.state();
    await environment.control('DELETE', 'traffic');
    expect(await environment.deploy(file)).toBe(0);
    expect(await writes()).toBe(0);
    expect(environment.said()).toContain('Audience Sync 1.0.0.0 is in place already: nothing was changed.');
    expect(await environment.state()).toEqual(before);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'a webhook that leads elsewhere',
      () => api.upsert(`serviceendpoints(${lists?.id})`, { url: 'http://127.0.0.1:9/api/elsewhere' }),
      'leads to http://127.0.0.1:9/api/elsewhere instead of',
    ],
    [
      'a webhook of another kind',
      () => api.upsert(`serviceendpoints(${lists?.id})`, { authtype: 4 }),
      'was changed by hand (authtype)',
    ],
    ['a webhook that is gone', () => api.remove(`serviceendpoints(${lists?.id})`), 'is not registered'],
    [
      'a step that is disabled',
      async () => api.upsert(await stepPath('Create of mcs_syncrun'), { statecode: 1, statuscode: 2 }),
      'The step "Audience Sync: Create of mcs_syncrun" is disabled.',
    ],
    [
      'a step that is gone',
      async () => api.remove(await stepPath('AddMember of list')),
      'The step "Audience Sync: AddMember of list" is not registered.',
    ],
    [
      'a step that hears of everything',
      async () => api.upsert(await stepPath('Update of lead'), { filteringattributes: null }),
      'was changed by hand (filteringattributes)',
    ],
    ['a step too many', addStep, 'The step "By hand" calls a webhook of Audience Sync once too often.'],
    [
      'a role that was taken away',
      async () => {
        const [holder] = await api.rows(`systemusers?$filter=applicationid eq ${application}`);
        const [role] = await api.rows("roles?$filter=name eq 'Audience Sync Service'");
        await api.remove(
          `systemusers(${String(holder?.['systemuserid'])})/systemuserroles_association(${String(role?.['roleid'])})/$ref`,
        );
      },
      'has not been given the role Audience Sync Service',
    ],
  ])('is told of %s, and has it put right', async (_, change, sentence) => {
    const before = await environment.state();
    await change();
    const { code, said } = await looked();
    expect([code, said]).toEqual([2, expect.stringContaining(sentence)]);
    expect(await environment.deploy(file)).toBe(0);
    expect(await environment.state()).toEqual(before);
  });

  async function stepPath(name: string): Promise<string> {
    const [step] = await api.rows(`sdkmessageprocessingsteps?$filter=name eq 'Audience Sync: ${name}'`);
    return `sdkmessageprocessingsteps(${String(step?.['sdkmessageprocessingstepid'])})`;
  }

  async function addStep(): Promise<unknown> {
    const [known] = await api.rows(
      "sdkmessageprocessingsteps?$select=_sdkmessageid_value,_sdkmessagefilterid_value&$filter=name eq 'Audience Sync: Update of lead'",
    );
    return api.post('sdkmessageprocessingsteps', {
      name: 'By hand',
      stage: 40,
      mode: 1,
      rank: 1,
      supporteddeployment: 0,
      'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${people?.id})`,
      'sdkmessageid@odata.bind': `/sdkmessages(${String(known?.['_sdkmessageid_value'])})`,
      'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${String(known?.['_sdkmessagefilterid_value'])})`,
    });
  }

  test('has a new secret registered, and the old one no more', async () => {
    const rotated = { secret: 'another-secret-of-the-tests' };
    expect((await looked(rotated)).said).toContain('carries another secret than the settings say');
    const next = await startFunctionsDouble(rotated.secret);
    expect(await environment.deploy(file, { ...rotated, publicUrl: next.url })).toBe(0);
    expect((await looked({ ...rotated, publicUrl: next.url })).code).toBe(0);
    const { description } = await endpoint(lists?.id);
    expect(description).not.toContain('secret-of');
    await next.close();
  });

  test('is told of a webhook that somebody else has registered, and keeps it', async () => {
    await api.post('serviceendpoints', {
      name: 'By hand',
      url: `${functions.url}/api/person-changed`,
      contract: 8,
      connectionmode: 1,
      messageformat: 2,
      authtype: 4,
      authvalue: 'x',
    });
    const { code, said } = await looked();
    expect([code, said]).toEqual([0, expect.stringContaining('Another webhook, "By hand", leads to')]);
  });

  test('moves to another address', async () => {
    const elsewhere = await startFunctionsDouble();
    await environment.deploy(file, { publicUrl: elsewhere.url });
    expect((await endpoint(people?.id))['url']).toBe(`${elsewhere.url}/api/person-changed`);
    await elsewhere.close();
  });

  test('is upgraded with its rows kept and what is obsolete gone', async () => {
    const extra = smallPackage({
      version: '1.1.0.0',
      moreColumns: column('nvarchar', 'mcs_more', '<MaxLength>10</MaxLength>'),
    });
    const { mcs_audienceid: id } = await create('mcs_audiences', { mcs_name: 'Kept' });
    expect((await looked({}, extra)).said).toContain('Version 1.0.0.0 is installed: 1.1.0.0 would be imported.');
    expect(await environment.deploy(extra)).toBe(0);
    expect(environment.said()).toContain('Version 1.1.0.0 took the place of 1.0.0.0.');
    await api.upsert(`mcs_audiences(${String(id)})`, { mcs_more: 'x' });
    expect(await environment.deploy(smallPackage({ version: '1.2.0.0' }))).toBe(0);
    expect(await api.get(`mcs_audiences(${String(id)})`)).toMatchObject({ mcs_name: 'Kept' });
    expect(
      await api.find(`mcs_audiences(${String(id)})?$select=mcs_more`).catch((error: Error) => error.message),
    ).toContain('mcs_more');
  });

  test.each([
    [
      'an older version',
      smallPackage({ version: '0.9.0.0' }),
      'Version 1.0.0.0 is installed, which is newer than 0.9.0.0',
    ],
    ['the other kind', smallPackage({ managed: false, version: '2.0.0.0' }), 'The installed solution is managed'],
  ])('refuses %s and stays as it is', async (_, other, sentence) => {
    const before = await environment.state();
    for (const attempt of [() => environment.deploy(other), () => environment.check(other)]) {
      await expect(attempt()).rejects.toThrow(sentence);
    }
    expect(await environment.state()).toEqual(before);
  });

  test('imports the same version again only when asked to', async () => {
    await environment.deploy(file, {}, true);
    expect(environment.said().join('\n')).toContain('Version 1.0.0.0 took the place of 1.0.0.0.');
  });
});

async function create(set: string, row: Record<string, unknown>): Promise<Record<string, unknown>> {
  await api.post(set, row);
  const [made] = await api.rows(set);
  return made ?? {};
}

describe('what stands in the way is a sentence', () => {
  test.each([
    ['prvImportCustomization', 'Alex Admin lacks the privilege prvImportCustomization'],
    ['prvAssignRole', 'Alex Admin lacks the privilege prvAssignRole'],
    ['prvCreateServiceEndpoint', 'prvCreateServiceEndpoint'],
  ])('the privilege %s', async (privilege, sentence) => {
    await environment.control('POST', 'privileges', { user: 'stand-in-administrator', revoke: [privilege] });
    await environment.control('DELETE', 'traffic');
    await expect(environment.deploy(file)).rejects.toThrow(sentence);
    expect(await writes()).toBe(0);
  });

  test('no marketing lists', async () => {
    await environment.control('PATCH', 'switches', { marketingLists: false });
    await environment.control('DELETE', 'traffic');
    await expect(environment.deploy(file)).rejects.toThrow('it has no marketing lists: install Dynamics 365 Sales');
    expect(await writes()).toBe(0);
  });

  test('something that the package needs and the environment does not have', async () => {
    const needy = smallPackage({ moreColumns: column('lookup', 'mcs_loose') });
    for (const attempt of [() => environment.deploy(needy), () => environment.check(needy)]) {
      await expect(attempt()).rejects.toThrow(/would not take this package[^]*mcs_loose/);
    }
  });

  test('an import that fails, and the next one does not', async () => {
    await environment.control('PATCH', 'switches', { importFailure: 'A plug-in said no.' });
    await expect(environment.deploy(file)).rejects.toThrow('The import failed: A plug-in said no. Remedy this');
    await environment.control('PATCH', 'switches', { importFailure: null });
    expect(await environment.deploy(file)).toBe(0);
  });

  test('a sign-in that is not accepted, and one that was throttled for good', async () => {
    await environment.control('POST', 'faults', { status: 401, times: 1 });
    await expect(environment.deploy(file)).rejects.toThrow('Check the DATAVERSE_AUTH settings');
    await environment.control('POST', 'faults', { status: 429, times: 100, headers: { 'Retry-After': '1' } });
    await expect(environment.deploy(file)).rejects.toThrow('(0x80072322). This passes by itself');
  });

  test('an address where something else answers', async () => {
    await environment.control('POST', 'faults', { status: 200, body: '<html>Sign in</html>', times: 1 });
    await expect(environment.deploy(file)).rejects.toThrow(
      'answers, but not as Dynamics 365 does: check DATAVERSE_URL.',
    );
    await environment.control('POST', 'faults', { status: 200, body: { value: 1 }, times: 1 });
    await expect(environment.deploy(file)).rejects.toThrow('Dynamics 365 answered without UserId.');
  });

  test('an import of somebody else is waited for', async () => {
    await environment.control('POST', 'faults', {
      pathContains: 'ImportSolutionAsync',
      status: 400,
      times: 2,
      body: {
        error: { code: '0x80071151', message: 'Cannot start [Import] because there is another [Import] running.' },
      },
    });
    expect(await environment.deploy(file)).toBe(0);
    expect(environment.said()).toContain(
      'Another import is under way in this environment: waiting until it has ended.',
    );
  });

  test('functions that do not answer, or want another secret', async () => {
    expect(await environment.deploy(file, { publicUrl: 'http://127.0.0.1:9' })).toBe(3);
    expect(environment.said().at(-1)).toContain('The functions do not answer at http://127.0.0.1:9');
    expect(await environment.deploy(file, { secret: 'a-secret-that-is-wrong' })).toBe(3);
    expect(environment.said().at(-1)).toContain('give the function app the same DATAVERSE_WEBHOOK_SECRET');
  });
});

test('an unmanaged solution is published, also where that had not been reached before', async () => {
  const unmanaged = smallPackage({ managed: false });
  await environment.control('POST', 'faults', { pathContains: 'PublishAllXml', status: 403, times: 1 });
  await expect(environment.deploy(unmanaged)).rejects.toThrow('Dynamics 365 refuses this');
  environment.said();
  expect((await looked({}, unmanaged)).said).toContain('It may not have been published yet, and would be.');
  expect(await environment.deploy(unmanaged)).toBe(0);
  expect(environment.said()).toContain('Publishing.');
  expect(await environment.deploy(unmanaged)).toBe(0);
  expect(environment.said()).not.toContain('Publishing.');
});

/** Without a column and a view that came later. */
function theVersionBefore(managed: boolean) {
  const source = committedSolution();
  const table = 'Entities/mcs_audience/Entity.xml';
  const column = /<attribute PhysicalName="mcs_limitmost">[^]*?<\/attribute>/.exec(strFromU8(source.get(table)!))?.[0];
  const views = [...source.keys()].filter((path) => path.startsWith('Entities/mcs_audience/SavedQueries/'));
  return packageOf(packed('0.0.9.0', managed, without(withText(source, table, column ?? '?', ''), views.at(-1) ?? '')));
}

test.each([true, false])(
  "the product's own package takes the place of the version before (managed: %s)",
  async (managed) => {
    const views = () => api.rows("savedqueries?$select=name&$filter=returnedtypecode eq 'mcs_audience'");
    expect(await environment.deploy(theVersionBefore(managed))).toBe(0);
    await api.post('mcs_audiences', { mcs_name: 'Kept', mcs_mailchimplistid: 'a1' });
    await expect(api.rows('mcs_audiences?$select=mcs_limitmost')).rejects.toThrow('mcs_limitmost');
    const before = (await views()).length;
    expect(await environment.deploy(packageOf(packed('0.1.0.0', managed)))).toBe(0);
    expect(await api.rows('mcs_audiences?$select=mcs_name,mcs_limitmost')).toMatchObject([
      { mcs_name: 'Kept', mcs_limitmost: null },
    ]);
    expect(await views()).toHaveLength(before + 1);
    expect(await environment.uninstall(true)).toBe(0);
    const gone = managed ? expect.stringContaining('mcs_audiences') : null;
    expect(
      await api.rows('mcs_audiences').then(
        () => null,
        (error: Error) => error.message,
      ),
    ).toEqual(gone);
  },
);
