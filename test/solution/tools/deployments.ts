/** Deployments against a stand-in, and what can be seen of them from outside. */

import { createServer, type Server } from 'node:http';
import { startDataverse, type DataverseStandIn } from '../../../sandbox/dataverse/server';
import { tokens } from '../../../sandbox/dataverse/users';
import { createWebApi, type WebApi } from '../../../solution/tools/dataverse/web-api';
import { checkDeployment, deploy } from '../../../solution/tools/deploy/deploy';
import type { Deployment } from '../../../solution/tools/deploy/deployment';
import type { Package } from '../../../solution/tools/deploy/package-file';
import { uninstall } from '../../../solution/tools/uninstall/uninstall';

export const application = 'cccccccc-0000-4000-8000-00000000000a';
export const secret = 'a-secret-of-the-tests';

export interface Environment {
  standIn: DataverseStandIn;
  api: WebApi;
  /** What was said since the last call. */
  said(): string[];
  deploy(file: Package, change?: Partial<Deployment>, again?: boolean): Promise<number>;
  check(file: Package, change?: Partial<Deployment>): Promise<number>;
  uninstall(yes: boolean): Promise<number>;
  control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Everything that a deployment is to bring about, for comparison. */
  state(): Promise<unknown>;
  close(): Promise<void>;
}

/** `publicUrl` is where functions are to be called. */
export async function startEnvironment(publicUrl: string): Promise<Environment> {
  const standIn = await startDataverse();
  const api = createWebApi({ url: standIn.url, token: async () => tokens.administrator, wait: async () => {} });
  let said: string[] = [];
  const say = (sentence: string) => void said.push(sentence);
  const deployment = (file: Package, change: Partial<Deployment> = {}): Deployment => ({
    api,
    package: file,
    publicUrl,
    secret,
    functionsKey: null,
    serviceUser: application,
    say,
    pollMs: 1,
    ...change,
  });
  const control: Environment['control'] = async (method, path, body) => {
    const answer = await fetch(`${standIn.url}/_sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return JSON.parse(text) as Record<string, unknown>;
  };
  return {
    standIn,
    api,
    control,
    said() {
      const all = said;
      said = [];
      return all;
    },
    deploy: (file, change, again = false) => deploy(deployment(file, change), again),
    check: (file, change) => checkDeployment(deployment(file, change), false),
    uninstall: (yes) => uninstall({ api, solutionName: 'AudienceSync', say, pollMs: 1 }, yes),
    state: () => readState(api),
    async close() {
      await standIn.idle();
      await standIn.close();
    },
  };
}

async function readState(api: WebApi) {
  const order = (rows: Record<string, unknown>[]) => rows.map((row) => JSON.stringify(row)).sort();
  // The id of a user that was made is never the same.
  const plain = ({ '@odata.etag': _etag, systemuserid: _id, ...row }: Record<string, unknown>) => row;
  const read = async (path: string) => order((await api.rows(path)).map(plain));
  return {
    solutions: await read("solutions?$select=uniquename,version,ismanaged&$filter=uniquename eq 'AudienceSync'"),
    endpoints: await read(
      'serviceendpoints?$select=name,url,authtype,contract,messageformat,isauthvalueset,description',
    ),
    steps: await read(
      'sdkmessageprocessingsteps?$select=name,stage,mode,rank,statecode,filteringattributes,_eventhandler_value,_sdkmessagefilterid_value',
    ),
    holders: await read(
      "systemusers?$select=applicationid,fullname&$filter=systemuserroles_association/any(r:r/name eq 'Audience Sync Service')",
    ),
    users: await read(`systemusers?$select=fullname&$filter=applicationid eq ${application}`),
  };
}

export interface FunctionsDouble {
  url: string;
  close(): Promise<void>;
}

/** Answers like the functions: their health, and calls that bring the secret. */
export async function startFunctionsDouble(expected = secret): Promise<FunctionsDouble> {
  const server: Server = createServer((request, response) => {
    request.resume();
    const healthy = request.url === '/api/health';
    const known = request.headers['x-audience-sync-secret'] === expected;
    response.writeHead(healthy ? 200 : known ? 400 : 401, { 'content-type': 'application/json' });
    response.end(healthy ? '{"status":"up","version":"0.1.0"}' : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
