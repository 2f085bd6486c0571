/** A Web API of a handful of rows, for what the shell does by itself; the joint with the Dataverse stand-in is tested apart. */
import fastify from 'fastify';
import { strToU8, zipSync } from 'fflate';
import { standardRibbon } from '../../../sandbox/dataverse/ribbon/standard-ribbon';

export interface SmallWebApi {
  url: string;
  /** Bodies of what was written, by method and path. */
  writes: { method: string; path: string; body: unknown }[];
  tokens: Set<string>;
  close(): Promise<void>;
}

type Row = Record<string, unknown>;

export const audienceId = '11111111-0000-4000-8000-000000000001';
export const listId = '22222222-0000-4000-8000-000000000001';
export const contactId = '33333333-0000-4000-8000-000000000001';
const nobodyId = 'a0000000-0000-4000-8000-000000000004';
export const hostileName = '<img src=x onerror="document.title=\'taken\'">';

export async function startSmallWebApi(): Promise<SmallWebApi> {
  const server = fastify();
  const writes: SmallWebApi['writes'] = [];
  const tokens = new Set<string>();
  server.addHook('onRequest', async (request, reply) => {
    const token = request.headers.authorization ?? '';
    tokens.add(token);
    if (token !== 'Bearer stand-in-nobody') return undefined;
    if (/\/WhoAmI/.test(request.url)) return reply.send({ UserId: nobodyId, OrganizationId: 'o' });
    return reply
      .code(403)
      .send({ error: { code: '0x80040220', message: 'Principal user is missing prvRead privilege.' } });
  });
  server.get('/api/data/v9.2/*', (request, reply) => {
    const url = new URL(request.url, 'http://x');
    const answer = answerTo(decodeURIComponent(url.pathname.slice('/api/data/v9.2/'.length)), url.searchParams);
    if (answer !== null) return reply.send(answer);
    return reply.code(404).send({ error: { code: '0x8006088a', message: `Resource not found for ${url.pathname}.` } });
  });
  server.route({
    method: ['POST', 'PATCH'],
    url: '/api/data/v9.2/*',
    handler: (request, reply) => {
      writes.push({ method: request.method, path: request.url.slice('/api/data/v9.2/'.length), body: request.body });
      return reply.code(204).send();
    },
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, writes, tokens, close: () => server.close() };
}

const formatted = 'OData.Community.Display.V1.FormattedValue';

const rows: Record<string, Row[]> = {
  appmodules: [
    { appmoduleid: '99999999-0000-4000-8000-000000000001', name: 'Audience Sync', uniquename: 'mcs_AudienceSync' },
  ],
  sitemaps: [{ sitemapnameunique: 'mcs_AudienceSync', sitemapxml: siteMap() }],
  savedqueries: [
    {
      savedqueryid: '44444444-0000-4000-8000-000000000001',
      name: 'Active Audiences',
      returnedtypecode: 'mcs_audience',
      querytype: 0,
      isdefault: true,
      fetchxml:
        '<fetch><entity name="mcs_audience"><attribute name="mcs_name"/><attribute name="mcs_syncstatus"/><order attribute="mcs_name"/></entity></fetch>',
      layoutxml:
        '<grid name="resultset"><row name="result" id="mcs_audienceid"><cell name="mcs_name" width="240"/><cell name="mcs_marketinglistid" width="220"/><cell name="mcs_syncstatus" width="180"/><cell name="mcs_insynccount" width="100"/></row></grid>',
    },
  ],
  systemforms: [],
  webresourceset: [
    webResource('mcs_/sync/index.html', 1, page('<script src="app.js"></script>')),
    webResource('mcs_/sync/inline.html', 1, page('<script>document.body.dataset.ran = "inline"</script>')),
    webResource(
      'mcs_/sync/app.js',
      3,
      'document.getElementById("who").textContent = GetGlobalContext().getUserName();',
    ),
  ],
  mcs_audiences: [
    audience(audienceId, 'Newsletter', 'Synced', 9412),
    audience('11111111-0000-4000-8000-000000000002', hostileName, 'Needs approval', 12),
  ],
  contacts: [
    {
      contactid: contactId,
      fullname: 'Betty Rubble',
      firstname: 'Betty',
      lastname: 'Rubble',
      emailaddress1: 'betty@example.com',
      donotemail: false,
    },
  ],
  lists: [
    {
      listid: listId,
      listname: 'Newsletter readers',
      createdfromcode: 2,
      [`createdfromcode@${formatted}`]: 'Contact',
      type: false,
      membercount: 1,
    },
  ],
};

const tables: Record<string, { set: string; id: string; name: string; label: string; columns: string[][] }> = {
  mcs_audience: {
    set: 'mcs_audiences',
    id: 'mcs_audienceid',
    name: 'mcs_name',
    label: 'Audience',
    columns: [
      ['mcs_name', 'String', 'Name'],
      ['mcs_marketinglistid', 'Lookup', 'Marketing List'],
      ['mcs_syncstatus', 'Picklist', 'Sync Status'],
      ['mcs_insynccount', 'Integer', 'In Sync'],
    ],
  },
  contact: {
    set: 'contacts',
    id: 'contactid',
    name: 'fullname',
    label: 'Contact',
    columns: ['fullname', 'firstname', 'lastname', 'emailaddress1']
      .map((name) => [name, 'String', name])
      .concat([['donotemail', 'Boolean', 'donotemail']]),
  },
  list: {
    set: 'lists',
    id: 'listid',
    name: 'listname',
    label: 'Marketing List',
    columns: [
      ['listname', 'String', 'Name'],
      ['createdfromcode', 'Picklist', 'Targeted At'],
      ['membercount', 'Integer', 'Members Count'],
    ],
  },
};

function answerTo(path: string, query: URLSearchParams): Row | null {
  const definition = /^EntityDefinitions\(LogicalName='(\w+)'\)(.*)$/.exec(path);
  if (definition) return describe(definition[1] ?? '', definition[2] ?? '');
  if (path === 'WhoAmI') return { UserId: 'a0000000-0000-4000-8000-000000000002', OrganizationId: 'o' };
  const privileges = /^systemusers\(([^)]*)\)\/Microsoft.Dynamics.CRM.RetrieveUserPrivileges$/.exec(path);
  if (privileges) return { RolePrivileges: privileges[1] === nobodyId ? [] : privilegesOfAll };
  if (path.startsWith('RetrieveEntityRibbon(')) return ribbonOf((query.get('@e') ?? '').replaceAll("'", ''));
  const single = /^(\w+)\(([^)]*)\)$/.exec(path);
  if (single) return rows[single[1] ?? '']?.find((row) => Object.values(row).includes(single[2])) ?? null;
  if (path === `lists(${listId})/listcontact_association`) return { value: rows['contacts'] };
  const all = rows[path];
  if (all === undefined) return null;
  const equal = /eq '([^']*)'/.exec(query.get('$filter') ?? '')?.[1];
  const some = equal === undefined ? all : all.filter((row) => Object.values(row).includes(equal));
  return { value: some, '@Microsoft.Dynamics.CRM.totalrecordcount': some.length };
}

