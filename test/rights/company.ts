/**
 * People with different rights around one audience and its list: Olga owns the list and has the role Audience Sync User, Uma has
 * the role alone, Nora has neither. What they do goes through the Web API, as a page or any other program would.
 */

import { choices } from '../../connector/dataverse/schema.generated';
import type { RunRow } from '../../connector/dataverse/port';
import { runSlice } from '../../connector/sync/run-slice';
import { scheduleDueRuns } from '../../connector/sync/requests/schedule';
import { ordinaryUserId } from '../../sandbox/dataverse/users';
import { runOf, startSteady, steady } from '../connector/sync/steady';
import type { World } from '../world';

export const olga = 'stand-in-olga';
export const uma = 'stand-in-user';
export const nora = 'stand-in-nobody';
export const umaId = ordinaryUserId;

export interface Company {
  world: World;
  olgaId: string;
  audienceId: string;
  /** Any request on the Web API in somebody's name, whatever comes of it. */
  as(who: string, method: string, path: string, body?: unknown): Promise<Response>;
  /** Creates a run row with these columns and answers its id; throws where that is refused. */
  request(who: string, mode: keyof typeof choices.mcs_runmode, wish: unknown, more?: object): Promise<string>;
  /** Lets the service do everything that is asked of it. */
  work(runId: string): Promise<RunRow>;
  /** What the timer does, and everything that it starts. */
  minute(): Promise<void>;
  close(): Promise<void>;
}

export async function openCompany(size = 30, terms: { synced?: boolean } = {}): Promise<Company> {
  const world = await startSteady(size, terms);
  const made = await world.send('POST', `${world.dataverseUrl}/_sandbox/users`, {
    fullname: 'Olga Owner',
    token: olga,
    role: 'user',
  });
  const { id: olgaId } = (await made.json()) as { id: string };
  await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/lists(${steady.listId})`, {
    'ownerid@odata.bind': `/systemusers(${olgaId})`,
  });
  const audienceId = (await world.audience(steady.audience)).id;
  const as: Company['as'] = (who, method, path, body) =>
    fetch(`${world.dataverseUrl}/api/data/v9.2/${path}`, {
      method,
      headers: { authorization: `Bearer ${who}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const work = async (runId: string) => {
    await runSlice(world.services, runId, { until: new Date(Date.now() + 60_000) });
    return runOf(world, runId);
  };
  return {
    world,
    olgaId,
    audienceId,
    as,
    work,
    async request(who, mode, wish, more = {}) {
      const answer = await as(who, 'POST', 'mcs_syncruns', {
        mcs_name: `A ${mode}`,
        mcs_mode: choices.mcs_runmode[mode],
        mcs_trigger: choices.mcs_runtrigger.person,
        'mcs_audienceid@odata.bind': `/mcs_audiences(${audienceId})`,
        mcs_proposedsettings: JSON.stringify(wish),
        ...more,
      });
      const [, runId] = /\(([0-9a-f-]{36})\)/.exec(answer.headers.get('odata-entityid') ?? '') ?? [];
      if (runId === undefined) throw new Error(`${answer.status} ${await answer.text()}`);
      return runId;
    },
    async minute() {
      await scheduleDueRuns(world.services);
      for (const { id } of await world.services.crm.openRuns()) await work(id);
    },
    close: () => world.close(),
  };
}
