/** One step for every message that a webhook shall hear of, as far as the environment knows that message. */

import { z } from 'zod';
import { Sentence } from '../dataverse/refused';
import { shaped, textOf, type Row, type WebApi } from '../dataverse/web-api';
import type { Deployment, Difference } from './deployment';
import { fixedId, watchedColumns, webhooks, type Webhook } from './webhooks';

const asynchronous = 1;
const postOperation = 40;

interface Step {
  id: string;
  name: string;
  webhook: Webhook;
  messageId: string;
  filterId: string;
  filteringattributes: string | null;
}

export async function inspectSteps({ api }: Deployment): Promise<Difference[]> {
  const wanted = (await Promise.all(webhooks.map((webhook) => wantedSteps(api, webhook)))).flat();
  const registered = new Map((await readSteps(api)).map((row) => [textOf(row, 'sdkmessageprocessingstepid'), row]));
  const differences: Difference[] = [];
  for (const step of wanted) {
    const row = registered.get(step.id);
    registered.delete(step.id);
    const sentence = row ? whatDiffers(row, step) : 'is not registered';
    if (sentence === null) continue;
    differences.push({
      found: `The step "${step.name}" ${sentence}.`,
      done: `The step "${step.name}" is registered.`,
      mend: () => api.upsert(`sdkmessageprocessingsteps(${step.id})`, bodyOf(step, row)),
    });
  }
  for (const [id, row] of registered) {
    const name = textOf(row, 'name');
    differences.push({
      found: `The step "${name}" calls a webhook of Audience Sync once too often.`,
      done: `The step "${name}" was removed, because another one does its work.`,
      mend: async () => void (await api.remove(`sdkmessageprocessingsteps(${id})`)),
    });
  }
  return differences;
}

const filters = z.array(
  z.object({ sdkmessagefilterid: z.string(), sdkmessageid: z.object({ sdkmessageid: z.string(), name: z.string() }) }),
);

async function wantedSteps(api: WebApi, webhook: Webhook): Promise<Step[]> {
  const steps: Step[] = [];
  for (const { table, messages } of webhook.listens) {
    const known = await api.rows(
      `sdkmessagefilters?$select=sdkmessagefilterid&$filter=primaryobjecttypecode eq '${table}' and iscustomprocessingstepallowed eq true&$expand=sdkmessageid($select=sdkmessageid,name)`,
    );
    const heard = shaped(filters, known).filter(({ sdkmessageid: { name } }) => messages.test(name));
    if (heard.length === 0) throw new Sentence(`Dynamics 365 knows no message on ${table} that could be listened to.`);
    for (const { sdkmessagefilterid, sdkmessageid } of heard) {
      steps.push({
        id: fixedId(`step ${webhook.function} ${sdkmessageid.name} ${table}`),
        name: `Audience Sync: ${sdkmessageid.name} of ${table}`,
        webhook,
        messageId: sdkmessageid.sdkmessageid,
        filterId: sdkmessagefilterid,
        // Only an update can be filtered.
        filteringattributes: sdkmessageid.name === 'Update' ? watchedColumns : null,
      });
    }
  }
  return steps;
}

/** Every step that calls one of our webhooks. */
export async function readSteps(api: WebApi): Promise<Row[]> {
  const ours = webhooks.map(({ id }) => `_eventhandler_value eq ${id}`).join(' or ');
  return api.rows(
    `sdkmessageprocessingsteps?$select=name,stage,mode,rank,supporteddeployment,asyncautodelete,filteringattributes,statecode,_sdkmessageid_value,_sdkmessagefilterid_value,_eventhandler_value&$filter=${ours}`,
  );
}

const fixed = { stage: postOperation, mode: asynchronous, rank: 1, supporteddeployment: 0, asyncautodelete: true };

function bodyOf(step: Step, row: Row | undefined): Row {
  return {
    ...fixed,
    name: step.name,
    filteringattributes: step.filteringattributes,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${step.webhook.id})`,
    'sdkmessageid@odata.bind': `/sdkmessages(${step.messageId})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${step.filterId})`,
    ...(row && row['statecode'] !== 0 ? { statecode: 0, statuscode: 1 } : {}),
  };
}

function whatDiffers(row: Row, step: Step): string | null {
  if (row['statecode'] !== 0) return 'is disabled';
  const expected: Row = {
    ...fixed,
    name: step.name,
    filteringattributes: step.filteringattributes,
    _sdkmessageid_value: step.messageId,
    _sdkmessagefilterid_value: step.filterId,
    _eventhandler_value: step.webhook.id,
  };
  const changed = Object.keys(expected).filter((column) => (row[column] ?? null) !== expected[column]);
  return changed.length > 0 ? `was changed by hand (${changed.join(', ').replaceAll(/_(\w+)_value/g, '$1')})` : null;
}