function describe(name: string, part: string): Row | null {
  const table = tables[name];
  if (table === undefined) return null;
  if (part === '/OneToManyRelationships') {
    const own = {
      SchemaName: 'mcs_list_audience',
      ReferencingEntity: 'mcs_audience',
      ReferencingAttribute: 'mcs_marketinglistid',
    };
    return { value: name === 'list' ? [own] : [] };
  }
  if (part === '/Attributes') {
    return {
      value: table.columns.map(([column, type, text]) => ({
        LogicalName: column,
        AttributeType: type,
        DisplayName: label(text ?? ''),
        IsCustomAttribute: column?.startsWith('mcs_') ?? false,
      })),
    };
  }
  return {
    LogicalName: name,
    EntitySetName: table.set,
    PrimaryIdAttribute: table.id,
    PrimaryNameAttribute: table.name,
    DisplayName: label(table.label),
    DisplayCollectionName: label(`${table.label}s`),
    Privileges: operations.map((one) => ({ Name: `prv${one}${name}`, PrivilegeType: one })),
  };
}

const operations = ['Create', 'Read', 'Write', 'Delete'];
const privilegesOfAll = Object.keys(tables).flatMap((table) =>
  operations.map((one) => ({ PrivilegeName: `prv${one}${table}`, Depth: 'Global' })),
);

function ribbonOf(table: string): Row {
  const packed = zipSync({ 'RibbonXml.xml': strToU8(standardRibbon(table)) });
  return { CompressedEntityXml: Buffer.from(packed).toString('base64') };
}

const label = (text: string): Row => ({ UserLocalizedLabel: { Label: text } });

function audience(id: string, name: string, status: string, count: number): Row {
  return {
    mcs_audienceid: id,
    mcs_name: name,
    mcs_syncstatus: 937500004,
    [`mcs_syncstatus@${formatted}`]: status,
    _mcs_marketinglistid_value: listId,
    [`_mcs_marketinglistid_value@${formatted}`]: 'Newsletter readers',
    '_mcs_marketinglistid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'list',
    mcs_insynccount: count,
    [`mcs_insynccount@${formatted}`]: count.toLocaleString('en-US'),
  };
}

function webResource(name: string, type: number, content: string): Row {
  return { name, webresourcetype: type, content: Buffer.from(content).toString('base64') };
}

function page(script: string): string {
  return `<!doctype html><html lang="en"><head><title>Sync Audiences</title>
<script src="../../ClientGlobalContext.js.aspx"></script></head><body><p id="who"></p>${script}</body></html>`;
}

function siteMap(): string {
  return `<SiteMap>
  <Area Id="marketing" ShowGroups="true"><Titles><Title LCID="1033" Title="Marketing"/></Titles>
    <Group Id="marketing_group"><Titles><Title LCID="1033" Title="Marketing"/></Titles>
      <SubArea Id="lists" Entity="list"/>
      <SubArea Id="contacts" Entity="contact"/>
    </Group></Area>
  <Area Id="settings" ShowGroups="true"><Titles><Title LCID="1033" Title="Settings"/></Titles>
    <Group Id="setup"><Titles><Title LCID="1033" Title="Setup"/></Titles>
      <SubArea Id="sync" Url="$webresource:mcs_/sync/index.html"><Titles><Title LCID="1033" Title="Sync Audiences"/></Titles></SubArea>
    </Group>
    <Group Id="records"><Titles><Title LCID="1033" Title="Records"/></Titles>
      <SubArea Id="audiences" Entity="mcs_audience"/>
    </Group></Area>
</SiteMap>`;
}
