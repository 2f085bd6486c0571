/**
 * Tells Dataverse to call the functions: when a Sync Run is created, when the members of a marketing list change, and when
 * people change in a way that may concern their audiences.
 * https://learn.microsoft.com/power-apps/developer/data-platform/register-web-hook
 */
import { z } from 'zod';
import type { WebApi } from '../crm/web-api';

const filters = z.array(
  z.object({ sdkmessagefilterid: z.string(), sdkmessageid: z.object({ sdkmessageid: z.string(), name: z.string() }) }),
);

const HEADER = 5;

const personMessages = /^(Update|Delete|Merge|QualifyLead|SetState|SetStateDynamicEntity)$/;

/** An update of anything else is no news: it is polled. */
const watchedColumns = 'emailaddress1,emailaddress2,emailaddress3,donotemail,donotbulkemail,statecode';

export async function registerWebhooks(crm: WebApi, functionsUrl: string, secret: string): Promise<void> {
  const runs = await addEndpoint(crm, 'Audience Sync: sync requested', `${functionsUrl}/api/sync-requested`, secret);
  const lists = await addEndpoint(
    crm,
    'Audience Sync: marketing list changed',
    `${functionsUrl}/api/marketing-list-changed`,
    secret,
  );
  const people = await addEndpoint(crm, 'Audience Sync: person changed', `${functionsUrl}/api/person-changed`, secret);
  await addSteps(crm, runs, 'mcs_syncrun', /^Create$/);
  // The names differ between versions, so every message that adds or removes members is taken.
  await addSteps(crm, lists, 'list', /^(Add|Remove).*Member/);
  for (const table of ['contact', 'lead']) await addSteps(crm, people, table, personMessages);
}

async function addEndpoint(crm: WebApi, name: string, url: string, secret: string): Promise<string> {
  const row = await crm.create('serviceendpoints', {
    name,
    url,
    contract: 8,
    connectionmode: 1,
    messageformat: 2,
    authtype: HEADER,
    authvalue: `<settings><setting name="x-audience-sync-secret" value="${secret}" /></settings>`,
  });
  return z.string().parse(row['serviceendpointid']);
}

async function addSteps(crm: WebApi, endpointId: string, table: string, names: RegExp): Promise<void> {
  const known = await crm.rows(
    `sdkmessagefilters?$select=sdkmessagefilterid&$filter=primaryobjecttypecode eq '${table}' and iscustomprocessingstepallowed eq true&$expand=sdkmessageid($select=sdkmessageid,name)`,
  );
  const wanted = filters.parse(known).filter(({ sdkmessageid }) => names.test(sdkmessageid.name));
  if (wanted.length === 0) throw new Error(`Dataverse has no message on ${table} that the functions could listen to.`);
  for (const { sdkmessagefilterid, sdkmessageid } of wanted) {
    await crm.post('sdkmessageprocessingsteps', {
      name: `Audience Sync: ${sdkmessageid.name} of ${table}`,
      stage: 40,
      mode: 1,
      rank: 1,
      supporteddeployment: 0,
      asyncautodelete: true,
      ...(sdkmessageid.name === 'Update' ? { filteringattributes: watchedColumns } : {}),
      'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpointId})`,
      'sdkmessageid@odata.bind': `/sdkmessages(${sdkmessageid.sdkmessageid})`,
      'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${sdkmessagefilterid})`,
    });
  }
}
